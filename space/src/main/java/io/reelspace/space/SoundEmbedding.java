package io.reelspace.space;

import io.reelspace.encode.FloatNetwork;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A space's way from windows of sound to embeddings: encoders, tower and last steps.
 *
 * <p>A tower takes {@code [windows, 1, channels]} and gives {@code [windows, values]}. It may have
 * a second output {@value #KNOWN}, {@code [windows]}: how sure it is that a window holds something
 * that it knows. Below one half a window has no embedding: a network that learned ten kinds of
 * sound is asked about every sound there is.
 */
final class SoundEmbedding implements AutoCloseable {

  private static final String KNOWN = "known";
  private static final float SURE = 0.5f;

  private final SoundFeatures features;
  private final Optional<Lazy<FloatNetwork>> tower;
  private final Finish finish;

  private SoundEmbedding(
      SoundFeatures features, Optional<Lazy<FloatNetwork>> tower, Finish finish) {
    this.features = features;
    this.tower = tower;
    this.finish = finish;
  }

  /**
   * That of a bundle.
   *
   * @param features owned from here on
   */
  static SoundEmbedding of(SpaceBundle bundle, SoundFeatures features, Inference inference) {
    return new SoundEmbedding(
        features,
        Optional.ofNullable(bundle.manifest().towers().get(Modality.AUDIO))
            .map(path ->
                new Lazy<>(() -> FloatNetwork.open(bundle.folder().resolve(path), inference))),
        Finish.read(bundle, Modality.AUDIO));
  }

  SoundFormat format() {
    return features.format();
  }

  /** One for each window. */
  List<Optional<float[]>> embed(List<SoundWindow> windows) {
    List<Optional<float[]>> embeddings =
        new ArrayList<>(Collections.nCopies(windows.size(), Optional.empty()));
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (!windows.get(i).isSilent()) {
        heard.add(i);
      }
    }
    if (heard.isEmpty()) {
      return embeddings;
    }
    List<SoundWindow> loud = heard.stream().map(windows::get).toList();
    float[][] rows = features.of(loud);
    List<Optional<float[]>> found = tower.isEmpty() ? plain(rows) : throughTower(rows);
    for (int i = 0; i < found.size(); i++) {
      embeddings.set(heard.get(i), found.get(i));
    }
    return embeddings;
  }

  private List<Optional<float[]>> plain(float[][] rows) {
    return Arrays.stream(rows).map(row -> Optional.of(finish.apply(row))).toList();
  }

  private List<Optional<float[]>> throughTower(float[][] heard) {
    FloatNetwork network = tower.orElseThrow().get();
    boolean doubts = network.has(KNOWN);
    List<String> outputs =
        doubts ? List.of(network.firstOutput(), KNOWN) : List.of(network.firstOutput());
    int rows = heard.length;
    List<float[]> results = network.run(outputs, BundleSpace.flat(heard), rows, 1, heard[0].length);
    float[] values = results.getFirst();
    int width = values.length / rows;
    List<Optional<float[]>> embeddings = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean known = !doubts || results.get(1)[i] >= SURE;
      embeddings.add(
          known
              ? Optional.of(finish.apply(Arrays.copyOfRange(values, i * width, (i + 1) * width)))
              : Optional.empty());
    }
    return embeddings;
  }

  @Override
  public void close() {
    features.close();
    tower.ifPresent(Lazy::close);
  }
}
