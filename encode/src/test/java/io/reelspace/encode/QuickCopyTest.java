package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of a text model that loads quickly. */
class QuickCopyTest {
  private static final String TEXT = "two dogs on a beach";

  @TempDir private Path cache;

  private static float[] encode(Inference inference) {
    try (TextEncoder encoder = TextEncoder.open("minilm", Fixtures.miniLm(), inference)) {
      return encoder.encode(List.of(TEXT))[0];
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("optimised"))) {
      return files.toList();
    }
  }

  @Test
  void isMadeOnceByManyAndGivesTheSame()
      throws IOException, InterruptedException, ExecutionException {
    float[] expected = encode(Fixtures.INFERENCE);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<float[]>> results =
          IntStream.range(0, 3)
              .mapToObj(i -> threads.submit(() -> encode(Inference.in(cache))))
              .toList();
      for (Future<float[]> result : results) {
        assertArrayEquals(expected, result.get(), 1e-5f);
      }
    }
    assertEquals(1, copies().size());
  }

  @Test
  void isDoneWithoutWhenDamagedOrImpossible() throws IOException {
    float[] expected = encode(Inference.in(cache));
    Files.writeString(copies().getFirst().resolve("model.onnx"), "damaged");
    assertArrayEquals(expected, encode(Inference.in(cache)), 1e-5f);

    Path file = Files.createFile(cache.resolve("file"));
    assertArrayEquals(expected, encode(Inference.in(file)), 1e-5f);
  }
}
