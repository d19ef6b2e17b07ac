package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.EmbeddedMedium;
import io.reelspace.space.MediaEmbedding;
import io.reelspace.space.Space;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.dataset.RetrievalTask;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Embeds media and texts of a data set in one space, which it owns. */
final class TaskEmbedder implements AutoCloseable {

  private final Shell shell;
  private final Space space;
  private final MediaEmbedding embedding;

  private TaskEmbedder(Shell shell, Space space, MediaEmbedding embedding) {
    this.shell = shell;
    this.space = space;
    this.embedding = embedding;
  }

  static TaskEmbedder open(Shell shell, Spaces spaces, String nameOrFolder) {
    Space space = spaces.open(nameOrFolder);
    return new TaskEmbedder(shell, space, MediaEmbedding.of(space, reader(spaces)));
  }

  /** What decodes files, as in an index. */
  static MediaReader reader(Spaces spaces) {
    return MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT);
  }

  Space space() {
    return space;
  }

  /**
   * Media in a space.
   *
   * @param vectors one embedding for each medium that could be decoded
   * @param skipped why others could not, by file
   */
  record Media(Map<Medium, float[]> vectors, SequencedMap<Path, String> skipped) {}

  /**
   * Embeds media; those that cannot be are named on stderr and left out.
   *
   * @throws BadInputException when none could be
   */
  Media media(List<Medium> media) {
    MediaEmbedding.Result files;
    try (StepProgress progress = new StepProgress(shell, "media embedded")) {
      files = embedding.files(media.stream().map(Medium::file).toList(), progress);
    }
    SequencedMap<Path, String> skipped = new LinkedHashMap<>(files.unreadable());
    Map<Medium, float[]> vectors = new LinkedHashMap<>();
    for (Medium medium : media) {
      EmbeddedMedium embedded = files.media().get(medium.file());
      if (embedded != null) {
        vector(medium, embedded)
            .ifPresentOrElse(
                found -> vectors.put(medium, found),
                () -> skipped.put(medium.file(), medium.file() + ": ends before the part begins"));
      }
    }
    tell(files, skipped);
    if (vectors.isEmpty()) {
      throw new BadInputException(
          "None of the %d media of the data set could be decoded.".formatted(media.size()));
    }
    return new Media(vectors, skipped);
  }

  private static Optional<float[]> vector(Medium medium, EmbeddedMedium embedded) {
    return medium.part().isEmpty()
        ? Optional.of(embedded.mean())
        : embedded.mean(medium.part().get().start(), medium.part().get().end());
  }

  private void tell(MediaEmbedding.Result files, SequencedMap<Path, String> skipped) {
    files
        .media()
        .forEach((file, embedded) -> {
          for (String warning : embedded.warnings()) {
            shell.say(Printable.of("decoded in part: " + file + ": " + warning));
          }
        });
    skipped.values().forEach(reason -> shell.say(Printable.of("skipped: " + reason)));
  }

  /** Embeds texts, {@code [texts, dimension]}. */
  float[][] texts(List<String> texts) {
    try (StepProgress progress = new StepProgress(shell, "texts embedded")) {
      return embedding.texts(texts, progress);
    }
  }

  /** A task of which all media were embedded. */
  EmbeddedTask of(RetrievalTask task, Media media) {
    return new EmbeddedTask(
        task,
        texts(task.texts()),
        task.media().stream().map(media.vectors()::get).toArray(float[][]::new));
  }

  /**
   * A task in the space.
   *
   * @param task what could be embedded
   * @param skipped why other media could not, by file
   */
  record Embedded(EmbeddedTask task, SequencedMap<Path, String> skipped) {}

  /** Embeds media and texts of a task; see {@link #media}. */
  Embedded embed(RetrievalTask task) {
    Media media = media(task.media());
    RetrievalTask present = task.without(medium -> !media.vectors().containsKey(medium));
    return new Embedded(of(present, media), media.skipped());
  }

  @Override
  public void close() {
    space.close();
  }
}
