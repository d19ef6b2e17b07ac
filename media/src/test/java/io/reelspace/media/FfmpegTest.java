package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.StorageException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled programs: unpacked whole, once, and running without any library of the system. */
class FfmpegTest {
  @TempDir Path cache;

  @Test
  void theProgramsRunAndTellTheirVersion() {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(cache.resolve("with: colon and blank"));
    assertTrue(ffmpeg.version().startsWith("8."), ffmpeg::version);
    ffmpeg.verify();
  }

  @Test
  void theProgramsAskForNoLibraryOfDevices() throws Exception {
    ProcessBuilder loader = new ProcessBuilder(TestMedia.FFMPEG.program("ffmpeg"));
    loader.environment().put("LD_LIBRARY_PATH", TestMedia.FFMPEG.folder().toString());
    loader.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
    Process process = loader.start();
    String libraries = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(libraries.contains("libavcodec"), libraries);
    for (String unwanted : List.of("pulse", "asound", "xcb", "udev", "not found")) {
      assertFalse(libraries.contains(unwanted), libraries);
    }
  }

  @Test
  void severalStartsAtOnceUnpackOneFolder() throws Exception {
    Callable<Ffmpeg> unpack = () -> Ffmpeg.unpackedInto(cache);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Ffmpeg> done : threads.invokeAll(List.of(unpack, unpack, unpack))) {
        done.get().verify();
      }
    }
    assertEquals(1, children().size(), () -> children().toString());
  }

  @Test
  void unpackedProgramsAreTakenAsTheyAre() throws Exception {
    Ffmpeg first = Ffmpeg.unpackedInto(cache);
    Object key = Files.readAttributes(program(first), "unix:ino").get("ino");
    Ffmpeg second = Ffmpeg.unpackedInto(cache);
    assertEquals(first.folder(), second.folder());
    assertEquals(key, Files.readAttributes(program(second), "unix:ino").get("ino"));
  }

  @Test
  void aTruncatedFileIsUnpackedAgain() throws Exception {
    Ffmpeg first = Ffmpeg.unpackedInto(cache);
    try (RandomAccessFile file = new RandomAccessFile(program(first).toFile(), "rw")) {
      file.setLength(1000);
    }
    Ffmpeg.unpackedInto(cache).verify();
    assertEquals(1, children().size(), () -> children().toString());
  }

  @Test
  void aChangedFileIsNamed() throws Exception {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(cache);
    Path library = ffmpeg.folder().resolve("libswscale.so.9");
    try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
      file.seek(5000);
      int old = file.read();
      file.seek(5000);
      file.write(old ^ 1);
    }
    String message = assertThrows(StorageException.class, ffmpeg::verify).getMessage();
    assertTrue(message.contains("libswscale.so.9") && message.contains("delete"), message);
  }

  @Test
  void aPlaceThatIsNoFolderIsNamed() throws Exception {
    Path file = Files.writeString(cache.resolve("file"), "x");
    String message =
        assertThrows(StorageException.class, () -> Ffmpeg.unpackedInto(file)).getMessage();
    assertTrue(message.contains(file.toString()), message);
  }

  private static Path program(Ffmpeg ffmpeg) {
    return Path.of(ffmpeg.program("ffmpeg"));
  }

  private List<Path> children() {
    try (Stream<Path> list = Files.list(cache)) {
      return list.toList();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
