package io.reelspace.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Writes all that an index holds to a folder, for other programs:
 *
 * <ul>
 *   <li>{@code videos.arrow}: path, times, size, tags and more of each video, in the order of
 *       paths;
 *   <li>{@code segments.arrow}: video, interval and embedding of each segment;
 *   <li>{@code embeddings.npy}: the same embeddings as an array of float32, {@code [segments,
 *       dimension]}; its row i belongs to row i of {@code segments.arrow};
 *   <li>{@code frames.arrow}: row of the segment, time and embedding (half precision, as the index
 *       keeps them in 8 bits) of each frame;
 *   <li>{@code windows.arrow}: video, modality, interval and embedding of what is embedded beside
 *       pictures, as sound;
 *   <li>{@code words.arrow}: the lines of words with their times;
 *   <li>{@code export.json}: the space and the counts.
 * </ul>
 *
 * <p>Tables are Arrow IPC files. All is as of one commit of the index, also while another process
 * writes to it, and the same content gives the same bytes. One video is in memory at a time.
 */
public final class IndexExport {

  /** Goes up when files or columns change so that what reads them has to. */
  private static final int VERSION = 1;

  private final VideoIndex index;
  private final Path folder;
  private final Consumer<ExportSummary> progress;
  private volatile boolean cancelled;

  /**
   * @param folder that is not there yet, or empty
   * @param progress told after each video what is written so far
   */
  public IndexExport(VideoIndex index, Path folder, Consumer<ExportSummary> progress) {
    this.index = index;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Writes the folder: all of it, or nothing under its name.
   *
   * @throws io.reelspace.error.BadInputException when the folder holds something already
   * @throws io.reelspace.error.StorageException when it cannot be written, or the index be read
   * @throws CancellationException after {@link #cancel}
   */
  public ExportSummary run() {
    try (FolderInProgress written = FolderInProgress.of(folder)) {
      ExportSummary summary = written.make(() -> writeTables(written));
      written.writing(() -> describe(written.file("export.json"), summary));
      written.complete();
      return summary;
    }
  }

  private ExportSummary writeTables(FolderInProgress written) throws IOException {
    SpaceIdentity space = index.space();
    try (ExportTables tables = new ExportTables(written, space)) {
      index.forEach(video -> {
        if (cancelled) {
          throw new CancellationException("the export was stopped");
        }
        written.writing(() -> tables.add(video));
        progress.accept(tables.summary());
      });
      tables.finish();
      return tables.summary();
    }
  }

  private void describe(Path file, ExportSummary summary) throws IOException {
    SpaceIdentity space = index.space();
    try (OutputStream bytes = Files.newOutputStream(file);
        JsonGenerator object = new JsonFactory().createGenerator(bytes)) {
      object.setPrettyPrinter(new DefaultPrettyPrinter());
      object.writeStartObject();
      object.writeNumberField("version", VERSION);
      object.writeObjectFieldStart("space");
      object.writeStringField("name", space.name());
      object.writeStringField("fingerprint", space.fingerprint());
      object.writeNumberField("dimension", space.dimension());
      object.writeEndObject();
      object.writeNumberField("videos", summary.videos());
      object.writeNumberField("segments", summary.segments());
      object.writeNumberField("frames", summary.frames());
      object.writeNumberField("windows", summary.windows());
      object.writeNumberField("lines", summary.lines());
      object.writeEndObject();
    }
  }

  /** Asks {@link #run} to end soon, with nothing written; any thread may call it. */
  public void cancel() {
    cancelled = true;
  }
}
