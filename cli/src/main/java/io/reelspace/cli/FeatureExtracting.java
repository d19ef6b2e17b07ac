package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.features.ColorJitter;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat.Precision;
import io.reelspace.train.features.HorizontalFlip;
import io.reelspace.train.features.RandomResizedCrop;
import io.reelspace.train.features.Views;
import io.reelspace.train.run.Extraction;
import io.reelspace.train.run.FrozenEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One extraction of features as a command does it. */
final class FeatureExtracting {

  /** What is asked for, as it was written. */
  record Order(
      Path dataset,
      String format,
      Optional<Path> media,
      List<String> splits,
      Path output,
      Optional<String> space,
      List<String> encoders,
      int views,
      double fps,
      long seed,
      boolean json) {}

  private final Shell shell;
  private final Spaces spaces;

  FeatureExtracting(Shell shell, Spaces spaces) {
    this.shell = shell;
    this.spaces = spaces;
  }

  int run(Order order) throws IOException {
    FeatureExtraction.Settings settings =
        new FeatureExtraction.Settings(
            new Sampler(requireRate(order.fps()), Sampler.DEFAULT.longestSegment()),
            views(order.views(), order.seed()),
            Precision.FLOAT16);
    Dataset dataset = dataset(order);
    List<FrozenEncoder> encoders = encoders(order);
    List<Extraction.Done> done = new ArrayList<>();
    try (TrainingProgress progress = new TrainingProgress(shell)) {
      if (!dataset.missing().isEmpty()) {
        dataset
            .missing()
            .forEach(each -> progress.note("missing: " + each.file() + " (" + each.split() + ")"));
      }
      Extraction extraction =
          new Extraction(
              MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT),
              spaces.inference(),
              order.output(),
              settings,
              progress);
      List<String> texts =
          dataset.examples().stream().flatMap(each -> each.texts().stream()).toList();
      for (FrozenEncoder encoder : encoders) {
        done.add(
            switch (encoder.modality()) {
              case VISUAL -> extraction.frames(dataset, encoder);
              case MOTION -> extraction.clips(dataset, encoder);
              case TEXT -> extraction.texts(texts, encoder);
              case AUDIO -> extraction.sounds(dataset, encoder);
            });
      }
    }
    if (order.json()) {
      write(done, dataset.missing().size());
    } else {
      done.forEach(each -> shell.out().line(sentence(each)));
    }
    boolean whole =
        dataset.missing().isEmpty() && done.stream().allMatch(d -> d.report().skipped().isEmpty());
    return whole ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }

  private static double requireRate(double fps) {
    if (fps > 0 && fps <= 1000) {
      return fps;
    }
    throw new BadInputException("--fps is " + fps + "; it must be above 0 and at most 1000.");
  }

  private static Views views(int count, long seed) {
    if (count < 1 || count > 1000) {
      throw new BadInputException("--views is " + count + "; it must be from 1 to 1000.");
    }
    return count == 1
        ? Views.ORIGINAL
        : new Views(
            count,
            List.of(RandomResizedCrop.DEFAULT, new HorizontalFlip(0.5), ColorJitter.DEFAULT),
            seed);
  }

  private static Dataset dataset(Order order) {
    DatasetReader.Format format;
    try {
      format = DatasetReader.Format.valueOf(order.format().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "--format is '%s'; it must be one of %s."
              .formatted(
                  order.format(),
                  Arrays.stream(DatasetReader.Format.values())
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))),
          e);
    }
    Path annotations = order.dataset().toAbsolutePath().normalize();
    Path media =
        order
            .media()
            .orElse(Files.isDirectory(annotations) ? annotations : annotations.getParent());
    Dataset whole = DatasetReader.of(format, annotations, media).read();
    return order.splits().isEmpty() ? whole : whole.split(order.splits().toArray(String[]::new));
  }

  private List<FrozenEncoder> encoders(Order order) {
    if (!order.encoders().isEmpty()) {
      return order.encoders().stream().map(this::encoder).toList();
    }
    Path folder = spaces.folder(order.space().orElse(BundledSpaces.DEFAULT));
    return SpaceBundle.read(folder).manifest().encoders().stream()
        .map(each ->
            new FrozenEncoder(
                each.id(),
                each.modality(),
                folder.resolve("encoders").resolve(each.id()),
                each.outputs()))
        .toList();
  }

  private FrozenEncoder encoder(String text) {
    int colon = text.lastIndexOf(':');
    String name = colon < 2 ? text : text.substring(0, colon); // C:\ begins a folder
    List<String> outputs = colon < 2 ? List.of() : List.of(text.substring(colon + 1).split("\\+"));
    Path folder = spaces.encoder(name);
    return new FrozenEncoder(folder.getFileName().toString(), modality(folder), folder, outputs);
  }

  private static Modality modality(Path folder) {
    if (Files.exists(folder.resolve("tokenizer.json"))) {
      return Modality.TEXT;
    }
    if (SoundEncoder.isIn(folder)) {
      return Modality.AUDIO;
    }
    return ClipEncoder.isIn(folder) ? Modality.MOTION : Modality.VISUAL;
  }

  private static String sentence(Extraction.Done done) {
    return "%s: %d extracted, %d there already, %d skipped. Features: %s"
        .formatted(
            done.encoder().id(),
            done.report().extracted(),
            done.report().reused(),
            done.report().skipped().size(),
            Printable.of(done.folder().toString()));
  }

  private void write(List<Extraction.Done> all, int missing) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeNumberField("missing", missing);
      object.writeArrayFieldStart("encoders");
      for (Extraction.Done done : all) {
        object.writeStartObject();
        object.writeStringField("id", done.encoder().id());
        object.writeStringField("folder", done.folder().toString());
        object.writeNumberField("extracted", done.report().extracted());
        object.writeNumberField("reused", done.report().reused());
        Training.writeSkipped(object, done.report().skipped());
        object.writeEndObject();
      }
      object.writeEndArray();
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
