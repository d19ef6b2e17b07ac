package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {

  private static final String TOKEN = "0123456789abcdef";

  @TempDir static Path folder;
  private static Served open;
  private static Served guarded;

  @BeforeAll
  static void serve() {
    ServerLimits limits =
        ServerLimits.DEFAULT.withIdle(Duration.ofSeconds(2)).withUploads(1 << 20, 5);
    ServerOptions options = ServerOptions.DEFAULT.withPort(0).withLimits(limits);
    open = Served.clips(folder.resolve("open"), options);
    guarded = Served.clips(folder.resolve("guarded"), options.withToken(TOKEN));
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
  }

  @Test
  void everyRouteButScriptsAndStylesNeedsTheToken() {
    List<String> paths =
        List.of(
            "/api/search?text=x",
            "/api/videos",
            "/api/videos/" + Served.DOG,
            "/api/videos/" + Served.DOG + "/sheet",
            "/api/moments/" + Served.DOG + "@0.000",
            "/api/moments/" + Served.DOG + "@0.000/like",
            "/api/thumbnails?video=" + Served.DOG,
            "/api/tags",
            "/api/ingest",
            "/api/ingest/1/events",
            "/api/uploads/x/picture",
            "/api/status",
            "/media/" + Served.DOG,
            "/media/" + Served.DOG + "/stream",
            "/media/" + Served.DOG + "/cut?from=0&to=1",
            "/health",
            "/ready",
            "/nothing/here");
    for (String path : paths) {
      Served.Answer answer = guarded.get(path);
      assertEquals(401, answer.status(), path);
      assertEquals("application/problem+json", answer.header("Content-Type"), path);
      assertEquals(401, guarded.get(path, "Authorization", "Bearer wrong").status(), path);
      assertEquals(401, guarded.get(path, "Cookie", "reelspace-session=ab").status(), path);
    }
    assertEquals(401, guarded.get("/media/" + Served.DOG, "Range", "bytes=0-1").status());
    assertEquals(401, guarded.post("/api/search", "{}").status());
    assertEquals(401, guarded.post("/api/uploads", "x").status());
    assertEquals(401, guarded.delete("/api/videos/" + Served.DOG).status());
    assertEquals(200, guarded.get("/api/videos", "Authorization", "Bearer " + TOKEN).status());
    assertEquals(200, guarded.get("/page/style.css").status());
  }

  @Test
  void thePageAsksForTheTokenAndRemembersIt() {
    Served.Answer asked = guarded.get("/");
    assertEquals(401, asked.status());
    assertTrue(asked.text().contains("type=\"password\""));
    assertEquals(
        401,
        guarded
            .send(
                "POST",
                "/login",
                "token=wrong".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded")
            .status());
    Served.Answer linked = guarded.get("/?token=" + TOKEN);
    assertEquals(303, linked.status());
    assertEquals("/", linked.header("Location"));
    String cookie = linked.header("Set-Cookie");
    assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertFalse(cookie.contains(TOKEN), cookie);
    assertEquals(
        200,
        guarded.get("/api/videos", "Cookie", cookie.substring(0, cookie.indexOf(';'))).status());
  }

  @Test
  void withoutATokenOnlyThisMachineIsServed() {
    assertThrows(
        BadInputException.class,
        () ->
            new ServerOptions(
                "0.0.0.0",
                0,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                ServerLimits.DEFAULT));
    assertThrows(BadInputException.class, () -> ServerOptions.DEFAULT.withToken("short"));
    assertEquals("127.0.0.1", ServerOptions.DEFAULT.host());
  }

  @Test
  void anotherNameForThisMachineIsNotAnswered() throws IOException {
    String answer = raw(open, "GET /api/videos HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    assertTrue(
        raw(open, "GET /api/videos HTTP/1.1\r\nHost: localhost:1\r\n\r\n")
            .startsWith("HTTP/1.1 200"));
  }

  @Test
  void pagesOfOtherSitesChangeNothing() {
    String body = "{\"query\": {\"text\": \"a dog\"}}";
    assertEquals(403, open.post("/api/search", body, "Origin", "http://evil.example").status());
    assertEquals(403, open.post("/api/search", body, "Sec-Fetch-Site", "cross-site").status());
    String own = "http://" + open.server.address().getAuthority();
    assertEquals(200, open.post("/api/search", body, "Origin", own).status());
    Served.Answer answer = open.get("/api/videos", "Origin", "http://evil.example");
    assertEquals("", answer.header("Access-Control-Allow-Origin"));
  }

  @Test
  void everyAnswerForbidsWhatThePageDoesNotNeed() {
    for (String path : List.of("/", "/api/videos", "/media/" + Served.DOG, "/nothing")) {
      Served.Answer answer = open.get(path);
      String policy = answer.header("Content-Security-Policy");
      assertTrue(policy.contains("default-src 'none'"), path);
      assertFalse(policy.contains("unsafe"), path);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
      assertEquals("same-origin", answer.header("Cross-Origin-Resource-Policy"), path);
      assertEquals("", answer.header("Server"), path);
    }
    String page = open.get("/").text();
    assertFalse(page.contains("<script>") || page.contains("style=") || page.contains(" onclick"));
  }

  @Test
  void noFileOfTheMachineIsGivenByItsName() throws IOException {
    for (String path :
        List.of(
            "/media/..%2f..%2f..%2fetc%2fpasswd",
            "/media/%2e%2e/%2e%2e/etc/passwd",
            "/media/%2fetc%2fpasswd",
            "/page/..%2flogin.html",
            "/page/..%2f..%2fserver%2fJson.class",
            "/page/index.html%00.js",
            "/page//etc/passwd",
            "/media/" + Served.DOG + "/../../../etc/passwd")) {
      String answer = raw(open, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 4"), path + ": " + answer);
      assertFalse(answer.contains("root:"), path);
    }
    for (String name :
        List.of(
            "/etc/passwd", Served.CLIPS.resolve("dog.mp4").toString(), "upload:../x", "x.jpg")) {
      Served.Answer answer = open.get("/api/search?image=" + name);
      assertTrue(answer.status() == 400 || answer.status() == 410, name + answer.text());
      assertEquals(
          400, open.post("/api/search", "{\"query\": {\"video\": \"/etc/passwd\"}}").status());
    }
  }

  @Test
  void aFileThatWasReplacedByALinkIsNotServed() throws IOException {
    Path own = folder.resolve("linked");
    Path videos = Files.createDirectories(own.resolve("videos"));
    Path video = videos.resolve("film.mp4");
    Files.copy(Served.CLIPS.resolve("dog.mp4"), video);
    try (Space space = Served.space();
        VideoIndex index = VideoIndex.open(own.resolve("index"), SpaceIdentity.of(space))) {
      new Ingest(index, space, Served.media(), IngestOptions.DEFAULT, IngestListener.SILENT)
          .run(List.of(videos));
    }
    Path secret = Files.writeString(own.resolve("secret.txt"), "secret");
    String id = Identifiers.video(video);
    try (Served served = Served.on(own, ServerOptions.DEFAULT.withPort(0))) {
      assertEquals(200, served.get("/media/" + id).status());
      Files.delete(video);
      assertEquals(410, served.get("/media/" + id).status());
      assertEquals(410, served.get("/api/thumbnails?video=" + id).status());
      Files.createSymbolicLink(video, secret);
      Served.Answer answer = served.get("/media/" + id);
      assertEquals(409, answer.status());
      assertTrue(answer.detail().contains("changed since it was indexed"), answer::text);
      assertFalse(answer.text().contains("secret"));
      assertEquals(409, served.get("/api/thumbnails?video=" + id).status());
      assertEquals(409, served.get("/media/" + id + "/stream").status());
    }
  }

  @Test
  void uploadsAreLimitedInSizeLengthAndPixels() throws IOException {
    Served.Answer large = open.postAsking("/api/uploads", new byte[(1 << 20) + 1]);
    assertEquals(413, large.status(), large::text);
    byte[] film = Files.readAllBytes(Served.CLIPS.resolve("bicycles.mp4")); // 10 s
    Served.Answer longClip = open.send("POST", "/api/uploads", film);
    assertEquals(422, longClip.status(), longClip::text);
    assertTrue(longClip.detail().contains("at most 5 s"), longClip::text);
    Served.Answer bomb = open.send("POST", "/api/uploads", TestPictures.pngOfSize(30_000, 30_000));
    assertEquals(422, bomb.status(), bomb::text);
    assertTrue(bomb.detail().contains("exceed the limit"), bomb::text);
    Served.Answer text =
        open.send("POST", "/api/uploads", "no picture".getBytes(StandardCharsets.UTF_8));
    assertEquals(422, text.status(), text::text);
    try (var left = Files.list(open.folder.resolve("server/uploads"))) {
      assertEquals(0, left.count(), "what was refused is deleted");
    }
  }

  @Test
  void anEndlessBodyWithoutALengthIsCutOff() throws IOException {
    try (Socket socket = connect(open)) {
      socket.setSoTimeout(20_000);
      var out = socket.getOutputStream();
      out.write(
          "POST /api/uploads HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      String answer = "";
      try {
        for (int i = 0; i < 64; i++) {
          out.write(chunk);
        }
        out.flush();
      } catch (IOException e) {
        answer = "cut off";
      }
      answer += read(socket);
      assertTrue(answer.isEmpty() || answer.contains("413") || answer.contains("cut off"), answer);
    }
    try (var left = Files.list(open.folder.resolve("server/uploads"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void slowClientsAreCutOff() throws IOException {
    for (String beginning :
        List.of(
            "GET /api/videos HTTP/1.1\r\nHost: loc",
            "POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")) {
      try (Socket socket = connect(open)) {
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        long start = System.nanoTime();
        read(socket); // ends when the server closes; a timeout of the socket fails the test
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(14).toNanos(), beginning);
      }
    }
  }

  @Test
  void aBodyThatTricklesIsCutOff() throws Exception {
    try (Socket socket = connect(open)) {
      socket.setSoTimeout(100);
      socket
          .getOutputStream()
          .write(
              "POST /api/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      boolean cut = false;
      for (int i = 0; i < 60 && !cut; i++) { // a byte each quarter of a second, never idle
        Thread.sleep(250);
        cut = isAnsweredAfter(socket, 'x');
      }
      assertTrue(cut, "still reading after 15 s");
    }
  }

  private static boolean isAnsweredAfter(Socket socket, char letter) {
    try {
      socket.getOutputStream().write(letter);
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    int port = open.server.address().getPort();
    StorageException failure =
        assertThrows(
            StorageException.class,
            () -> Served.clips(folder.resolve("second"), ServerOptions.DEFAULT.withPort(port)));
    assertTrue(failure.getMessage().contains("port " + port), failure.getMessage());
  }

  private static Socket connect(Served served) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), served.server.address().getPort());
  }

  private static String raw(Served served, String request) throws IOException {
    try (Socket socket = connect(served)) {
      socket.setSoTimeout(10_000);
      String closing = request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
      return read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return ""; // reset
    }
  }
}
