package io.reelspace.space;

import io.reelspace.error.ReelspaceException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts whole media files and texts into a space, with nothing kept but their embeddings.
 *
 * <p>Files are decoded, divided into segments and sampled exactly as an index does it, several at a
 * time; frames stream through, so memory does not grow with the length of a video.
 *
 * @param space not owned
 * @param media decodes the files
 * @param sampler how they are divided
 * @param threads files or texts at a time, at least 1
 */
public record MediaEmbedding(Space space, MediaReader media, Sampler sampler, int threads) {

  /** Is told how far it has come; called by several threads. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = (done, total) -> {};

    /** So many of all are done. */
    void at(int done, int total);
  }

  /**
   * What became of the files.
   *
   * @param media by file, in the order asked for
   * @param unreadable why a file could not be decoded, by file, in the order asked for
   */
  public record Result(
      SequencedMap<Path, EmbeddedMedium> media, SequencedMap<Path, String> unreadable) {
    /** Shows what it is given as it is. */
    public Result {
      media = Collections.unmodifiableSequencedMap(media);
      unreadable = Collections.unmodifiableSequencedMap(unreadable);
    }
  }

  /** Twice as many files at a time as there are processors: decoders wait for each other. */
  public static MediaEmbedding of(Space space, MediaReader media) {
    return new MediaEmbedding(
        space, media, Sampler.DEFAULT, 2 * Runtime.getRuntime().availableProcessors());
  }

  /** Refuses fewer threads than one. */
  public MediaEmbedding {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /**
   * Embeds files, each once. One that does not decode is left out and named in the result.
   *
   * @throws ReelspaceException when the space fails, or a decoder cannot be started
   */
  public Result files(Collection<Path> files, Progress progress) {
    List<Path> once = List.copyOf(new LinkedHashSet<>(files));
    List<Attempt> attempts = all(once, this::attempt, progress);
    SequencedMap<Path, EmbeddedMedium> embedded = new LinkedHashMap<>();
    SequencedMap<Path, String> unreadable = new LinkedHashMap<>();
    for (int i = 0; i < once.size(); i++) {
      switch (attempts.get(i)) {
        case Embedded(EmbeddedMedium medium) -> embedded.put(once.get(i), medium);
        case Unreadable(String reason) -> unreadable.put(once.get(i), reason);
      }
    }
    return new Result(embedded, unreadable);
  }

  /**
   * Embeds texts; equal ones are computed once.
   *
   * @return {@code [texts, dimension]}
   */
  public float[][] texts(List<String> texts, Progress progress) {
    List<String> once = List.copyOf(new LinkedHashSet<>(texts));
    List<float[]> embeddings = all(once, space::embedText, progress);
    Map<String, float[]> byText = new LinkedHashMap<>();
    for (int i = 0; i < once.size(); i++) {
      byText.put(once.get(i), embeddings.get(i));
    }
    return texts.stream().map(byText::get).toArray(float[][]::new);
  }

  private sealed interface Attempt {}

  private record Embedded(EmbeddedMedium medium) implements Attempt {}

  private record Unreadable(String reason) implements Attempt {}

  private Attempt attempt(Path file) {
    try {
      return new Embedded(embed(file));
    } catch (UnreadableMediaException e) {
      return new Unreadable(e.getMessage());
    }
  }

  private EmbeddedMedium embed(Path file) {
    try (SegmentStream stream = media.segments(file, Excerpt.WHOLE, sampler, space.tracks())) {
      List<EmbeddedMedium.Segment> segments = new ArrayList<>();
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        Segment segment = next.get();
        segments.add(
            new EmbeddedMedium.Segment(segment.start(), segment.end(), space.embed(segment)));
      }
      if (segments.isEmpty()) {
        throw new UnreadableMediaException(file + ": holds no picture");
      }
      return new EmbeddedMedium(segments, stream.warnings());
    }
  }

  @FunctionalInterface
  private interface Work<I, O> {
    O of(I input);
  }

  private <I, O> List<O> all(List<I> inputs, Work<I, O> work, Progress progress) {
    AtomicInteger done = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<O>> futures =
          inputs.stream()
              .map(input ->
                  executor.submit(() -> {
                    O output = work.of(input);
                    progress.at(done.incrementAndGet(), inputs.size());
                    return output;
                  }))
              .toList();
      List<O> outputs = new ArrayList<>(inputs.size());
      for (Future<O> future : futures) {
        outputs.add(future.get());
      }
      return outputs;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("embedding failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }
}
