package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  @TempDir Path folder;

  @Test
  void itPrintsOneAddressAnswersThereAndStopsOnCtrlC() throws Exception {
    String index = folder.resolve("index").toString();
    ChildCommand serve = ChildCommand.start(List.of(), "serve", "--index", index, "--port", "0");
    URI address = URI.create(serve.line());
    assertEquals("127.0.0.1", address.getHost());
    HttpResponse<String> status = get(address.resolve("api/status"));
    assertEquals(200, status.statusCode());
    assertTrue(status.body().contains("\"videos\":0"), status.body());
    serve.interrupt();
    Ran ended = serve.end();
    assertTrue(ended.err().contains("stopping"), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void strangersNeedAToken() {
    String index = folder.resolve("index").toString();
    Ran ran = Ran.with("serve", "--index", index, "--host", "0.0.0.0");
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertTrue(ran.err().contains("--token"), ran.err());
    assertTrue(Files.notExists(folder.resolve("index")));
  }

  @Test
  void aPortThatIsTakenIsAFailureThatNamesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Ran ran = Ran.with("serve", "--index", folder.resolve("index").toString(), "--port", port);
      assertEquals(ExitCode.FAILED, ran.code());
      assertTrue(ran.err().contains("port " + port), ran.err());
    }
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
