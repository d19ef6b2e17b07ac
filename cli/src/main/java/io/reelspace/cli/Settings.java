package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one run. Precedence: flag, environment variable, {@code reelspace.yaml} in the
 * home, default.
 */
final class Settings {

  static final String FILE = "reelspace.yaml";

  private final Path home;
  private final Map<String, String> environment;
  private final Map<String, Setting.Sourced> file;

  private Settings(Path home, Map<String, String> environment, Map<String, Setting.Sourced> file) {
    this.home = home;
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads what is set outside of the flags.
   *
   * @throws BadInputException when {@code reelspace.yaml} is not as it should be
   */
  static Settings load(Shell shell, Optional<Path> homeFlag) {
    Path home = home(shell, homeFlag);
    return new Settings(home, shell.environment(), SettingsFile.read(home.resolve(FILE)));
  }

  /** The folder of {@link #home()}, by flag, environment or default. */
  static Path home(Shell shell, Optional<Path> flag) {
    return flag.or(() ->
            Optional.ofNullable(shell.environment().get("REELSPACE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of))
        .orElseGet(() -> shell.userHome().resolve(".reelspace"))
        .toAbsolutePath()
        .normalize();
  }

  /** The folder that holds everything that Reelspace keeps for this person. */
  Path home() {
    return home;
  }

  /** Where the index is. */
  IndexLocation index(Optional<String> flag) {
    String place = get(Setting.INDEX, flag, home.resolve("index").toString());
    return place(place);
  }

  /** The index that a text names, as the flag does. */
  IndexLocation place(String text) {
    return text.startsWith(Setting.MILVUS)
        ? RemoteIndex.of(text, this)
        : IndexLocation.of(Path.of(text).toAbsolutePath().normalize());
  }

  /**
   * The value of a setting.
   *
   * @param flag the text given with its flag, if any
   * @throws BadInputException when its text is not what the setting wants
   */
  <T> T get(Setting<T> setting, Optional<String> flag, T otherwise) {
    return find(setting, flag).orElse(otherwise);
  }

  /** The value of a setting, empty when it is given nowhere. */
  <T> Optional<T> find(Setting<T> setting, Optional<String> flag) {
    Optional<Setting.Sourced> given = setting.given(flag, environment);
    if (given.isPresent()) {
      return Optional.of(parse(setting, given.get(), Path.of("")));
    }
    return Optional.ofNullable(file.get(setting.key())).map(text -> parse(setting, text, home));
  }

  private static <T> T parse(Setting<T> setting, Setting.Sourced given, Path folder) {
    return setting
        .parser()
        .parse(given.text(), folder)
        .orElseThrow(() ->
            new BadInputException(
                given.origin()
                    + " is '"
                    + Printable.of(given.text())
                    + "'; it must be "
                    + setting.wanted()
                    + "."));
  }
}
