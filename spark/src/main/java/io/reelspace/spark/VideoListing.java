package io.reelspace.spark;

import io.reelspace.error.BadInputException;
import io.reelspace.index.MediaNames;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Which videos there are: those that a text file names, one on a line, or those below a folder.
 * Both may lie in any file system that Hadoop knows.
 */
record VideoListing(SparkSession spark, String listOrFolder) {

  /**
   * The locations, each once: paths, or addresses of file systems that are no disk. Empty lines and
   * those that begin with {@code #} are no videos.
   *
   * @throws BadInputException when there is nothing at that place
   */
  Dataset<String> locations() {
    try {
      org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(listOrFolder);
      FileSystem system = FileSystems.of(place, spark.sessionState().newHadoopConf());
      FileStatus status = system.getFileStatus(place);
      return status.isDirectory()
          ? spark.createDataset(below(system, status.getPath()), Encoders.STRING())
          : lines();
    } catch (FileNotFoundException e) {
      throw new BadInputException(
          "There is no list and no folder of videos at " + listOrFolder + ".", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(
          "The list or folder %s cannot be read: %s%s"
              .formatted(listOrFolder, e.getMessage(), FileSystems.advice(listOrFolder)),
          e);
    }
  }

  private Dataset<String> lines() {
    return spark
        .read()
        .textFile(listOrFolder)
        .select(functions.trim(functions.col("value")).as("value"))
        .where("value != '' and not startswith(value, '#')")
        .as(Encoders.STRING())
        .map((MapFunction<String, String>) LocalVideo::normalised, Encoders.STRING())
        .distinct();
  }

  private static List<String> below(FileSystem system, org.apache.hadoop.fs.Path folder)
      throws IOException {
    List<String> videos = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = system.listFiles(folder, true);
    while (files.hasNext()) {
      org.apache.hadoop.fs.Path file = files.next().getPath();
      Path name = Path.of(file.getName());
      if (MediaNames.isMedia(name) && !MediaNames.isHidden(name)) {
        boolean local = "file".equals(file.toUri().getScheme());
        videos.add(LocalVideo.normalised(local ? file.toUri().getPath() : file.toString()));
      }
    }
    return videos;
  }
}
