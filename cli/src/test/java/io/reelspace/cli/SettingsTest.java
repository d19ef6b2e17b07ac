package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flag, then environment, then file, then default, seen through where status looks for an index.
 */
final class SettingsTest {

  @TempDir private Path home;

  @Test
  void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
    assertEquals(home.resolve("index"), lookedIn(Map.of()));

    Files.writeString(home.resolve("reelspace.yaml"), "# mine\nindex: from-file\ntop: 5\n");
    assertEquals(home.resolve("from-file"), lookedIn(Map.of()));

    Path variable = home.resolve("from-variable");
    assertEquals(variable, lookedIn(Map.of("REELSPACE_INDEX", variable.toString())));

    Path flag = home.resolve("from-flag");
    assertEquals(
        flag, lookedIn(Map.of("REELSPACE_INDEX", variable.toString()), "--index", flag.toString()));
  }

  @Test
  void theHomeFlagBeatsItsVariableWhichBeatsThePersonsHome() {
    Path other = home.resolve("other");
    assertEquals(other.resolve("index"), lookedIn(Map.of(), "--home", other.toString()));

    Ran ran = Ran.with(Map.of(), "", "status");
    Path expected = Path.of("no-home-of-a-person").toAbsolutePath().resolve(".reelspace/index");
    assertTrue(ran.err().contains(expected.toString()), ran.err());
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndWhatIsAllowed() throws IOException {
    refuses(
        "top: 5\n\nindexx: /x\n", ", line 3: unknown key 'indexx'; allowed are index, space, fps");
  }

  @Test
  void aValueThatIsNoneIsNamedWithItsLine() throws IOException {
    refuses("by: video\ntop: many\n", ", line 2: top is 'many'; it must be a whole number");
  }

  @Test
  void whatIsNoMappingIsRefused() throws IOException {
    refuses("- top\n- 5\n", ", line 1: expected lines of the form 'key: value'");
    refuses("top: [1, 2]\n", ", line 1: 'top' must be one value");
    refuses("top: 1\n  by: \"video\n", ", line ");
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    for (String text : new String[] {"", "# only a comment\n", "---\n"}) {
      Files.writeString(home.resolve("reelspace.yaml"), text);
      assertEquals(home.resolve("index"), lookedIn(Map.of()));
    }
  }

  @Test
  void aVariableThatIsNoneIsNamed() {
    Ran ran = search(Map.of("REELSPACE_TOP", "0"));
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertTrue(ran.err().contains("REELSPACE_TOP is '0'; it must be"), ran.err());
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    String[][] wrong = {
      {"--top", "0"},
      {"--top", "2.5"},
      {"--top", "10001"},
      {"--min-score", "1.01"},
      {"--min-score", "NaN"},
      {"--by", "frame"}
    };
    for (String[] flag : wrong) {
      Ran ran = search(Map.of(), flag);
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), flag[1]);
      assertTrue(ran.err().contains(flag[0] + " is '" + flag[1] + "'; it must be"), ran.err());
    }
    Ran fps = run(Map.of(), "index", "--fps", "0", home.toString());
    assertEquals(ExitCode.WRONG_USAGE, fps.code());
    assertTrue(fps.err().contains("--fps is '0'; it must be"), fps.err());
  }

  private void refuses(String yaml, String message) throws IOException {
    Path file = Files.writeString(home.resolve("reelspace.yaml"), yaml);
    Ran ran = search(Map.of());
    assertEquals(ExitCode.WRONG_USAGE, ran.code(), yaml);
    assertTrue(ran.err().contains(file + message), ran.err());
  }

  private Ran search(Map<String, String> environment, String... flags) {
    String[] arguments = new String[flags.length + 2];
    arguments[0] = "search";
    arguments[1] = "a dog";
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    return run(environment, arguments);
  }

  /** Where status looks for the index: it names the folder in which there is none. */
  private Path lookedIn(Map<String, String> environment, String... flags) {
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "status";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    Ran ran = run(environment, arguments);
    assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
    return Path.of(ran.err().replace("reelspace: ", "").split(": no index", 2)[0]);
  }

  private Ran run(Map<String, String> environment, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("REELSPACE_HOME", home.toString());
    return Ran.with(all, "", arguments);
  }
}
