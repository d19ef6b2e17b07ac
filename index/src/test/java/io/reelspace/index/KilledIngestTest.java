package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that index and are killed at random moments. */
class KilledIngestTest {

  private static final int VIDEOS = 30;
  private static final int KILLS = 6;

  @TempDir Path temporary;

  @Test
  void losesNothingThatWasReportedAsDone() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path videos = temporary.resolve("videos");
    for (int i = 0; i < VIDEOS; i++) {
      Color[] colours = new Color[1 + random.nextInt(6)];
      for (int c = 0; c < colours.length; c++) {
        colours[c] = new Color(random.nextInt(1 << 24));
      }
      Clips.write(videos.resolve(i % 5 + "/" + i + ".mp4"), 0.8, colours);
    }
    Path undisturbed = temporary.resolve("undisturbed");
    assertEquals("finished", run(undisturbed, videos).getLast());

    Path killed = temporary.resolve("killed");
    Set<String> done = new HashSet<>();
    int partlyDone = 0;
    for (int i = 0; i < KILLS; i++) {
      String from = i % 2 == 0 ? "found" : "done"; // before and after the first commit of a run
      for (String line : runAndKill(killed, videos, from, random.nextInt(1500))) {
        if (line.startsWith("done ")) {
          done.add(line.substring("done ".length()));
        }
      }
      assertTrue(LuceneVideoIndexTest.isClean(killed), "kill " + i);
      try (VideoIndex index = VideoIndex.openReadOnly(killed)) {
        for (String path : done) {
          assertTrue(index.video(Identifiers.video(Path.of(path))).isPresent(), path);
        }
        long videosThere = index.stats().videos();
        System.out.println("videos after kill %d: %d".formatted(i, videosThere));
        partlyDone += videosThere > 0 && videosThere < VIDEOS ? 1 : 0;
      }
    }
    assertTrue(partlyDone > 0, "all kills came before the first commit or after the last");
    assertEquals("finished", run(killed, videos).getLast());
    SortedMap<String, String> expected = IndexContent.of(undisturbed);
    assertTrue(expected.size() > VIDEOS);
    assertEquals(expected, IndexContent.of(killed));
  }

  private Process start(Path index, Path videos, long pauseMillis, Path output) throws IOException {
    List<String> command =
        ChildJvm.command(
            IngestProcess.class, index.toString(), videos.toString(), Long.toString(pauseMillis));
    return new ProcessBuilder(command)
        .redirectError(Redirect.DISCARD)
        .redirectOutput(output.toFile())
        .start();
  }

  private List<String> run(Path index, Path videos) throws Exception {
    Path output = Files.createTempFile(temporary, "said", ".txt");
    start(index, videos, 0, output).waitFor();
    return Files.readAllLines(output);
  }

  /** Sends SIGKILL some time after the process said a word; all that it had said until then. */
  private List<String> runAndKill(Path index, Path videos, String from, long afterMillis)
      throws Exception {
    Path output = Files.createTempFile(temporary, "said", ".txt");
    Process process = start(index, videos, 150, output);
    try {
      while (process.isAlive() && !Files.readString(output).contains(from)) {
        Thread.sleep(10);
      }
      process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);
    return said.substring(0, said.lastIndexOf('\n') + 1).lines().toList(); // whole lines only
  }
}
