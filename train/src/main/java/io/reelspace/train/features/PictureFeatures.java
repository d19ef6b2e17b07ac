package io.reelspace.train.features;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.dataset.Medium;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that are decoded, changed at random and prepared for a network whenever they are read:
 * nothing is kept, so a recipe may ask for a thousand views of each. One step a row.
 */
public final class PictureFeatures implements FeatureTable {

  private final List<Medium> pictures;
  private final ImageEncoder encoder;
  private final MediaReader media;
  private final FeatureExtraction.Settings settings;

  /**
   * The pictures of a data set.
   *
   * @param encoder prepares pictures; its owner closes it
   * @throws BadInputException when the data set has a video: its frames would be decoded anew at
   *     every step
   */
  public PictureFeatures(
      Dataset dataset,
      ImageEncoder encoder,
      MediaReader media,
      FeatureExtraction.Settings settings) {
    this.pictures = dataset.examples().stream().map(Example::medium).toList();
    this.encoder = encoder;
    this.media = media;
    this.settings = settings;
    pictures.stream()
        .filter(medium -> medium.kind() == Medium.Kind.VIDEO)
        .findFirst()
        .ifPresent(video -> {
          throw new BadInputException(
              video.file()
                  + " is a video. An encoder that is trained from its first layer on takes"
                  + " pictures only; begin with a later layer (fine-tuning.encoders.layers), or"
                  + " leave videos out.");
        });
  }

  @Override
  public int rows() {
    return pictures.size();
  }

  @Override
  public int channels() {
    return encoder.channels();
  }

  @Override
  public int steps(int row) {
    return 1;
  }

  @Override
  public int views(int row) {
    return settings.views().count();
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    Medium medium = pictures.get(row);
    RgbImage image = StillImage.read(medium.file()).orElseGet(() -> decoded(medium));
    RgbImage changed = settings.views().view(image, FeatureExtraction.sourceId(medium), view);
    float[] values = encoder.encode(List.of(changed))[0];
    System.arraycopy(values, 0, target, offset, values.length);
  }

  private RgbImage decoded(Medium medium) {
    try (SegmentStream segments =
        media.segments(medium.file(), settings.sampler(), encoder.inputSize())) {
      Optional<Segment> first = segments.next();
      return first
          .map(segment -> segment.frames().getFirst().image())
          .orElseThrow(() -> new UnreadableMediaException(medium.file() + " holds no picture."));
    }
  }
}
