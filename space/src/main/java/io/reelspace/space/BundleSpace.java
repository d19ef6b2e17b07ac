package io.reelspace.space;

import io.reelspace.encode.FloatNetwork;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipTrack;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import io.reelspace.media.Tracks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A space that runs the networks of a bundle, each opened when first needed. */
final class BundleSpace implements Space {
  private final SpaceBundle bundle;
  private final String fingerprint;
  private final List<Lazy<ImageEncoder>> imageEncoders;
  private final List<Lazy<TextEncoder>> textEncoders;
  private final Optional<VideoTower> visualTower;
  private final Optional<MotionFeatures> motion;
  private final Optional<Lazy<FloatNetwork>> textTower;
  private final Finish visualFinish;
  private final Finish textFinish;
  private final Optional<SoundEmbedding> sounds;
  private final Optional<SoundFeatures> joinedSounds;

  BundleSpace(SpaceBundle bundle, Inference inference) {
    this.bundle = bundle;
    this.fingerprint = SpaceBundle.fingerprint(bundle.manifest());
    this.imageEncoders =
        encoders(Modality.VISUAL)
            .map(e ->
                new Lazy<>(() ->
                    ImageEncoder.open(
                        e.id(), bundle.folder().resolve(e.path("")), e.outputs(), inference)))
            .toList();
    this.textEncoders =
        encoders(Modality.TEXT)
            .map(e ->
                new Lazy<>(
                    () -> TextEncoder.open(e.id(), bundle.folder().resolve(e.path("")), inference)))
            .toList();
    this.motion = MotionFeatures.of(bundle, inference);
    Optional<SoundFeatures> heard = SoundFeatures.of(bundle, inference);
    boolean joined = bundle.manifest().joinsSound();
    this.joinedSounds = heard.filter(_ -> joined);
    this.sounds =
        heard.filter(_ -> !joined).map(each -> SoundEmbedding.of(bundle, each, inference));
    this.visualTower = videoTower(inference);
    this.textTower = tower(Modality.TEXT, inference);
    this.visualFinish = Finish.read(bundle, Modality.VISUAL);
    this.textFinish = Finish.read(bundle, Modality.TEXT);
  }

  private java.util.stream.Stream<SpaceManifest.Encoder> encoders(Modality modality) {
    return bundle.manifest().encoders().stream().filter(e -> e.modality() == modality);
  }

  private Optional<VideoTower> videoTower(Inference inference) {
    Optional<Path> file =
        Optional.ofNullable(bundle.manifest().towers().get(Modality.VISUAL))
            .map(bundle.folder()::resolve);
    if (motion.isPresent() && file.isEmpty()) {
      throw new MissingModelException(
          "The space "
              + bundle.folder()
              + " has clip encoders and no visual tower that joins them with frames.");
    }
    return file.map(
        path -> VideoTower.joining(path, motion.isPresent(), joinedSounds.isPresent(), inference));
  }

  private Optional<Lazy<FloatNetwork>> tower(Modality modality, Inference inference) {
    return Optional.ofNullable(bundle.manifest().towers().get(modality))
        .map(path -> new Lazy<>(() -> FloatNetwork.open(bundle.folder().resolve(path), inference)));
  }

  @Override
  public String card() {
    Path card = bundle.folder().resolve("README.md");
    try {
      return Files.exists(card) ? Files.readString(card) : "";
    } catch (IOException e) {
      throw new StorageException("the card " + card + " cannot be read (" + e + ")", e);
    }
  }

