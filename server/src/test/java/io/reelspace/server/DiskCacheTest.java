package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
    Files.setLastModifiedTime(half, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
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
  void twoProcessesTakeWhatTheOtherMadeAndLeaveWhatItIsMaking() throws IOException {
    DiskCache one = new DiskCache(folder, 250);
    DiskCache other = new DiskCache(folder, 250);
    Path making = one.part();
    one.get("a", () -> new byte[100]);
    assertTrue(other.has("a"));
    assertEquals(100, other.get("a", () -> new byte[1]).length);
    assertEquals(100, other.bytes());
    new DiskCache(folder, 250);
    Files.write(making, new byte[50]);
    one.keepAs("b", making);
    assertTrue(other.find("b").isPresent());
    other.get("c", () -> new byte[100]);
    other.get("d", () -> new byte[100]); // makes room, also of what one made
    assertTrue(one.find("a").isEmpty());
    assertEquals(1, one.get("a", () -> new byte[1]).length);
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
