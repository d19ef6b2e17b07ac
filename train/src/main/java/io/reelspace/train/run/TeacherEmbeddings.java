package io.reelspace.train.run;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Space;
import io.reelspace.train.Teacher;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat.Precision;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Views;
import io.reelspace.train.loss.Distillation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The embeddings of a space that teaches, kept like the features of an encoder: each picture and
 * caption goes through the space once, however many students it has. Owns the files' mappings.
 */
final class TeacherEmbeddings implements AutoCloseable {

  private static final String NAME = "teacher";

  private final Teacher.Choice choice;
  private final RunFeatures stored;

  /** Embeds what is not there yet. */
  TeacherEmbeddings(Teacher.Choice choice, Path bundle, Dataset examples, Extraction extraction) {
    this.choice = choice;
    try (Space space = Space.open(bundle, extraction.inference())) {
      Path folder =
          extraction
              .folder()
              .resolve(NAME + "-" + space.name() + "-" + space.fingerprint().substring(0, 12));
      FeatureExtraction.Settings settings = extraction.settings();
      FeatureExtraction.frames(
          examples,
          new Pictures(space),
          space.fingerprint(),
          extraction.media(),
          folder.resolve("pictures"),
          new FeatureExtraction.Settings(settings.sampler(), Views.ORIGINAL, Precision.FLOAT16),
          (done, total) -> extraction.listener().progress("pictures by the teacher", done, total));
      FeatureExtraction.texts(
          examples,
          new Texts(space),
          space.fingerprint(),
          folder.resolve("texts"),
          Precision.FLOAT16,
          (done, total) -> extraction.listener().progress("texts by the teacher", done, total));
      this.stored =
          new RunFeatures(
              Map.of(NAME, folder.resolve("pictures")), Map.of(NAME, folder.resolve("texts")));
    }
  }

  /** What the space makes of examples. */
  Teacher of(Dataset dataset) {
    PairedFeatures paired = stored.paired(dataset);
    return new Teacher(
        new WholeRows(paired.videos().get(NAME)),
        paired.texts().get(NAME),
        new Distillation(choice.temperature()),
        choice.weight());
  }

  /** A video as one row: the mean over its frames, of length one, as a space without order has. */
  private record WholeRows(FeatureTable frames) implements FeatureTable {
    @Override
    public int rows() {
      return frames.rows();
    }

    @Override
    public int channels() {
      return frames.channels();
    }

    @Override
    public int steps(int row) {
      return 1;
    }

    @Override
    public void read(int row, int view, int step, float[] target, int offset) {
      float[] frame = new float[channels()];
      for (int t = 0; t < frames.steps(row); t++) {
        frames.read(row, 0, t, frame, 0);
        for (int c = 0; c < frame.length; c++) {
          target[offset + c] = (t == 0 ? 0 : target[offset + c]) + frame[c];
        }
      }
      double squares = 0;
      for (int c = 0; c < frame.length; c++) {
        squares += (double) target[offset + c] * target[offset + c];
      }
      float length = (float) Math.max(Math.sqrt(squares), 1e-12);
      for (int c = 0; c < frame.length; c++) {
        target[offset + c] /= length;
      }
    }
  }

  private record Pictures(Space space) implements ImageEncoder {
    @Override
    public String id() {
      return space.name();
    }

    @Override
    public int channels() {
      return space.dimension();
    }

    @Override
    public ImageSize inputSize() {
      return space.frameSize();
    }

    @Override
    public Framing framing() {
      return space.framing();
    }

    @Override
    public float[][] encode(List<RgbImage> pictures) {
      return space.embedEachFrame(
          space.frameFeatures(pictures.stream().map(picture -> new Frame(0, picture)).toList()));
    }

    @Override
    public void close() {
      // its opener closes the space
    }
  }

  private record Texts(Space space) implements TextEncoder {
    @Override
    public String id() {
      return space.name();
    }

    @Override
    public int channels() {
      return space.dimension();
    }

    @Override
    public float[][] encode(List<String> texts) {
      return texts.stream().map(space::embedText).toArray(float[][]::new);
    }

    @Override
    public int unread(String text) {
      return space.unreadTokens(text);
    }

    @Override
    public long[] tokens(String text) {
      throw new UnsupportedOperationException("a space has no tokens of its own");
    }

    @Override
    public float[][] encodeWords(String text) {
      throw new UnsupportedOperationException("a space has no words of its own");
    }

    @Override
    public void close() {
      // its opener closes the space
    }
  }

  @Override
  public void close() {
    stored.close();
  }
}
