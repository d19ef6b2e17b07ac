package io.reelspace.benchmarks.media;

import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Time and memory of decoding one video into segments of 224 x 224 frames, two a second, in turns
 * with {@code ffmpeg -vf fps=2,scale=224:224 -f null -} of the same bundled program.
 *
 * <p>Usage: {@code benchmarks/run media.DecodeBenchmark VIDEO [RUNS]}. CPU seconds are those of the
 * decoder's process; the rest of a run's CPU is this process's.
 */
public final class DecodeBenchmark {
  private static final double TICKS_PER_SECOND = 100;

  private DecodeBenchmark() {}

  private record Cost(double wall, double childCpu, double ownCpu, long childPeak, String note) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%6.2f s wall, %6.2f s CPU decoder, %5.2f s CPU here, decoder's memory %d MiB%s",
          wall,
          childCpu,
          ownCpu,
          childPeak >> 20,
          note);
    }
  }

  /** Runs the comparison and prints one line per run. */
  public static void main(String[] arguments) throws Exception {
    Path video = Path.of(arguments[0]);
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(Path.of("benchmarks", "target", "cache"));
    double best = Double.POSITIVE_INFINITY;
    double bestPlain = Double.POSITIVE_INFINITY;
    for (int run = 0; run < runs; run++) {
      Cost plain = plain(ffmpeg, video);
      System.out.println("ffmpeg to null: " + plain);
      Cost segments = segments(ffmpeg, video);
      System.out.println("segments:       " + segments);
      bestPlain = Math.min(bestPlain, plain.wall());
      best = Math.min(best, segments.wall());
    }
    System.out.printf(Locale.ROOT, "ratio of the best: %.2f%n", best / bestPlain);
  }

  private static Cost plain(Ffmpeg ffmpeg, Path video) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                ffmpeg.folder().resolve("ffmpeg").toString(),
                "-v",
                "error",
                "-nostdin",
                "-i",
                video.toString(),
                "-vf",
                "fps=2,scale=224:224",
                "-f",
                "null",
                "-")
            .inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    Meter meter = new Meter();
    builder.start().waitFor();
    return meter.stop("");
  }

  private static Cost segments(Ffmpeg ffmpeg, Path video) throws Exception {
    MediaReader reader = MediaReader.using(ffmpeg, DecodeLimits.DEFAULT);
    Meter meter = new Meter();
    int count = 0;
    int frames = 0;
    try (SegmentStream stream = reader.segments(video, Sampler.DEFAULT, new ImageSize(224, 224))) {
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        count++;
        frames += next.get().frames().size();
      }
      if (!stream.warnings().isEmpty()) {
        System.out.println(stream.warnings());
      }
    }
    return meter.stop(", " + count + " segments, " + frames + " frames");
  }

  /** Measures from its making on. Children's memory is looked at ten times a second. */
  private static final class Meter {
    private final long start = System.nanoTime();
    private final double[] cpu = cpu();
    private final Thread watch = Thread.ofPlatform().daemon().start(this::watch);
    private volatile long peak;

    Cost stop(String note) throws Exception {
      double wall = (System.nanoTime() - start) / 1e9;
      watch.interrupt();
      watch.join();
      Thread.sleep(50); // until the child is waited for
      double[] now = cpu();
      return new Cost(wall, now[1] - cpu[1], now[0] - cpu[0], peak, note);
    }

    private void watch() {
      try {
        while (true) {
          ProcessHandle.current().children().forEach(child -> look(child.pid()));
          Thread.sleep(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // stopped
      }
    }

    private void look(long pid) {
      try {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
          if (line.startsWith("VmHWM:")) {
            peak = Math.max(peak, Long.parseLong(line.replaceAll("\\D", "")) << 10);
          }
        }
      } catch (IOException e) {
        // it has ended
      }
    }

    /** CPU seconds of this process, and of its children that have ended. */
    private static double[] cpu() {
      try {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return new double[] {
          (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND,
          (Long.parseLong(fields.get(13)) + Long.parseLong(fields.get(14).strip()))
              / TICKS_PER_SECOND
        };
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