  @Override
  public String name() {
    return bundle.manifest().name();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Optional<ScoreCalibration> scores() {
    return bundle.manifest().scores();
  }

  @Override
  public int dimension() {
    return bundle.manifest().dimension();
  }

  /** The largest size that one of the encoders takes; the others reduce it. */
  @Override
  public ImageSize frameSize() {
    return encoders(Modality.VISUAL)
        .map(e -> ImageEncoder.inputSize(bundle.folder().resolve(e.path(""))))
        .reduce((a, b) ->
            new ImageSize(Math.max(a.width(), b.width()), Math.max(a.height(), b.height())))
        .orElseThrow();
  }

  /** That of its encoders where they agree; else whole pictures, which each brings to its size. */
  @Override
  public Framing framing() {
    List<Framing> all =
        encoders(Modality.VISUAL)
            .map(e -> ImageEncoder.framing(bundle.folder().resolve(e.path(""))))
            .distinct()
            .toList();
    if (all.size() == 1) {
      return all.getFirst();
    }
    ImageSize size = frameSize();
    return all.stream().allMatch(Framing.Stretched.class::isInstance)
        ? new Framing.Stretched(size)
        : new Framing.Whole(Math.max(size.width(), size.height()));
  }

  @Override
  public float[][] frameFeatures(List<Frame> frames) {
    List<RgbImage> pictures = frames.stream().map(Frame::image).toList();
    return join(imageEncoders.stream().map(e -> e.get().encode(pictures)).toList());
  }

  /** Rows side by side. */
  static float[][] join(List<float[][]> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    float[][] rows = new float[parts.getFirst().length][];
    for (int r = 0; r < rows.length; r++) {
      int channels = 0;
      for (float[][] part : parts) {
        channels += part[r].length;
      }
      rows[r] = new float[channels];
      int column = 0;
      for (float[][] part : parts) {
        System.arraycopy(part[r], 0, rows[r], column, part[r].length);
        column += part[r].length;
      }
    }
    return rows;
  }

  @Override
  public Optional<ClipTrack> clips() {
    return motion.map(MotionFeatures::track);
  }

  @Override
  public float[][] clipFeatures(List<Clip> clips) {
    return motion.isEmpty() ? Space.super.clipFeatures(clips) : motion.get().of(clips);
  }

  @Override
  public Tracks tracks() {
    return new Tracks(framing(), clips(), joinedSounds.map(SoundFeatures::format));
  }

  @Override
  public float[][] soundFeatures(List<SoundWindow> windows) {
    return joinedSounds.isEmpty()
        ? Space.super.soundFeatures(windows)
        : joinedSounds.get().of(windows);
  }

  @Override
  public float[] embedFrames(float[][] features) {
    return embedSegment(SegmentFeatures.ofFrames(features));
  }

  @Override
  public float[] embedSegment(SegmentFeatures segment) {
    return visualFinish.apply(
        visualTower.isEmpty()
            ? meanOfUnits(segment.frames())
            : visualTower.get().run(List.of(segment)));
  }

  @Override
  public float[][] embedEachFrame(float[][] features) {
    return features.length == 0 ? features : embedEachFrame(SegmentFeatures.ofFrames(features));
  }

  @Override
  public float[][] embedEachFrame(SegmentFeatures segment) {
    float[][] frames = segment.frames();
    if (visualTower.isEmpty()) {
      return Space.super.embedEachFrame(frames);
    }
    List<SegmentFeatures> each = new ArrayList<>(frames.length);
    for (int t = 0; t < frames.length; t++) {
      float[][] own = {frames[t]};
      each.add(new SegmentFeatures(own, around(segment.clips(), t), around(segment.sounds(), t)));
    }
    float[] rows = visualTower.get().run(each);
    int width = rows.length / frames.length;
    float[][] embeddings = new float[frames.length][];
    for (int t = 0; t < embeddings.length; t++) {
      embeddings[t] = visualFinish.apply(Arrays.copyOfRange(rows, t * width, (t + 1) * width));
    }
    return embeddings;
  }

  private static float[][] around(float[][] rows, int frame) {
    return rows.length == 0 || rows[frame].length == 0
        ? SegmentFeatures.NONE
        : new float[][] {rows[frame]};
  }

  /** Rows one after another. */
  static float[] flat(float[][] rows) {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * columns, columns);
    }
    return values;
  }

  private float[] meanOfUnits(float[][] features) {
    float[] mean = new float[features[0].length];
    for (float[] row : features) {
      float[] unit = visualFinish.unit(row);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += unit[c] / features.length;
      }
    }
    return mean;
  }

  @Override
  public Set<Modality> modalities() {
    return bundle.manifest().modalities();
  }

  @Override
  public Optional<SoundFormat> sound() {
    return sounds.map(SoundEmbedding::format);
  }

  @Override
  public List<Optional<float[]>> embedSounds(List<SoundWindow> windows) {
    return sounds.isEmpty() ? Space.super.embedSounds(windows) : sounds.get().embed(windows);
  }

  @Override
  public float[] embedText(String text) {
    if (text.isBlank()) {
      throw new BadInputException("The query is empty. Describe what to look for.");
    }
    List<String> texts = List.of(text);
    // In parallel for the first time, when each loads its network.
    float[] features =
        join(textEncoders.parallelStream().map(e -> e.get().encode(texts)).toList())[0];
    return textFinish.apply(
        textTower.map(tower -> tower.get().run(features, 1, features.length)).orElse(features));
  }

  @Override
  public int unreadTokens(String text) {
    return textEncoders.stream().mapToInt(e -> e.get().unread(text)).max().orElse(0);
  }

  @Override
  public void close() {
    imageEncoders.forEach(Lazy::close);
    textEncoders.forEach(Lazy::close);
    visualTower.ifPresent(VideoTower::close);
    motion.ifPresent(MotionFeatures::close);
    textTower.ifPresent(Lazy::close);
    sounds.ifPresent(SoundEmbedding::close);
    joinedSounds.ifPresent(SoundFeatures::close);
  }
}
