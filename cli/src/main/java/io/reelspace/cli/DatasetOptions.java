package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.space.SpaceManifest;
import io.reelspace.space.TrainingSplit;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetFormats;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.dataset.DatasetReader.Format;
import io.reelspace.train.dataset.MsrVttReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import picocli.CommandLine.Option;

/** Which data set a command works on. */
final class DatasetOptions {

  @Option(
      names = "--dataset",
      paramLabel = "FILE",
      required = true,
      description =
          "Captions or annotations: a manifest of JSON lines, Flickr-style captions, or the"
              + " published files of MSR-VTT, MSVD and others (for these two their folder).")
  private Path annotations = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "Form of the annotations, where it is not recognised: manifest, flickr, msrvtt, msvd,"
              + " howto100m, activitynet, didemo, qvhighlights.")
  private Optional<Format> format = Optional.empty();

  @Option(
      names = "--media",
      paramLabel = "DIR",
      description = "Folder of the videos or images (default that of the annotations).")
  private Optional<Path> media = Optional.empty();

  /** The data set's name in cards: its file under its folder, {@code flickr8k/captions.jsonl}. */
  String name() {
    Path file = annotations.toAbsolutePath().normalize();
    int names = file.getNameCount();
    return file.subpath(Math.max(0, names - 2), names).toString();
  }

  /** Whether the data set names classes in place of captions. */
  boolean holdsLabels() {
    return form() == Format.MANIFEST && DatasetFormats.holdsLabels(annotations);
  }

  /**
   * One split of the data set.
   *
   * @param name the split; may be left out where the data set has no more than one
   * @throws BadInputException when there is no such split, or none of its files is there
   */
  Split split(Optional<String> name) {
    Dataset whole = read(name);
    List<String> splits = List.copyOf(whole.splits());
    if (splits.isEmpty()) {
      throw new BadInputException(annotations + " holds no example.");
    }
    if (name.isEmpty() && splits.size() > 1) {
      throw new BadInputException(
          annotations
              + " has several splits; choose one with --split: "
              + String.join(", ", splits)
              + ".");
    }
    String chosen = name.orElseGet(splits::getFirst);
    Dataset examples = whole.split(chosen);
    if (examples.examples().isEmpty()) {
      examples.requireComplete();
    }
    return new Split(whole, chosen, examples);
  }

  /**
   * The split that is measured on where none is named: of those that are usual for it the first
   * that is there, else the only one beside what was fitted on.
   *
   * @throws BadInputException when several may be meant, or none is left
   */
  String heldOutSplit(String fitted) {
    SortedSet<String> all = read(Optional.empty()).splits();
    for (String usual : List.of("val", "validation", "dev", "test")) {
      if (all.contains(usual) && !usual.equals(fitted)) {
        return usual;
      }
    }
    List<String> others = all.stream().filter(split -> !split.equals(fitted)).toList();
    if (others.size() == 1) {
      return others.getFirst();
    }
    throw new BadInputException(
        others.isEmpty()
            ? annotations + " has no split beside " + fitted + " to measure on."
            : annotations
                + " has several splits to measure on; choose one with --split: "
                + String.join(", ", others)
                + ".");
  }

  /** Says so when a space was trained on what it is about to be measured on. */
  void warnOfTraining(SpaceManifest manifest, String split, Shell shell) {
    if (TrainingSplit.of(manifest).stream().anyMatch(each -> each.isOf(name(), split))) {
      shell.say(
          "the space "
              + manifest.name()
              + " was trained or fitted on split "
              + split
              + " of "
              + Printable.of(name())
              + ": numbers on it say nothing of what the space has not seen");
    }
  }

  /**
   * A split and the data set that it is of.
   *
   * @param whole all splits
   * @param name of the split
   * @param examples those of the split
   */
  record Split(Dataset whole, String name, Dataset examples) {}

  private Dataset read(Optional<String> split) {
    Format form = form();
    if (form == Format.MSRVTT && split.isPresent()) {
      return new MsrVttReader(annotations, folder(), split.get()).read();
    }
    return DatasetReader.of(form, annotations, folder()).read();
  }

  private Format form() {
    return format.orElseGet(() -> DatasetFormats.detect(annotations));
  }

  private Path folder() {
    return media.orElseGet(() ->
        Files.isDirectory(annotations)
            ? annotations
            : annotations.toAbsolutePath().normalize().getParent());
  }
}
