package io.reelspace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReelspaceTest {

  private static final List<String> COMMANDS =
      List.of(
          "index",
          "search",
          "status",
          "plan",
          "evaluate",
          "train",
          "features",
          "space",
          "demo",
          "doctor",
          "completion");

  @TempDir private Path folder;

  @Test
  void helpListsAllCommandsAndEachHasAnExample() {
    Ran root = Ran.with("--help");
    assertEquals(ExitCode.DONE, root.code());
    assertTrue(root.out().contains("\n  reelspace search \"a man"), root.out());
    for (String command : COMMANDS) {
      assertTrue(root.out().contains("\n  " + command + " "), root.out());
      Ran help = Ran.with(command, "--help");
      assertEquals(ExitCode.DONE, help.code());
      assertTrue(help.out().startsWith("Usage: reelspace " + command), help.out());
      assertTrue(help.out().contains("Example"), help.out());
      assertTrue(help.out().contains("\n  reelspace " + command), help.out());
      assertEquals("", help.err());
    }
  }

  @Test
  void wrongUsageIsToldOnStderrWithWhereToLook() {
    Map<String[], String> cases =
        Map.of(
            new String[] {},
            "a command is needed",
            new String[] {"serach"},
            "Unmatched argument at index 0: 'serach'",
            new String[] {"search", "--tpo", "3", "x"},
            "Unknown option: '--tpo'",
            new String[] {"index"},
            "name the files and folders to index");
    cases.forEach((arguments, message) -> {
      Ran ran = Ran.with(arguments);
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), message);
      assertEquals("", ran.out());
      assertTrue(ran.err().contains(message), ran.err());
      assertTrue(ran.err().contains("--help'"), ran.err());
    });
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.split("<version>", 2)[1].split("</version>", 2)[0];
    assertTrue(Ran.with("--version").out().startsWith("reelspace " + version + "\n"));
  }

  @Test
  void theCompletionScriptIsValidForBashAndKnowsTheOptions() throws Exception {
    Ran ran = Ran.with("completion");
    assertEquals(ExitCode.DONE, ran.code());
    Path script = Files.writeString(folder.resolve("completion"), ran.out());
    String complete =
        "source '"
            + script
            + "'; COMP_WORDS=(reelspace search --mi); COMP_CWORD=2;"
            + " _complete_reelspace 2>/dev/null; echo \"${COMPREPLY[*]}\"";
    Process bash = new ProcessBuilder("bash", "-c", complete).start();
    String reply = new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals("--min-score", reply);
  }

  @Test
  void doctorRunsEveryPart() {
    Ran ran = Ran.with("doctor", "--json", "--index", folder.resolve("none").toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.out());
    assertEquals(
        List.of("java", "home", "ffmpeg", "onnx runtime", "space", "index"),
        ran.json().findValuesAsText("name"));
    assertTrue(ran.json().findValues("works").stream().allMatch(works -> works.asBoolean()));
    assertTrue(ran.json().findValuesAsText("found").get(2).matches("\\d+\\.\\d+.*, decodes, .*"));
  }

  @Test
  void doctorSaysWhatToDoAboutAHomeThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Ran ran = Ran.with("doctor", "--home", file.toString());
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.out().contains("FAILS  home"), ran.out());
    assertTrue(ran.out().contains("REELSPACE_HOME"), ran.out());
  }

  @Test
  void doctorFindsASpaceThatWasChanged() throws IOException {
    Path space = Files.createDirectory(folder.resolve("space"));
    Files.writeString(space.resolve("space.json"), "{\"name\": \"broken\"}");
    Ran ran = Ran.with("doctor", "--space", space.toString());
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.out().contains("FAILS  space"), ran.out());
    assertTrue(ran.out().contains(space.toString()), ran.out());
  }

  @Test
  void traceOfAFailureIsShownOnlyWhenAskedFor() {
    String[] command = {"search", "--index", folder.resolve("none").toString(), "x"};
    assertFalse(Ran.with(command).err().contains("\tat io.reelspace"));
    Map<String, String> debug =
        Map.of("REELSPACE_HOME", Ran.HOME.toString(), "REELSPACE_DEBUG", "1");
    assertTrue(Ran.with(debug, "", command).err().contains("\tat io.reelspace"));
  }
}
