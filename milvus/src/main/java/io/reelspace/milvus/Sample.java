package io.reelspace.milvus;

import io.reelspace.space.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Embeddings of some segments by chance, always the same while the index does not change. */
final class Sample {

  /** Leaves a mean uncertain by a twentieth of the deviation. */
  private static final int MOST = 500;

  /** So many more are asked for, as chance gives a few more or less. */
  private static final double SPARE = 1.5;

  private final Reader reader;
  private final Surplus surplus;
  private final Map<Modality, List<float[]>> samples = new ConcurrentHashMap<>();

  Sample(Reader reader, Surplus surplus) {
    this.reader = reader;
    this.surplus = surplus;
  }

  void outdated() {
    samples.clear();
  }

  List<float[]> of(Modality modality) {
    return samples.computeIfAbsent(modality, this::draw);
  }

  private List<float[]> draw(Modality modality) {
    String counts =
        Texts.and(
            Fields.MODALITY + " == " + Texts.quoted(modality.name()),
            Surplus.rest(surplus.unfinished()));
    long all = reader.count(reader.tables().vectors(), counts);
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
