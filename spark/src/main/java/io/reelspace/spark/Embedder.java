package io.reelspace.spark;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkFiles;

/**
 * The space and the decoder of one executor: unpacked and loaded by the first of its tasks, shared
 * by all, and open for as long as its process lives.
 */
record Embedder(Space space, MediaReader media) {

  private static final Map<EmbeddingSettings, Embedder> OPEN = new HashMap<>();

  /**
   * That of this process.
   *
   * @throws io.reelspace.error.MissingModelException when the space is not there or not whole
   */
  static synchronized Embedder of(EmbeddingSettings settings) {
    // A space is as large whether videos are divided or not.
    return OPEN.computeIfAbsent(settings.undivided(), Embedder::open);
  }

  private static Embedder open(EmbeddingSettings settings) {
    return new Embedder(Space.open(spaceFolder(settings), inference(settings)), media(settings));
  }

  /** The space's folder or zip on this machine. */
  static Path spaceFolder(EmbeddingSettings settings) {
    return settings.sent()
        ? Path.of(SparkFiles.get(settings.space()))
        : BundledSpaces.unpack(settings.space(), cache(settings));
  }

  static MediaReader media(EmbeddingSettings settings) {
    return MediaReader.using(Ffmpeg.unpackedInto(cache(settings)), DecodeLimits.DEFAULT);
  }

  static Inference inference(EmbeddingSettings settings) {
    return Inference.in(cache(settings));
  }

  private static Path cache(EmbeddingSettings settings) {
    return settings.cache().isEmpty()
        ? Path.of(SparkFiles.getRootDirectory()).resolve("reelspace")
        : Path.of(settings.cache());
  }

  SpaceIdentity identity() {
    return SpaceIdentity.of(space);
  }
}
