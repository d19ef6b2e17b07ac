package io.reelspace.space;

import io.reelspace.encode.FloatNetwork;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  private final SoundFormat format;
  private final List<Lazy<SoundEncoder>> encoders;
  private final Optional<Lazy<FloatNetwork>> tower;
  private final Finish finish;

  private SoundEmbedding(
      SoundFormat format,
      List<Lazy<SoundEncoder>> encoders,
      Optional<Lazy<FloatNetwork>> tower,
      Finish finish) {
    this.format = format;
    this.encoders = encoders;
    this.tower = tower;
    this.finish = finish;
  }

  /**
   * That of a bundle; empty where it has no encoder of sounds.
   *
   * @throws MissingModelException when its encoders take sounds of different formats
   */
  static Optional<SoundEmbedding> of(SpaceBundle bundle, Inference inference) {
    List<SpaceManifest.Encoder> encoders =
        bundle.manifest().encoders().stream().filter(e -> e.modality() == Modality.AUDIO).toList();
    if (encoders.isEmpty()) {
      return Optional.empty();
    }
    Set<SoundFormat> formats =
        encoders.stream()
            .map(e -> SoundEncoder.format(bundle.folder().resolve(e.path(""))))
            .collect(Collectors.toSet());
    if (formats.size() > 1) {
      throw new MissingModelException(
          "The space "
              + bundle.folder()
              + " has encoders that take sound of different rates or windows: "
              + formats
              + ". Give all the same in their preprocessor_config.json.");
    }
    return Optional.of(
        new SoundEmbedding(
            formats.iterator().next(),
            encoders.stream()
                .map(e ->
                    new Lazy<>(() ->
                        SoundEncoder.open(
                            e.id(), bundle.folder().resolve(e.path("")), e.outputs(), inference)))
                .toList(),
            Optional.ofNullable(bundle.manifest().towers().get(Modality.AUDIO))
                .map(path ->
                    new Lazy<>(() -> FloatNetwork.open(bundle.folder().resolve(path), inference))),
            Finish.read(bundle, Modality.AUDIO)));
  }

  SoundFormat format() {
    return format;
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
    float[][] features =
        BundleSpace.join(encoders.stream().map(e -> e.get().encode(loud)).toList());
    List<Optional<float[]>> found = tower.isEmpty() ? plain(features) : throughTower(features);
    for (int i = 0; i < found.size(); i++) {
      embeddings.set(heard.get(i), found.get(i));
    }
    return embeddings;
  }

  private List<Optional<float[]>> plain(float[][] features) {
    return Arrays.stream(features).map(row -> Optional.of(finish.apply(row))).toList();
  }

  private List<Optional<float[]>> throughTower(float[][] features) {
    FloatNetwork network = tower.orElseThrow().get();
    boolean doubts = network.has(KNOWN);
    List<String> outputs =
        doubts ? List.of(network.firstOutput(), KNOWN) : List.of(network.firstOutput());
    int rows = features.length;
    List<float[]> results =
        network.run(outputs, BundleSpace.flat(features), rows, 1, features[0].length);
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
    encoders.forEach(Lazy::close);
    tower.ifPresent(Lazy::close);
  }
}
