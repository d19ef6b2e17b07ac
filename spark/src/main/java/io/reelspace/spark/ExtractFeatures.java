package io.reelspace.spark;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.space.Modality;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.run.FrozenEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scala.Tuple2;

/**
 * Runs the encoders of a space over a data set on a cluster and keeps their features in the folders
 * that {@code reelspace features extract} and {@code reelspace train} use.
 *
 * <p>Annotations and media lie under the same path on all machines. Each task puts its files in
 * place when it ends; what is there and has not changed is left alone by the next job.
 */
@Command(
    name = "reelspace-spark-features",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Extracts the features of a data set on a Spark cluster.",
    footer = {
      "",
      "Example:",
      "  spark-submit --class io.reelspace.spark.ExtractFeatures reelspace-spark.jar \\",
      "      --dataset /mnt/captions.jsonl --media /mnt/videos --output hdfs:///features"
    })
public final class ExtractFeatures implements Callable<Integer> {

  private static final int FAILURES_SHOWN = 100;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "FILE",
      description = "The annotations: a file, or the folder of them.")
  private Path dataset = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Form of the annotations, as in reelspace features extract (default manifest).")
  private String format = "manifest";

  @Option(
      names = "--media",
      paramLabel = "DIR",
      description = "Folder of pictures and videos (default that of the annotations).")
  private Optional<Path> media = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      split = ",",
      description = "Only these splits (default all).")
  private List<String> splits = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the features are kept, in any file system of Hadoop.")
  private String output = "";

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "The space whose encoders are run (default ${DEFAULT-VALUE}).")
  private String space = BundledSpaces.DEFAULT;

  @Option(
      names = "--views",
      paramLabel = "K",
      description = "Views of each picture: as it is, and K - 1 changed at random (default 1).")
  private int views = 1;

  @Option(names = "--seed", paramLabel = "N", description = "Of the random views (default 0).")
  private long seed;

  @Option(
      names = "--fps",
      paramLabel = "X",
      description = "Frames for each second of videos (default ${DEFAULT-VALUE}).")
  private double framesPerSecond = 2;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Folder on each executor for what is unpacked (default one of its own).")
  private String cache = "";

  /** Runs and ends the process: 0 for all done, 3 for some failed, 1 and 2 for nothing done. */
  public static void main(String[] arguments) {
    int code = new CommandLine(new ExtractFeatures()).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    return Failures.codeOf("Reelspace features", this::run);
  }

  /** Extracts what is not there yet. */
  int run(SparkSession spark) {
    return Failures.code(() -> extract(spark));
  }

  private int extract(SparkSession spark) {
    if (views < 1 || views > 1000) {
      throw new BadInputException("--views is " + views + "; it must be from 1 to 1000.");
    }
    EmbeddingSettings settings =
        EmbeddingSettings.of(spark, space, cache, framesPerSecond, Double.POSITIVE_INFINITY);
    Dataset whole = dataset();
    List<Tuple2<String, String>> failures = new ArrayList<>();
    whole
        .missing()
        .forEach(each -> failures.add(new Tuple2<>(each.file(), "there is no such file")));
    List<Tuple2<String, String>> sources = new ArrayList<>();
    for (Medium medium : FeatureExtraction.sources(whole).values()) {
      sources.add(
          new Tuple2<>(
              medium.kind().name(), medium.file().toAbsolutePath().normalize().toString()));
    }
    List<Tuple2<String, String>> texts =
        whole.examples().stream()
            .flatMap(example -> example.texts().stream())
            .distinct()
            .map(text -> new Tuple2<>(FeatureTask.TEXT, text))
            .toList();
    SparkContext context = spark.sparkContext();
    LongAccumulator extracted = context.longAccumulator("features extracted");
    LongAccumulator reused = context.longAccumulator("features there already");
    for (FrozenEncoder encoder : Features.encoders(settings)) {
      boolean ofTexts = encoder.modality() == Modality.TEXT;
      List<Tuple2<String, String>> items = ofTexts ? texts : sources;
      if (items.isEmpty()) {
        continue;
      }
      int tasks = Math.min(items.size(), Tasks.atLeast(spark));
      context.setJobDescription("features by " + encoder.id());
      FeatureFolder folder =
          FeatureFolder.of(output, Features.folderName(settings, views, seed, encoder), spark);
      Map<String, String> known =
          folder.checksums(encoder.modality() == Modality.VISUAL ? views : 1);
      failures.addAll(
          Tasks.dealt(spark, items, tasks, IndexingTask.FAILURES)
              .mapPartitions(
                  new FeatureTask(
                      settings,
                      new FeatureTask.Order(encoder.id(), views, seed),
                      folder,
                      new FeatureTask.Slots(folder.next(), tasks),
                      known,
                      extracted,
                      reused),
                  Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
              .collectAsList());
    }
    return tell(failures, extracted.value(), reused.value());
  }

  private static int tell(List<Tuple2<String, String>> failures, long extracted, long reused) {
    List<String> lines =
        failures.stream().map(each -> each._1() + ": " + each._2()).distinct().toList();
    lines.stream()
        .limit(FAILURES_SHOWN)
        .forEach(line -> System.err.println("reelspace: skipped: " + line));
    if (lines.size() > FAILURES_SHOWN) {
      System.err.println("reelspace: and " + (lines.size() - FAILURES_SHOWN) + " more");
    }
    System.out.println(
        "%d extracted, %d there already, %d skipped".formatted(extracted, reused, lines.size()));
    return lines.isEmpty() ? 0 : extracted + reused > 0 ? 3 : 1;
  }

  private Dataset dataset() {
    DatasetReader.Format form =
        Arrays.stream(DatasetReader.Format.values())
            .filter(each -> each.name().equalsIgnoreCase(format))
            .findFirst()
            .orElseThrow(() ->
                new BadInputException(
                    "--format is '%s'; it must be one of %s."
                        .formatted(
                            format,
                            Arrays.stream(DatasetReader.Format.values())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
    Path annotations = dataset.toAbsolutePath().normalize();
    Path folder =
        media.orElse(Files.isDirectory(annotations) ? annotations : annotations.getParent());
    Dataset whole = DatasetReader.of(form, annotations, folder).read();
    return splits.isEmpty() ? whole : whole.split(splits.toArray(String[]::new));
  }
}
