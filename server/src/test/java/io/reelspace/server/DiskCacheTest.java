package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {

  @TempDir Path folder;

  @Test
  void whatWasNotUsedForLongestMakesRoom() throws IOException {
    DiskCache cache = new DiskCache(folder, 250);
    cache.get("a", () -> new byte[100]);
    cache.get("b", () -> new byte[100]);
    cache.get("a", () -> new byte[1]);
    cache.get("c", () -> new byte[100]);
    assertEquals(200, cache.bytes());
    assertTrue(cache.find("a").isPresent());
    assertTrue(cache.find("b").isEmpty());
    assertTrue(cache.find("c").isPresent());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void theNextProcessFindsWhatIsThereAndDeletesWhatIsHalf() throws IOException {
    byte[] content = {1, 2, 3};
    new DiskCache(folder, 1000).get("a", () -> content);
    Path half = new DiskCache(folder, 1000).part();
    DiskCache next = new DiskCache(folder, 1000);
    assertArrayEquals(
        content,
        next.get(
            "a",
            () -> {
              throw new AssertionError("made again");
            }));
    assertTrue(Files.notExists(half));
  }

  @Test
  void manyWhoAskAtOnceGetWhatIsMadeOnce() {
    DiskCache cache = new DiskCache(folder, 1000);
    AtomicInteger made = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(() -> cache.get("a", () -> new byte[made.incrementAndGet()]));
      }
    }
    assertEquals(1, made.get());
  }

  @Test
  void aFileThatSomebodyDeletedIsMadeAgain() throws IOException {
    DiskCache cache = new DiskCache(folder, 1000);
    cache.get("a", () -> new byte[10]);
    Files.delete(cache.find("a").orElseThrow());
    assertEquals(5, cache.get("a", () -> new byte[5]).length);
  }
}
