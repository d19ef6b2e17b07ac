package io.reelspace.milvus;

import io.reelspace.space.Modality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Embeddings of some segments by chance, the same for all who look at an index that does not
 * change. What other processes write is followed now and then.
 */
final class Sample {

  private static final Duration FRESH = Duration.ofSeconds(30);

  /** Leaves a mean uncertain by a twentieth of the deviation. */
  private static final int MOST = 500;

  /** So many more are asked for, as chance gives a few more or less. */
  private static final double SPARE = 1.5;

  private final Reader reader;
  private final Surplus surplus;
  private final Duration fresh;
  private final Map<Modality, Drawn> samples = new ConcurrentHashMap<>();

  /**
   * What was drawn.
   *
   * @param of how many there were
   * @param counted when they were, by the system's clock of nanoseconds
   */
  private record Drawn(List<float[]> embeddings, long of, long counted) {}

  Sample(Reader reader, Surplus surplus) {
    this(reader, surplus, FRESH);
  }

  /**
   * @param fresh for how long what was counted is believed
   */
  Sample(Reader reader, Surplus surplus, Duration fresh) {
    this.reader = reader;
    this.surplus = surplus;
    this.fresh = fresh;
  }

  void outdated() {
    samples.clear();
  }

  List<float[]> of(Modality modality) {
    return samples
        .compute(modality, (_, before) -> current(modality, Optional.ofNullable(before)))
        .embeddings();
  }

  private Drawn current(Modality modality, Optional<Drawn> before) {
    long now = System.nanoTime();
    if (before.isPresent() && now - before.get().counted() < fresh.toNanos()) {
      return before.get();
    }
    String counts =
        Texts.and(
            Fields.MODALITY + " == " + Texts.quoted(modality.name()),
            Surplus.rest(surplus.unfinished()));
    long all = reader.count(reader.tables().vectors(), counts);
    boolean same = before.isPresent() && before.get().of() == all;
    return new Drawn(same ? before.get().embeddings() : draw(counts, all), all, now);
  }

  private List<float[]> draw(String counts, long all) {
    int wanted = (int) Math.min(MOST, all);
    List<Reader.Row> rows = new ArrayList<>();
    for (double share = SPARE * MOST / Math.max(1, all); rows.size() < wanted; share *= 2) {
      rows.clear();
      String below = Fields.SPREAD + " < " + (long) (Math.min(share, 1) * Long.MAX_VALUE);
      reader.scan(
          reader.tables().vectors(),
          Texts.and(counts, below),
          MOST,
          rows::add,
          Fields.SPREAD,
          Fields.EMBEDDING);
      if (share >= 1) {
        break;
      }
    }
    return rows.stream()
        .sorted(Comparator.comparingLong(row -> row.number(Fields.SPREAD)))
        .limit(wanted)
        .map(row -> row.vector(Fields.EMBEDDING))
        .toList();
  }
}
