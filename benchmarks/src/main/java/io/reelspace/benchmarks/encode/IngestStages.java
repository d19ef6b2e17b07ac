package io.reelspace.benchmarks.encode;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.query.Archive;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the threads of an ingest are busy with: their stacks are looked at every few milliseconds.
 *
 * <pre>benchmarks/run encode.IngestStages VIDEO WORK [SPACE]</pre>
 *
 * <p>The decoder is a process of its own; its processor time is that of the system, printed beside.
 */
public final class IngestStages {

  private static final long EVERY_MILLIS = 5;

  /** What the classes in a stack stand for; the first that is met from the top. */
  private static final Map<String, String> WORK =
      Map.of(
          "ai.onnxruntime.OrtSession", "inference",
          "io.reelspace.encode.Resizer", "preprocess",
          "io.reelspace.encode.Preprocessing", "preprocess",
          "io.reelspace.media.NutReader", "pictures from the decoder",
          "io.reelspace.media.ShotDetector", "shots",
          "io.reelspace.media.ColorLayout", "shots",
          "io.reelspace.media.HardCuts", "shots",
          "org.apache.lucene.index.IndexWriter", "index");

  private IngestStages() {}

  /** Indexes once to warm up, then again while looking. */
  public static void main(String[] arguments) throws Exception {
    Path video = Path.of(arguments[0]).toAbsolutePath();
    Path work = Files.createDirectories(Path.of(arguments[1]));
    String name = arguments.length > 2 ? arguments[2] : BundledSpaces.DEFAULT;
    Inference inference = Inference.in(work.resolve("cache"));
    try (Space space = Space.open(BundledSpaces.unpack(name, inference.cache()), inference)) {
      index(video, space, work, inference);
      Sampling sampling = new Sampling();
      Thread sampler = Thread.ofPlatform().daemon().name("sampler").start(sampling);
      long start = System.nanoTime();
      index(video, space, work, inference);
      double seconds = (System.nanoTime() - start) / 1e9;
      sampler.interrupt();
      sampler.join();
      System.out.printf(Locale.ROOT, "%.1f s%n", seconds);
      sampling.print();
    }
  }

  private static void index(Path video, Space space, Path work, Inference inference)
      throws IOException {
    Path folder = Files.createTempDirectory(work, "index");
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      new Ingest(
              index,
              space,
              Archive.decoder(inference.cache()).get(),
              IngestOptions.DEFAULT,
              IngestListener.SILENT)
          .run(List.of(video));
    }
  }

  private static final class Sampling implements Runnable {

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private int samples;

    @Override
    public void run() {
      try {
        while (true) {
          Thread.sleep(EVERY_MILLIS);
          samples++;
          Thread.getAllStackTraces().forEach(this::count);
        }
      } catch (InterruptedException e) {
        // the end
      }
    }

    private void count(Thread thread, StackTraceElement[] stack) {
      String name = thread.getName().replaceAll("[0-9-]+$", "");
      if (name.startsWith("reelspace") || name.startsWith("decoder")) {
        counts
            .computeIfAbsent(name, _ -> new TreeMap<>())
            .merge(work(thread, stack), 1, Integer::sum);
      }
    }

    private static String work(Thread thread, StackTraceElement[] stack) {
      boolean reads = // a pipe; the system knows better than Java that the thread waits
          stack.length > 0
              && stack[0].isNativeMethod()
              && stack[0].getClassName().equals("java.io.FileInputStream");
      if (thread.getState() != Thread.State.RUNNABLE || reads) {
        return "waits";
      }
      for (StackTraceElement frame : stack) {
        for (Map.Entry<String, String> entry : WORK.entrySet()) {
          if (frame.getClassName().startsWith(entry.getKey())) {
            return entry.getValue();
          }
        }
      }
      return "other";
    }

    void print() {
      counts.forEach((thread, work) ->
          work.forEach((what, count) ->
              System.out.printf(
                  Locale.ROOT, "%-18s %-26s %5.1f %%%n", thread, what, 100.0 * count / samples)));
    }
  }
}
