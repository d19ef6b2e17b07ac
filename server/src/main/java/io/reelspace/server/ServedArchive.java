package io.reelspace.server;

import io.reelspace.encode.Lazy;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Renditions;
import io.reelspace.query.Archive;
import io.reelspace.query.QueryBankFile;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An index with its space, and the programs that decode its videos: what a server answers from.
 * Owns both. Safe for use by several threads.
 */
public final class ServedArchive implements AutoCloseable {

  private final VideoIndex index;
  private final Archive archive;
  private final Lazy<Space> space;
  private final SharedWriter writer;
  private final MediaReader media;
  private final Renditions renditions;
  private final IngestOptions ingestOptions;

  private ServedArchive(
      IndexLocation location,
      VideoIndex index,
      Lazy<Space> space,
      Path cache,
      IngestOptions ingestOptions,
      Optional<QueryBankFile> bank) {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(cache);
    this.index = index;
    this.space = space;
    this.ingestOptions = ingestOptions;
    this.media = MediaReader.using(ffmpeg, DecodeLimits.DEFAULT);
    this.renditions = Renditions.using(ffmpeg, DecodeLimits.DEFAULT);
    this.archive = Archive.of(index, space, () -> media, ingestOptions.sampler(), bank);
    this.writer = new SharedWriter(location, index);
  }

  /**
   * Opens the index in a folder for searches, and makes an empty one where there is none.
   *
   * @param space opens that of the index; asked when it is first needed, then owned
   * @param cache folder of unpacked programs
   * @param ingestOptions how videos that are added are divided, and those of queries
   * @param bank of queries, against results that come up for all of them
   * @throws io.reelspace.error.StorageException when the index is damaged or cannot be read
   */
  public static ServedArchive open(
      Path folder,
      Supplier<Space> space,
      Path cache,
      IngestOptions ingestOptions,
      Optional<QueryBankFile> bank) {
    return open(IndexLocation.of(folder), space, cache, ingestOptions, bank);
  }

  /** The same of an index that may be elsewhere. */
  public static ServedArchive open(
      IndexLocation location,
      Supplier<Space> space,
      Path cache,
      IngestOptions ingestOptions,
      Optional<QueryBankFile> bank) {
    Lazy<Space> lazy = new Lazy<>(() -> checked(space.get(), location));
    Optional<VideoIndex> index = Optional.empty();
    try {
      if (location.space().isEmpty()) {
        location.open(SpaceIdentity.of(lazy.get())).close();
      }
      index = Optional.of(location.openReadOnly());
      return new ServedArchive(location, index.get(), lazy, cache, ingestOptions, bank);
    } catch (RuntimeException e) {
      index.ifPresent(VideoIndex::close);
      lazy.close();
      throw e;
    }
  }

  private static Space checked(Space space, IndexLocation location) {
    try {
      if (location.space().isPresent()) {
        try (VideoIndex index = location.openReadOnly()) {
          index.requireSpace(SpaceIdentity.of(space));
        }
      }
      return space;
    } catch (RuntimeException e) {
      space.close();
      throw e;
    }
  }

  /** Answers queries. */
  Archive archive() {
    return archive;
  }

  /** The index for reading. */
  VideoIndex index() {
    return index;
  }

  /** The index for writing. */
  SharedWriter writer() {
    return writer;
  }

  MediaReader media() {
    return media;
  }

  Renditions renditions() {
    return renditions;
  }

  /** Loads the networks that a first search needs. */
  void warm() {
    space.get().embedText("video");
  }

  /** The card of the space, in Markdown. */
  String card() {
    return space.get().card();
  }

  /** A run of ingest into an index that is open for writing. */
  Ingest ingest(VideoIndex open, boolean prune, IngestListener listener) {
    return new Ingest(open, space.get(), media, ingestOptions.withPrune(prune), listener);
  }

  /**
   * A video by its id.
   *
   * @throws RequestException when it is not in the index
   */
  IndexedVideo video(String id) {
    return index
        .video(id)
        .orElseThrow(() ->
            RequestException.notFound(
                "there is no video '" + id + "' in this index; it may have been removed or moved"));
  }

  /**
   * The file of a video, where it is still the one that was indexed. Paths come from the index
   * alone; and a file that was replaced, perhaps by a link to another, is not served.
   *
   * @throws RequestException when it is gone or another one
   */
  static Path file(IndexedVideo video) {
    Path path = Path.of(video.path());
    try {
      Path real = path.toRealPath();
      BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
      boolean same =
          now.isRegularFile()
              && now.size() == video.bytes()
              && now.lastModifiedTime().toInstant().equals(video.modified());
      if (!same) {
        throw RequestException.conflict(
            path.getFileName() + " has changed since it was indexed; index its folder again");
      }
      return real;
    } catch (IOException e) {
      throw RequestException.gone(
          path.getFileName()
              + " is not where it was indexed; its disk may not be mounted, or index again with"
              + " prune to remove it");
    }
  }

  @Override
  public void close() {
    archive.close();
  }
}
