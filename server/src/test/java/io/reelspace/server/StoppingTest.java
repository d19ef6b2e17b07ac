package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.Identifiers;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {

  @TempDir Path folder;

  @Test
  void aRequestThatRunsIsFinished() throws Exception {
    Served served = Served.clips(folder);
    try (Socket socket = ask(served, "/media/" + Served.id("rabbit.mp4") + "/stream?from=0")) {
      InputStream in = socket.getInputStream();
      byte[] beginning = in.readNBytes(100);
      assertTrue(text(beginning).startsWith("HTTP/1.1 200"), text(beginning));
      CompletableFuture<Void> stop = CompletableFuture.runAsync(served::close);
      byte[] rest = in.readAllBytes();
      assertTrue(text(rest).endsWith("0\r\n\r\n"), "the last chunk has come");
      stop.get(30, TimeUnit.SECONDS);
    }
    try (Stream<Path> uploads = Files.list(folder.resolve("server/uploads"))) {
      assertEquals(0, uploads.count());
    }
  }

  @Test
  void anIngestEndsWithTheVideosThatItReadsAndItsListenersHearOfIt() throws Exception {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    for (int i = 0; i < 12; i++) {
      Files.copy(Served.CLIPS.resolve("bicycles.mp4"), videos.resolve(i + ".mp4"));
    }
    Served served = Served.on(folder, ServerOptions.DEFAULT.withPort(0));
    Served.Answer job = served.post("/api/ingest", "{\"paths\": [\"" + videos + "\"]}");
    CompletableFuture<Served.Answer> events =
        CompletableFuture.supplyAsync(() -> served.get(job.header("Location") + "/events"));
    List<String> current = List.of();
    while (current.isEmpty()) { // until a video is being read
      Thread.sleep(20);
      current = served.get(job.header("Location")).json().path("current").findValuesAsText("path");
    }
    served.close();
    String told = events.get(30, TimeUnit.SECONDS).text();
    assertTrue(told.contains("\"state\":\"stopped\""), told);
    try (VideoIndex index = VideoIndex.openReadOnly(folder.resolve("index"))) {
      for (String path : current) {
        assertTrue(index.video(Identifiers.video(Path.of(path))).isPresent(), path);
      }
      assertTrue(index.stats().videos() < 12, "no other was begun");
    }
  }

  @Test
  void whoGoesAwayLeavesRoomForOthers() throws IOException {
    try (Served served = Served.clips(folder)) {
      String path = "/media/" + Served.id("bicycles.mp4") + "/stream?from=";
      for (int i = 0; i < 5; i++) { // more than are converted at once
        try (Socket socket = ask(served, path + i)) {
          socket.getInputStream().readNBytes(50);
        }
      }
      assertEquals(200, served.get(path + "7").status());
    }
  }

  private static Socket ask(Served served, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server.address().getPort());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
