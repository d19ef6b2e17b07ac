package io.reelspace.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;

/** File systems of Hadoop by the addresses of files in them. */
final class FileSystems {

  private FileSystems() {}

  /**
   * That of a file.
   *
   * @throws IOException when there is none, or it does not answer; the message says so
   */
  static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (RuntimeException e) { // Hadoop's way of saying that a class is not there
      if (!(e.getCause() instanceof ClassNotFoundException)) {
        throw e;
      }
      String scheme = path.toUri().getScheme();
      String connector =
          "s3a".equals(scheme)
              ? "spark-submit --packages org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion()
              : "put its jars among Spark's";
      throw new IOException(
          "Spark does not know file systems of %s:// (%s); %s"
              .formatted(scheme, e.getCause().getMessage(), connector),
          e);
    }
  }

  /** What helps where an address cannot be reached; empty where nothing is known. */
  static String advice(String address) {
    return address.startsWith("s3a:")
        ? "; keys and endpoint are settings, see S3 in docs/spark.md"
        : "";
  }
}
