package io.reelspace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that export and are killed on the way: no half export is taken for a whole one.
 */
final class KilledExportTest {

  private static final int VIDEOS = 1000;
  private static final int KILLS = 4;

  @TempDir private Path folder;

  @Test
  void whatHasTheNameIsWholeWheneverTheProcessIsKilled() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path index = folder.resolve("index");
    ExportedIndex.write(index, VIDEOS);
    Path whole = folder.resolve("whole");
    assertEquals("finished", run(index, whole, VIDEOS + 1, false));

    Path target = folder.resolve("exports/export");
    int half = 0;
    for (int i = 0; i < KILLS; i++) {
      // The first is killed at its first video, the last while it ends: files are closed and
      // renamed.
      int after = i == 0 ? 1 : i == KILLS - 1 ? VIDEOS : 1 + random.nextInt(VIDEOS);
      String said = run(index, target, after, i == 0);
      if (Files.exists(target)) {
        requireSame(whole, target); // the kill came too late
        delete(target);
      } else {
        half++;
        assertTrue(said.startsWith("video "), said);
      }
    }
    assertTrue(half > 0, "every export had ended before it was killed");
    assertEquals(half, partial(target).size());

    assertEquals("finished", run(index, target, VIDEOS + 1, false));
    requireSame(whole, target);
    assertEquals(half, partial(target).size(), "what kills left is nobody's but the person's");
  }

  /**
   * Sends SIGKILL once so many videos were told of; the last line that was said.
   *
   * @param waits whether the process waits there to be killed, and does not go on meanwhile
   */
  private static String run(Path index, Path target, int killedAfter, boolean waits)
      throws Exception {
    Process process =
        new ProcessBuilder(command(index, target, waits ? killedAfter : 0))
            .redirectError(Redirect.INHERIT)
            .start();
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = out.readLine()) != null) {
        last = line;
        if (line.equals("video " + killedAfter)) {
          process.destroyForcibly().waitFor();
          break;
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return last;
  }

  private static List<String> command(Path index, Path target, int waitAfter) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--")) {
        command.add(flag); // what Arrow and Lucene need
      }
    }
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(ExportProcess.class.getName());
    command.addAll(List.of(index.toString(), target.toString(), Integer.toString(waitAfter)));
    return command;
  }

  private static void requireSame(Path expected, Path actual) throws IOException {
    assertEquals(names(expected), names(actual));
    for (String name : names(expected)) {
      assertEquals(-1, Files.mismatch(expected.resolve(name), actual.resolve(name)), name);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** What kills left beside an export. */
  private static List<String> partial(Path target) throws IOException {
    return names(target.getParent()).stream()
        .filter(name -> name.startsWith(target.getFileName() + ".partial-"))
        .toList();
  }

  private static void delete(Path directory) throws IOException {
    for (String name : names(directory)) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }
}
