package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that watch, write and read one index. */
final class WatchCommandTest {

  @TempDir private Path folder;

  private Ran status(String index) {
    return Ran.with("status", "--index", index, "--json");
  }

  @Test
  void watchesUntilCtrlCAndGoesOnAfterARestart() throws Exception {
    String index = folder.resolve("index").toString();
    Path videos = folder.resolve("videos");
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    String[] command = {
      "index", "--watch", "--settle", "0.5s", "--index", index, videos.toString()
    };
    ChildCommand child = ChildCommand.start(List.of(), command);
    child.awaitError("reelspace: watching 1 folder");
    byte[] film = Files.readAllBytes(TestFiles.clip("car.mp4"));
    Path slow = videos.resolve("slow.mp4");
    try (OutputStream out = Files.newOutputStream(slow)) {
      for (int i = 0; i < 6; i++) {
        out.write(film, i * film.length / 6, (i + 1) * film.length / 6 - i * film.length / 6);
        Thread.sleep(300);
      }
      Thread.sleep(1500);
      assertEquals(1, status(index).json().path("videos").asInt(), "half a file is not indexed");
    }
    child.awaitError("reelspace: 1/1 " + slow);
    Files.move(slow, videos.resolve("moved.mp4"));
    child.awaitError("reelspace: moved: " + slow + " to ");
    Files.writeString(videos.resolve("dog.srt"), "1\n00:00:00,000 --> 00:00:01,000\nwoof\n");
    child.awaitError("reelspace: 1/1 " + videos.resolve("dog.mp4"));
    Ran said = Ran.with("search", "--index", index, "--said", "woof", "--json");
    assertEquals(1, said.json().size(), said.err());
    child.interrupt();
    Ran ended = child.end();
    assertEquals(130, ended.code(), ended.err());
    assertFalse(ended.err().contains("failed"), ended.err());
    assertTrue(ended.err().contains("stopping; finished videos are kept"), ended.err());

    Files.move(videos.resolve("moved.mp4"), videos.resolve("again.mp4"));
    ChildCommand second = ChildCommand.start(List.of(), command);
    second.awaitError("reelspace: moved: ");
    second.awaitError("reelspace: watching 1 folder");
    second.interrupt();
    assertEquals(130, second.end().code());
    assertEquals(2, status(index).json().path("videos").asInt());
  }

  @Test
  void oneProcessWritesManyReadAndASecondWriterIsTold() throws Exception {
    String index = folder.resolve("index").toString();
    Path videos = folder.resolve("videos");
    TestFiles.copy("dog.mp4", videos.resolve("first.mp4"));
    assertEquals(ExitCode.DONE, Ran.with("index", "--index", index, videos.toString()).code());
    for (int i = 0; i < 30; i++) {
      distinct("bicycles.mp4", videos.resolve("video" + i + ".mp4"));
    }
    ChildCommand writer =
        ChildCommand.start(List.of(), "index", "--index", index, videos.toString());
    writer.awaitError("reelspace: 1/30 ");
    Ran second = Ran.with("index", "--index", index, videos.toString());
    assertEquals(ExitCode.FAILED, second.code());
    assertTrue(second.err().contains("another process is writing to it"), second.err());
    try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
      List<Future<Ran>> searches = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        searches.add(
            readers.submit(() ->
                ChildCommand.start(
                        List.of(), "search", "--index", index, "--json", "--top", "100", "a dog")
                    .end()));
      }
      for (Future<Ran> search : searches) {
        Ran ran = search.get();
        assertEquals(ExitCode.DONE, ran.code(), ran.err());
        assertTrue(ran.out().contains("first.mp4"), ran.out());
      }
    }
    Ran done = writer.end();
    assertEquals(ExitCode.DONE, done.code(), done.err());
    assertEquals(31, status(index).json().path("videos").asInt());
  }

  /**
   * A copy whose content is known from no other: bytes behind the end of an mp4 are passed over.
   */
  private static void distinct(String clip, Path file) throws IOException {
    TestFiles.copy(clip, file);
    Files.writeString(
        file, "\0\0\0" + "0free" + file.getFileName(), java.nio.file.StandardOpenOption.APPEND);
  }

  @Test
  void aTimeOfRestThatIsNoneIsWrongUsage() {
    for (String time : new String[] {"soon", "0", "48:00:00"}) {
      Ran ran = Ran.with("index", "--watch", "--settle", time, folder.toString());
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
      assertTrue(ran.err().contains(time), ran.err());
    }
  }
}
