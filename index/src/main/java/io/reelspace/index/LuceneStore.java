package io.reelspace.index;

import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/** Makes and opens the Lucene files of an index. */
final class LuceneStore {

  /**
   * Segments with their frames are large; clusters are better made of thousands than of hundreds.
   */
  private static final double WRITE_BUFFER_MEGABYTES = 64;

  private LuceneStore() {}

  static LuceneVideoIndex open(Path folder, SpaceIdentity space) {
    try {
      Files.createDirectories(folder);
      return open(folder, FSDirectory.open(folder), space);
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be opened", e);
    }
  }

  static Optional<SpaceIdentity> spaceIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Directory directory = FSDirectory.open(folder)) {
      return exists(folder, directory) ? Optional.of(header(folder, directory)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw explained(folder, e);
    }
  }

  static LuceneVideoIndex openReadOnly(Path folder) {
    return openReadOnly(folder, SearchEffort.DEFAULT);
  }

  static LuceneVideoIndex openReadOnly(Path folder, SearchEffort effort) {
    if (!Files.isDirectory(folder)) {
      throw noIndex(folder);
    }
    try {
      return openReadOnly(folder, FSDirectory.open(folder), effort);
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be opened", e);
    }
  }

  /** Owns the directory: closes it with the index, or when opening fails. */
  static LuceneVideoIndex open(Path folder, Directory directory, SpaceIdentity space) {
    IndexWriter writer = null;
    try {
      boolean exists = exists(folder, directory);
      if (exists) { // before the lock is taken: of two faults, the wrong space is the one to name
        IndexHeader.requireSame(folder, header(folder, directory), space);
      }
      writer = new IndexWriter(directory, configuration());
      if (!exists) {
        writer.setLiveCommitData(IndexHeader.write(space).entrySet());
        writer.commit(); // from here on readers find an index and which space it is of
      }
      SpaceIdentity indexed = header(folder, directory);
      IndexHeader.requireSame(folder, indexed, space);
      SearcherManager searchers = new SearcherManager(directory, null);
      return new LuceneVideoIndex(
          folder, directory, indexed, Optional.of(writer), searchers, SearchEffort.DEFAULT);
    } catch (IOException | ReelspaceException | IllegalArgumentException e) {
      IOUtils.closeWhileHandlingException(writer == null ? null : writer::rollback, directory);
      throw explained(folder, e);
    }
  }

  /** Owns the directory: closes it with the index, or when opening fails. */
  static LuceneVideoIndex openReadOnly(Path folder, Directory directory, SearchEffort effort) {
    try {
      if (!exists(folder, directory)) {
        throw noIndex(folder);
      }
      SpaceIdentity space = header(folder, directory);
      SearcherManager searchers = new SearcherManager(directory, null);
      return new LuceneVideoIndex(folder, directory, space, Optional.empty(), searchers, effort);
    } catch (IOException | ReelspaceException | IllegalArgumentException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw explained(folder, e);
    }
  }

  private static IndexWriterConfig configuration() {
    return new IndexWriterConfig(WordAnalysis.ofFields())
        .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES)
        .setCodec(new ClusteredCodec())
        .setCommitOnClose(false) // only what commit() made durable counts
        .setMergeScheduler(new LoggingMergeScheduler());
  }

  private static SpaceIdentity header(Path folder, Directory directory) throws IOException {
    return IndexHeader.read(folder, SegmentInfos.readLatestCommit(directory).getUserData());
  }

  /**
   * Whether there is an index. Where there is none but other files are, nothing may be written
   * between them: the folder was mistyped, or the index lost its list of files, and Lucene would
   * delete the rest.
   */
  private static boolean exists(Path folder, Directory directory) throws IOException {
    if (DirectoryReader.indexExists(directory)) {
      return true;
    }
    Optional<String> stray =
        Arrays.stream(directory.listAll())
            .filter(name -> !name.matches("write\\.lock|pending_segments_.*"))
            .findFirst();
    if (stray.isEmpty()) {
      return false;
    }
    if (stray.get().startsWith("_")) {
      throw StorageFailures.damaged(folder, "missing: segments file");
    }
    throw new BadInputException(
        "%s: not an index, it holds other files (%s); name another folder for the index"
            .formatted(folder, stray.get()));
  }

  private static BadInputException noIndex(Path folder) {
    return new BadInputException(
        folder + ": no index here yet; make one with: reelspace index FOLDER");
  }

  /** Lucene reports some damage to its list of files as an illegal argument. */
  private static ReelspaceException explained(Path folder, Exception failure) {
    return switch (failure) {
      case ReelspaceException e -> e;
      case IllegalArgumentException e -> StorageFailures.damaged(folder, e.toString());
      default -> StorageFailures.of(folder, "could not be opened", failure);
    };
  }
}
