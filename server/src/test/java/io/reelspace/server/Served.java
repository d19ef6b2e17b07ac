package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.base.SampleClips;
import io.reelspace.encode.Inference;
import io.reelspace.error.ReelspaceException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real server on a real index of the sample clips, and requests to it. */
final class Served implements AutoCloseable {

  private static final Path HOME = Path.of("target/test-home").toAbsolutePath();
  private static final Path CACHE = HOME.resolve("cache");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The clips; the index of them is made once and copied for each server. */
  static final Path CLIPS = HOME.resolve("clips");

  static final String DOG = id("dog.mp4");
  static final String CAR = id("car.mp4");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final ArchiveServer server;
  final Path folder;

  private Served(ArchiveServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** An answer with its body as bytes. */
  record Answer(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text(), e);
      }
    }

    /** The sentence of a problem. */
    String detail() {
      return json().path("detail").asText();
    }
  }

  static Served clips(Path folder) {
    return clips(folder, ServerOptions.DEFAULT.withPort(0));
  }

  /** A server on an index of the sample clips, in a folder of its own. */
  static Served clips(Path folder, ServerOptions options) {
    copy(indexOfClips(), folder.resolve("index"));
    return on(folder, options);
  }

  /** A server on the index in a folder, or on a new one. */
  static Served on(Path folder, ServerOptions options) {
    ServedArchive archive =
        ServedArchive.open(
            folder.resolve("index"), Served::space, CACHE, IngestOptions.DEFAULT, Optional.empty());
    return new Served(ArchiveServer.start(archive, folder.resolve("server"), options), folder);
  }

  static Space space() {
    return Space.open(BundledSpaces.unpack(BundledSpaces.DEFAULT, CACHE), Inference.in(CACHE));
  }

  static MediaReader media() {
    return MediaReader.using(Ffmpeg.unpackedInto(CACHE), DecodeLimits.DEFAULT);
  }

  private static synchronized Path indexOfClips() {
    Path index = HOME.resolve("index");
    SampleClips.unpackInto(CLIPS);
    if (isUpToDate(index)) {
      return index;
    }
    delete(index);
    try (Space space = space();
        VideoIndex open = VideoIndex.open(index, SpaceIdentity.of(space))) {
      var summary =
          new Ingest(open, space, media(), IngestOptions.DEFAULT, IngestListener.SILENT)
              .run(List.of(CLIPS));
      if (!summary.failed().isEmpty()) {
        throw new AssertionError(summary.failed());
      }
      Files.writeString(HOME.resolve("indexed"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return index;
  }

  /** Whether an earlier run left a whole index of this space and this version of the program. */
  private static boolean isUpToDate(Path index) {
    if (!Files.exists(HOME.resolve("indexed"))) {
      return false;
    }
    try (Space space = space();
        VideoIndex open = VideoIndex.openReadOnly(index)) {
      open.requireSpace(SpaceIdentity.of(space));
      return true;
    } catch (ReelspaceException e) {
      return false;
    }
  }

  static String id(String clip) {
    return Identifiers.video(CLIPS.resolve(clip));
  }

  URI uri(String path) {
    return server.address().resolve(path);
  }

  Answer get(String path, String... headers) {
    return ask(HttpRequest.newBuilder(uri(path)), headers);
  }

  Answer delete(String path, String... headers) {
    return ask(HttpRequest.newBuilder(uri(path)).DELETE(), headers);
  }

  Answer post(String path, String json, String... headers) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** A request that waits for the server's leave before it sends its body. */
  Answer postAsking(String path, byte[] body) {
    return ask(
        HttpRequest.newBuilder(uri(path))
            .expectContinue(true)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  Answer send(String method, String path, byte[] body, String... headers) {
    return ask(
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body)),
        headers);
  }

  private static Answer ask(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return ask(request.build(), 1);
  }

  /** The client may take a connection for open that the server has just closed: then once more. */
  private static Answer ask(HttpRequest request, int more) {
    try {
      return new Answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      if (more > 0) {
        return ask(request, more - 1);
      }
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
