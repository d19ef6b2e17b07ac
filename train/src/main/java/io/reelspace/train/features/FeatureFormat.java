package io.reelspace.train.features;

import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What the features of one folder are; kept as metadata of every file's Arrow schema.
 *
 * @param modality for example {@code visual} or {@code text}
 * @param encoder the encoder's id, for people
 * @param fingerprint a hash over all that changes the encoder's output
 * @param preparation what was done before the encoder: sampling, views and their seed
 * @param channels of one step of a sequence
 * @param precision in which features are kept
 */
public record FeatureFormat(
    String modality,
    String encoder,
    String fingerprint,
    String preparation,
    int channels,
    Precision precision) {

  private static final String VERSION = "1";

  /** How a feature is kept. */
  public enum Precision {
    /** IEEE 754 half precision; 11 bits are enough for training. */
    FLOAT16(2, FloatingPointPrecision.HALF),
    /** Single precision. */
    FLOAT32(4, FloatingPointPrecision.SINGLE);

    private final int bytes;
    private final FloatingPointPrecision arrow;

    Precision(int bytes, FloatingPointPrecision arrow) {
      this.bytes = bytes;
      this.arrow = arrow;
    }

    int bytes() {
      return bytes;
    }
  }

  /** Refuses features without channels. */
  public FeatureFormat {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be positive: " + channels);
    }
  }

  /**
   * The Arrow schema: {@code id} (text), {@code view} (int32), {@code checksum} (text), {@code
   * times} (list of float32, seconds) and {@code features} (list of fixed-size lists).
   */
  Schema schema() {
    ArrowType real = new ArrowType.FloatingPoint(precision.arrow);
    Field step =
        new Field(
            "step",
            FieldType.notNullable(new ArrowType.FixedSizeList(channels)),
            List.of(new Field("channel", FieldType.notNullable(real), List.of())));
    Field time =
        new Field(
            "time",
            FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
            List.of());
    ArrowType list = ArrowType.List.INSTANCE;
    return new Schema(
        List.of(
            new Field("id", FieldType.notNullable(ArrowType.Utf8.INSTANCE), List.of()),
            new Field("view", FieldType.notNullable(new ArrowType.Int(32, true)), List.of()),
            new Field("checksum", FieldType.notNullable(ArrowType.Utf8.INSTANCE), List.of()),
            new Field("times", FieldType.notNullable(list), List.of(time)),
            new Field("features", FieldType.notNullable(list), List.of(step))),
        Map.of(
            "reelspace.version", VERSION,
            "reelspace.modality", modality,
            "reelspace.encoder", encoder,
            "reelspace.fingerprint", fingerprint,
            "reelspace.preparation", preparation));
  }

  static FeatureFormat of(Schema schema, Path file) {
    Map<String, String> metadata = schema.getCustomMetadata();
    if (!VERSION.equals(metadata.get("reelspace.version"))) {
      throw new StorageException(
          "%s does not hold features of this version of Reelspace: extract them again."
              .formatted(file));
    }
    Field step = schema.findField("features").getChildren().getFirst();
    ArrowType.FixedSizeList list = (ArrowType.FixedSizeList) step.getType();
    ArrowType.FloatingPoint real =
        (ArrowType.FloatingPoint) step.getChildren().getFirst().getType();
    FeatureFormat format =
        new FeatureFormat(
            metadata.getOrDefault("reelspace.modality", ""),
            metadata.getOrDefault("reelspace.encoder", ""),
            metadata.getOrDefault("reelspace.fingerprint", ""),
            metadata.getOrDefault("reelspace.preparation", ""),
            list.getListSize(),
            real.getPrecision() == FloatingPointPrecision.HALF
                ? Precision.FLOAT16
                : Precision.FLOAT32);
    if (!schema.getFields().equals(format.schema().getFields())) {
      throw new IllegalArgumentException("columns are " + schema.getFields());
    }
    return format;
  }

  /**
   * Refuses features that were made otherwise.
   *
   * @throws SpaceMismatchException that says what differs
   */
  void requireSame(FeatureFormat found, Path file) {
    if (equals(found)) {
      return;
    }
    String difference =
        !fingerprint.equals(found.fingerprint)
            ? "were made by encoder %s (%s), not by %s (%s)"
                .formatted(
                    found.encoder, shortened(found.fingerprint), encoder, shortened(fingerprint))
            : !preparation.equals(found.preparation)
                ? "were prepared by \"%s\", not by \"%s\"".formatted(found.preparation, preparation)
                : "are %s of %d channels in %s, not %s of %d in %s"
                    .formatted(
                        found.modality,
                        found.channels,
                        found.precision,
                        modality,
                        channels,
                        precision);
    throw new SpaceMismatchException(
        "The features in %s %s: extract into another folder, or delete this one."
            .formatted(file, difference));
  }

  private static String shortened(String fingerprint) {
    return fingerprint.length() > 12 ? fingerprint.substring(0, 12) : fingerprint;
  }
}
