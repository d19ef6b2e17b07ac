package io.reelspace.spark;

import io.reelspace.error.StorageException;
import io.reelspace.train.features.FeatureSequence;
import io.reelspace.train.features.FeatureStore;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The features of one encoder in any file system of Hadoop, in the files that {@link FeatureStore}
 * reads: a file with its final name is whole.
 *
 * @param address of the folder
 * @param hadoop how file systems are reached
 */
record FeatureFolder(String address, SerializableConfiguration hadoop) implements Serializable {

  private static final String SUFFIX = ".arrow";

  /**
   * The folder of an encoder.
   *
   * @param output of all features
   */
  static FeatureFolder of(String output, String name, SparkSession spark) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    return new FeatureFolder(
        new Path(output, name).toString(), new SerializableConfiguration(configuration));
  }

  private FileSystem system() throws IOException {
    FileSystem system = FileSystems.of(new Path(address), hadoop.value());
    system.setWriteChecksum(false); // no second file beside each on a local disk
    return system;
  }

  private List<Path> files() throws IOException {
    FileSystem system = system();
    List<Path> files = new ArrayList<>();
    if (system.exists(new Path(address))) {
      for (FileStatus file : system.listStatus(new Path(address))) {
        if (file.getPath().getName().endsWith(SUFFIX)) {
          files.add(file.getPath());
        }
      }
    }
    return files;
  }

  /** A number above those of all files. */
  int next() {
    try {
      return files().stream()
              .mapToInt(file -> Integer.parseInt(file.getName().replaceAll("\\D", "")))
              .max()
              .orElse(-1)
          + 1;
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** The content of each source that is there in all views, by the source's id. */
  Map<String, String> checksums(int views) {
    try {
      List<Path> files = files();
      if (files.isEmpty()) {
        return Map.of();
      }
      java.nio.file.Path copies = Files.createTempDirectory("reelspace-features-");
      try {
        for (Path file : files) {
          Path copy = new Path(copies.resolve(file.getName()).toUri());
          system().copyToLocalFile(false, file, copy, true);
        }
        return checksums(copies, views);
      } finally {
        TaskVideos.delete(copies);
      }
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private static Map<String, String> checksums(java.nio.file.Path folder, int views) {
    Map<String, String> checksums = new HashMap<>();
    try (FeatureStore store = FeatureStore.open(folder)) {
      for (FeatureSequence sequence : store.sequences()) {
        if (sequence.view() == views - 1) { // views are written together, in their order
          checksums.put(sequence.id(), sequence.checksum());
        }
      }
    }
    return checksums;
  }

  /**
   * Puts a file in place, whole; one that is there under this number is of the same task.
   *
   * @param attempt that no other has
   */
  void put(java.nio.file.Path file, int number, long attempt) {
    try {
      FileSystem system = system();
      Path target = new Path(address, "part-%06d%s".formatted(number, SUFFIX));
      Path temporary = new Path(address, "_%s.%d.tmp".formatted(target.getName(), attempt));
      system.mkdirs(new Path(address));
      system.copyFromLocalFile(false, true, new Path(file.toUri()), temporary);
      if (system.exists(target) || !system.rename(temporary, target)) {
        system.delete(temporary, false);
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  private StorageException failed(String what, IOException e) {
    return new StorageException(
        "Cannot %s features in %s: %s".formatted(what, address, e.getMessage()), e);
  }
}
