package io.reelspace.benchmarks.train;

import com.sun.management.OperatingSystemMXBean;
import io.reelspace.train.Recipe;
import io.reelspace.train.RunFolder;
import io.reelspace.train.Trainer;
import io.reelspace.train.TrainingListener;
import io.reelspace.train.features.PairedFeatures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Training steps a second of several towers, in turns with the same towers in Python.
 *
 * <pre>benchmarks/run train.TrainingSpeed PYTHON THREADS ROUNDS [CASE...]</pre>
 *
 * <p>{@code PYTHON} is an interpreter that has PyTorch. Each round trains every case once here and
 * twice with {@code benchmarks/train/peer.py}, in processes of their own: with all of the towers at
 * every step, and with what the fixed stages at their start give worked out before, as the trainer
 * does. Medians over the rounds are compared. A run of the trainer includes all that it does for a
 * step, but no checkpoint.
 */
public final class TrainingSpeed {

  /** What tools/training-environment.sh sets for Reelspace; Python runs as it does by itself. */
  private static final Set<String> OWN_SETTINGS =
      Set.of("OMP_WAIT_POLICY", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_");

  private TrainingSpeed() {}

  /** How fast one run was; processor seconds are those of a step, over all threads. */
  private record Pace(double stepsPerSecond, double processorSeconds) {}

  /** Measures and prints a line for each case. */
  public static void main(String[] arguments) throws Exception {
    String python = arguments[0];
    int threads = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    List<String> wanted = Arrays.asList(arguments).subList(3, arguments.length);
    PyTorchSettings.use(threads);
    for (SpeedCase each : SpeedCase.all()) {
      if (wanted.isEmpty() || wanted.contains(each.name())) {
        compare(each, python, threads, rounds);
      }
    }
  }

  private static void compare(SpeedCase each, String python, int threads, int rounds)
      throws IOException {
    PairedFeatures features = each.features();
    List<Pace> own = new ArrayList<>();
    List<Pace> peer = new ArrayList<>();
    List<Pace> settled = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      own.add(train(each, features));
      peer.add(python(each, python, threads, List.of()));
      settled.add(python(each, python, threads, List.of("settled")));
    }
    double pace = median(own, Pace::stepsPerSecond);
    System.out.printf(
        Locale.ROOT,
        "%-12s Reelspace %s | Python %s, ratio %.2f | Python, settled %s, ratio %.2f%n",
        each.name(),
        described(own),
        described(peer),
        pace / median(peer, Pace::stepsPerSecond),
        described(settled),
        pace / median(settled, Pace::stepsPerSecond));
  }

  private static Pace train(SpeedCase each, PairedFeatures features) throws IOException {
    Recipe recipe = each.recipe();
    Path folder = Files.createTempDirectory("training-speed");
    long[] clock = new long[2];
    long[] processor = new long[2];
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(long step, long total, double loss) {
            if (step == each.warmUp()) {
              clock[0] = System.nanoTime();
              processor[0] = system.getProcessCpuTime();
            } else if (step == each.warmUp() + each.steps()) {
              clock[1] = System.nanoTime();
              processor[1] = system.getProcessCpuTime();
            }
          }
        };
    new Trainer(
            recipe,
            features,
            Optional.empty(),
            each.names(),
            RunFolder.open(folder, each.name()),
            listener)
        .run();
    delete(folder);
    return new Pace(
        each.steps() * 1e9 / (clock[1] - clock[0]),
        (processor[1] - processor[0]) / 1e9 / each.steps());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Pace python(SpeedCase each, String python, int threads, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add("benchmarks/train/peer.py");
    command.add(each.name());
    command.add(Integer.toString(threads));
    command.add(Integer.toString(each.warmUp()));
    command.add(Integer.toString(each.steps()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeAll(OWN_SETTINGS);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] numbers = output.trim().split(" ", -1);
    return new Pace(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  private static double median(List<Pace> paces, ToDoubleFunction<Pace> value) {
    double[] sorted = paces.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String described(List<Pace> paces) {
    DoubleSummaryStatistics range =
        paces.stream().mapToDouble(Pace::stepsPerSecond).summaryStatistics();
    return String.format(
        Locale.ROOT,
        "%.2f steps/s (%.2f to %.2f), %.3f processor s",
        median(paces, Pace::stepsPerSecond),
        range.getMin(),
        range.getMax(),
        median(paces, Pace::processorSeconds));
  }
}
