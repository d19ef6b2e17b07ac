package io.reelspace.spark;

import io.reelspace.train.dataset.Caption;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.run.Extraction;
import io.reelspace.train.run.FrozenEncoder;
import io.reelspace.train.run.RunListener;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Extracts the features of some sources by one encoder, into a folder of the task, whose files are
 * then put among those of all. What comes out are the files that were skipped, and why.
 */
final class FeatureTask
    implements MapPartitionsFunction<Tuple2<String, String>, Tuple2<String, String>> {

  /** The kind of a source that is a text; others are those of media. */
  static final String TEXT = "TEXT";

  /**
   * What is extracted.
   *
   * @param encoder its id
   * @param views of each picture
   * @param seed of the views
   */
  record Order(String encoder, int views, long seed) implements Serializable {}

  /**
   * The numbers of the files that tasks write, none of which two tasks share.
   *
   * @param first that is free
   * @param tasks how many there are
   */
  record Slots(int first, int tasks) implements Serializable {
    int of(int task, int file) {
      return first + task + file * tasks;
    }
  }

  private final EmbeddingSettings settings;
  private final Order order;
  private final FeatureFolder folder;
  private final Slots slots;
  private final HashMap<String, String> known;
  private final LongAccumulator extracted;
  private final LongAccumulator reused;

  /**
   * @param known the content of sources that are there already, by their ids
   */
  FeatureTask(
      EmbeddingSettings settings,
      Order order,
      FeatureFolder folder,
      Slots slots,
      Map<String, String> known,
      LongAccumulator extracted,
      LongAccumulator reused) {
    this.settings = settings;
    this.order = order;
    this.folder = folder;
    this.slots = slots;
    this.known = new HashMap<>(known);
    this.extracted = extracted;
    this.reused = reused;
  }

  @Override
  public Iterator<Tuple2<String, String>> call(Iterator<Tuple2<String, String>> sources)
      throws IOException {
    List<Tuple2<String, String>> skipped = new ArrayList<>();
    Path own = Files.createTempDirectory("reelspace-features-");
    try {
      RunListener listener =
          new RunListener() {
            @Override
            public void skipped(Path file, String reason) {
              skipped.add(new Tuple2<>(file.toString(), reason));
            }
          };
      Extraction extraction = Features.into(own, settings, order.views(), order.seed(), listener);
      FrozenEncoder encoder =
          Features.encoders(settings).stream()
              .filter(each -> each.id().equals(order.encoder()))
              .findFirst()
              .orElseThrow();
      Optional<Extraction.Done> done = extract(extraction, encoder, sources);
      if (done.isPresent()) {
        extracted.add(done.get().report().extracted());
        put(done.get().folder());
      }
    } finally {
      TaskVideos.delete(own);
    }
    return skipped.iterator();
  }

  private Optional<Extraction.Done> extract(
      Extraction extraction, FrozenEncoder encoder, Iterator<Tuple2<String, String>> sources) {
    List<String> texts = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    while (sources.hasNext()) {
      Tuple2<String, String> source = sources.next();
      if (source._1().equals(TEXT)) {
        texts.add(source._2());
      } else {
        Medium medium =
            new Medium(Medium.Kind.valueOf(source._1()), Path.of(source._2()), Optional.empty());
        examples.add(
            new Example(source._2(), medium, List.of(Caption.of("-")), List.of(), "train"));
      }
    }
    int all = texts.size() + examples.size();
    texts.removeIf(known::containsKey);
    examples.removeIf(this::isThere);
    reused.add(all - texts.size() - examples.size());
    if (texts.isEmpty() && examples.isEmpty()) {
      return Optional.empty();
    }
    Dataset dataset = new Dataset("task", examples, List.of());
    return Optional.of(
        switch (encoder.modality()) {
          case VISUAL -> extraction.frames(dataset, encoder);
          case MOTION -> extraction.clips(dataset, encoder);
          case AUDIO -> extraction.sounds(dataset, encoder);
          case TEXT -> extraction.texts(texts, encoder);
        });
  }

  private boolean isThere(Example example) {
    String checksum = known.get(FeatureExtraction.sourceId(example.medium()));
    return checksum != null
        && Files.isReadable(example.medium().file())
        && checksum.equals(FileHashes.sha256(example.medium().file()));
  }

  private void put(Path written) throws IOException {
    TaskContext context = TaskContext.get();
    List<Path> files;
    try (Stream<Path> all = Files.list(written)) {
      files = all.filter(file -> file.toString().endsWith(".arrow")).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      folder.put(files.get(i), slots.of(context.partitionId(), i), context.taskAttemptId());
    }
  }
}
