package io.reelspace.benchmarks.train;

import ai.onnxruntime.OrtException;
import io.reelspace.train.RecipeFile;
import io.reelspace.train.RunFolder;
import io.reelspace.train.Trainer;
import io.reelspace.train.TrainingListener;
import io.reelspace.train.TrainingResult;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What towers over time are good for, on videos joined from photos of Flickr8k in known order.
 *
 * <pre>benchmarks/run train.TemporalTowers FLICKR WORK SEEDS [held] [TOWER...]</pre>
 *
 * <p>Learns from the split {@code train} and measures on {@code dev}; with {@code held} it learns
 * from all but the last 1,000 photos of {@code train} and measures on those, for choosing settings.
 * Features and runs stay in the work folder: what is there is not made again. Named towers alone
 * are trained, otherwise all.
 */
public final class TemporalTowers {

  private static final int HELD = 1000;
  private static final String HELD_OUT = "held";
  private static final String DEVELOPMENT = "dev";

  private TemporalTowers() {}

  /** A question, the towers that answer it, and how long each is trained. */
  private record Task(
      String name,
      List<String> towers,
      int epochs,
      PairedFeatures training,
      PairedFeatures test,
      Measure measure) {}

  /** Scores of the embeddings of texts and videos. */
  @FunctionalInterface
  private interface Measure {
    Map<String, Double> of(float[][] texts, float[][] videos);
  }

  /** Trains and measures; prints a table for each question. */
  public static void main(String[] arguments) throws Exception {
    Path flickr = Path.of(arguments[0]);
    Path work = Path.of(arguments[1]);
    int seeds = Integer.parseInt(arguments[2]);
    List<String> options = Arrays.asList(arguments).subList(3, arguments.length);
    boolean held = options.contains(HELD_OUT);
    List<String> wanted = options.stream().filter(option -> !option.equals(HELD_OUT)).toList();
    PyTorchSettings.use(Runtime.getRuntime().availableProcessors());
    Photos all = Photos.of(flickr, "train", work);
    int kept = all.count() - HELD;
    Photos learned = held ? all.where(photo -> photo < kept) : all;
    Photos asked = held ? all.where(photo -> photo >= kept) : Photos.of(flickr, DEVELOPMENT, work);
    ChannelScaling scaling = ChannelScaling.of(learned.images());
    Photos training = learned.scaled(scaling);
    Photos test = asked.scaled(scaling);
    Path runs = work.resolve(held ? "runs-held" : "runs");
    for (Task task : List.of(order(training, test), relevance(training, test))) {
      System.out.printf(
          Locale.ROOT,
          "%n%s: %d training videos, %d test videos, %d queries, %d epochs%n",
          task.name(),
          task.training().videoCount(),
          task.test().videoCount(),
          task.test().captionCount(),
          task.epochs());
      for (String tower : task.towers()) {
        if (wanted.isEmpty() || wanted.contains(tower)) {
          measure(task, tower, seeds, runs);
        }
      }
    }
  }

  private static Task order(Photos training, Photos test) {
    return new Task(
        "order",
        List.of("mean", "max", "lstm", "gru", "transformer"),
        30,
        OrderTask.of(training, 1, 2, 1),
        OrderTask.of(test, 1, 1, 2),
        OrderTask::measure);
  }

  private static Task relevance(Photos training, Photos test) {
    PairedFeatures asked = RelevanceTask.of(test, 1, 2);
    return new Task(
        "relevance",
        List.of("mean", "max", "attention", "transformer-attention", "net-vlad"),
        60,
        RelevanceTask.of(training, 16, 1),
        asked,
        (texts, videos) -> RelevanceTask.measure(texts, videos, asked.owners()));
  }

  private static void measure(Task task, String tower, int seeds, Path runs) throws OrtException {
    Map<String, List<Double>> scores = new TreeMap<>();
    long start = System.nanoTime();
    for (int seed = 1; seed <= seeds; seed++) {
      TrainingResult result = train(task, tower, seed, runs);
      float[][] videos =
          ExportedNetwork.embed(
              result.networks().get("video"), "frames", task.test().videos().get("frames"));
      float[][] texts =
          ExportedNetwork.embed(
              result.networks().get("text"), "sentences", task.test().texts().get("sentences"));
      task.measure()
          .of(texts, videos)
          .forEach(
              (name, value) -> scores.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    }
    StringBuilder line = new StringBuilder("| " + tower + " |");
    scores.forEach((name, values) -> line.append(" ").append(described(name, values)).append(" |"));
    System.out.printf(
        Locale.ROOT, "%s %.0f s a run%n", line, (System.nanoTime() - start) / 1e9 / seeds);
  }

  private static TrainingResult train(Task task, String tower, int seed, Path runs) {
    String yaml =
        Resources.text("temporal/" + task.name() + ".yaml")
            .replace("STAGES\n", Resources.text("temporal/" + tower + ".yaml"))
            .replace("SEED", Integer.toString(seed))
            .replace("EPOCHS", Integer.toString(task.epochs()));
    String name = task.name() + "-" + tower + "-" + seed;
    return new Trainer(
            RecipeFile.parse(name, yaml),
            task.training(),
            Optional.empty(),
            Vocabulary.NONE,
            RunFolder.open(runs.resolve(name), yaml),
            TrainingListener.SILENT)
        .run();
  }

  /** The median and the range. */
  private static String described(String name, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%s %.1f (%.1f to %.1f)",
        name,
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast());
  }
}
