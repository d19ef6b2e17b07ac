package io.reelspace.encode.hub;

import io.reelspace.error.BadInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a model on a hub: {@code hub:owner/name}, {@code hub:owner/name@revision}, and with a path
 * within it {@code hub:owner/name/path}.
 *
 * @param owner of the model
 * @param name of the model
 * @param within path of the model within the repository, where it holds several
 * @param revision a branch, a tag or a commit
 */
public record HubAddress(String owner, String name, Optional<String> within, String revision) {
  /** What an address begins with. */
  public static final String PREFIX = "hub:";

  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX
              + "(?<owner>"
              + PART
              + ")/(?<name>"
              + PART
              + ")(?<within>(/"
              + PART
              + "){1,5})?(@(?<revision>[A-Za-z0-9][A-Za-z0-9._/-]{0,99}))?");

  /**
   * Reads an address.
   *
   * @throws BadInputException when it is none
   */
  public static HubAddress of(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches() || text.contains("..")) {
      throw new BadInputException(
          "'"
              + text
              + "' is no address on a hub; write hub:OWNER/NAME or hub:OWNER/NAME@REVISION.");
    }
    return new HubAddress(
        m.group("owner"),
        m.group("name"),
        Optional.ofNullable(m.group("within")).map(path -> path.substring(1)),
        Optional.ofNullable(m.group("revision")).orElse("main"));
  }

  /** Owner and name as the hub knows them. */
  public String repository() {
    return owner + "/" + name;
  }

  @Override
  public String toString() {
    return PREFIX + repository() + within.map(path -> "/" + path).orElse("") + "@" + revision;
  }
}
