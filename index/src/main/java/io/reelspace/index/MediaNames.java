package io.reelspace.index;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which files of a folder are taken for media: by their extension, and not hidden. */
public final class MediaNames {

  private static final Set<String> VIDEOS =
      Set.of(
          "3g2", "3gp", "amv", "asf", "avi", "divx", "dv", "f4v", "flv", "gif", "h264", "hevc",
          "ivf", "m1v", "m2t", "m2ts", "m2v", "m4v", "mjpeg", "mjpg", "mk3d", "mkv", "mov", "mp4",
          "mpe", "mpeg", "mpg", "mpv", "mts", "mxf", "nut", "ogm", "ogv", "ogx", "qt", "rm", "rmvb",
          "swf", "tod", "ts", "vob", "webm", "wmv", "wtv", "y4m");

  private static final Set<String> PICTURES =
      Set.of(
          "apng", "avif", "bmp", "heic", "heif", "jpe", "jpeg", "jpg", "jxl", "png", "ppm", "tif",
          "tiff", "webp");

  private MediaNames() {}

  /** Whether a file or folder is hidden. */
  public static boolean isHidden(Path path) {
    return name(path).startsWith(".");
  }

  /** Whether a file is taken for a video or picture. */
  public static boolean isMedia(Path file) {
    String extension = extension(file);
    return VIDEOS.contains(extension) || PICTURES.contains(extension);
  }

  /** Whether a file is taken for a still picture. */
  public static boolean isPicture(Path file) {
    return PICTURES.contains(extension(file));
  }

  private static String extension(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString(); // the root of a file system has no name
  }
}
