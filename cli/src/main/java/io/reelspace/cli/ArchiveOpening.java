package io.reelspace.cli;

import io.reelspace.encode.Lazy;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.query.QueryBankFile;
import io.reelspace.space.Space;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens an index with the space that it lies in, while the space may still be loading. */
final class ArchiveOpening {

  private ArchiveOpening() {}

  /**
   * Opens an index for searches.
   *
   * @param loading the space that the index most likely needs; asked for when a query needs a space
   * @param wanted the space that was asked for, if any; the index must be of it
   * @param sampler how the videos of queries are divided and sampled
   * @param bank of queries, against results that come up for all of them
   */
  static Archive open(
      IndexLocation folder,
      Spaces spaces,
      Supplier<SpaceLoading> loading,
      Optional<String> wanted,
      Sampler sampler,
      Optional<QueryBankFile> bank) {
    VideoIndex index = folder.openReadOnly();
    Lazy<Space> space = new Lazy<>(() -> matching(index, loading.get().get(), spaces, wanted));
    return Archive.of(index, space, Archive.decoder(spaces.cache()), sampler, bank);
  }

  /**
   * Opens an index for searches by what is in it; its space is only asked how it scores, and may
   * not be known here.
   */
  static Archive open(IndexLocation folder, Spaces spaces) {
    VideoIndex index = folder.openReadOnly();
    Lazy<Space> space = new Lazy<>(() -> spaces.of(index.space()));
    return Archive.of(index, space, Archive.decoder(spaces.cache()), Sampler.DEFAULT);
  }

  /** The bank of queries that is set, if any. */
  static Optional<QueryBankFile> queryBank(
      Settings settings, Spaces spaces, Optional<String> flag) {
    return settings
        .find(Setting.QUERY_BANK, flag)
        .map(texts -> new QueryBankFile(texts, spaces.cache()));
  }

  private static Space matching(
      VideoIndex index, Space space, Spaces spaces, Optional<String> wanted) {
    SpaceIdentity identity = SpaceIdentity.of(space);
    if (wanted.isEmpty() && !index.space().equals(identity)) {
      space.close();
      return spaces.of(index.space());
    }
    try {
      index.requireSpace(identity);
      return space;
    } catch (RuntimeException e) {
      space.close();
      throw e;
    }
  }
}
