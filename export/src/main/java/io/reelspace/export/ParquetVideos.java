package io.reelspace.export;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Embedded videos in Parquet files, as the ingest on Spark writes them ({@code docs/spark.md} has
 * the columns). One video is in memory at a time, and the reader's buffers.
 */
public final class ParquetVideos {

  private final Path folder;
  private final List<Path> files;
  private final SpaceIdentity space;

  /**
   * Looks at the files of a folder; names that begin with {@code _} or a dot are those of jobs that
   * run or were stopped, and left out.
   *
   * @throws BadInputException when there are none, or they are of other columns or several spaces
   */
  public ParquetVideos(Path folder) {
    this.folder = folder;
    this.files = files(folder);
    Set<SpaceIdentity> spaces = new HashSet<>();
    for (Path file : files) {
      read(file, List.of("space", "fingerprint", "dimension"), row -> spaces.add(space(row)));
    }
    if (spaces.size() != 1) {
      throw new BadInputException(
          spaces.isEmpty()
              ? "There are no embedded videos in " + folder + ": its Parquet files are empty."
              : "The files in " + folder + " are of several spaces: " + spaces + ".");
    }
    this.space = spaces.iterator().next();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> file.getFileName().toString().matches("[^._].*\\.parquet"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new BadInputException(
            "There are no Parquet files in " + folder + "; name the output of the ingest.");
      }
      return files;
    } catch (IOException e) {
      throw new BadInputException("The folder " + folder + " cannot be read.", e);
    }
  }

  private static SpaceIdentity space(RowReader row) {
    return new SpaceIdentity(
        row.getString("space"), row.getString("fingerprint"), row.getInt("dimension"));
  }

  /** The space of all embeddings. */
  public SpaceIdentity space() {
    return space;
  }

  /**
   * Hands over each video once, whatever file it is in.
   *
   * @return the locations for which there is only a reason why there is no video
   * @throws BadInputException when a file is damaged
   */
  public List<IngestFailure> forEach(Consumer<StoredVideo> visitor) {
    Set<String> seen = new HashSet<>();
    Map<String, String> failed = new LinkedHashMap<>();
    for (Path file : files) {
      read(
          file,
          List.of(),
          row -> {
            String path = row.getString("path");
            if (!row.isNull("failed")) {
              failed.put(path, row.getString("failed"));
            } else if (seen.add(path)) {
              visitor.accept(ParquetRow.video(row, space.dimension(), file));
            }
          });
    }
    failed.keySet().removeAll(seen);
    return failed.entrySet().stream()
        .map(each -> new IngestFailure(Path.of(each.getKey().replace('\0', '?')), each.getValue()))
        .toList();
  }

  private void read(Path file, List<String> columns, Consumer<RowReader> visitor) {
    try (ParquetFileReader parquet = ParquetFileReader.open(InputFile.of(file));
        RowReader rows = rows(parquet, columns)) {
      while (rows.hasNext()) {
        rows.next();
        visitor.accept(rows);
      }
    } catch (ReelspaceException | CancellationException e) {
      throw e; // the visitor's
    } catch (IOException | RuntimeException e) {
      throw new BadInputException(
          "The file %s of %s is damaged or none of embedded videos (%s). Remove it and run the ingest again."
              .formatted(
                  file.getFileName(),
                  folder,
                  Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName())),
          e);
    }
  }

  private static RowReader rows(ParquetFileReader parquet, List<String> columns) {
    return columns.isEmpty()
        ? parquet.rowReader()
        : parquet
            .buildRowReader()
            .projection(ColumnProjection.columns(columns.toArray(String[]::new)))
            .build();
  }
}
