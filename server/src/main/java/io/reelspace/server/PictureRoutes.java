package io.reelspace.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexedVideo;
import io.reelspace.query.Clock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Small pictures of videos: one frame, and sheets of frames for looking through a video. */
final class PictureRoutes {

  /** Sides in pixels that thumbnails have; few, so that the cache holds each picture once. */
  private static final Set<Integer> SIDES = Set.of(160, 320, 640, 1280);

  /** Frames of a sheet in a row, and rows. */
  static final int COLUMNS = 5;

  static final int ROWS = 5;

  private final ServedArchive archive;
  private final DiskCache cache;
  private final Workload decoding;

  PictureRoutes(ServedArchive archive, DiskCache cache, Workload decoding) {
    this.archive = archive;
    this.cache = cache;
    this.decoding = decoding;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/thumbnails", this::thumbnail);
    routes.get("/api/videos/{id}/sheet", this::sheet);
  }

  private void thumbnail(Context context) {
    String id =
        Optional.ofNullable(context.queryParam("video"))
            .orElseThrow(() -> new BadInputException("a thumbnail needs ?video=ID&time=SECONDS"));
    IndexedVideo video = archive.video(id);
    double time = Clock.seconds(Optional.ofNullable(context.queryParam("time")).orElse("0"));
    int side = side(Optional.ofNullable(context.queryParam("side")).orElse("320"));
    answer(context, thumbnail(video, time, side));
  }

  /** The frame of a video at a time, as JPEG; made where it is not there yet. */
  byte[] thumbnail(IndexedVideo video, double time, int side) {
    Path file = ServedArchive.file(video);
    return cache.get(
        key(video, time, side),
        () -> decoding.run(() -> archive.renditions().frame(file, time, side)));
  }

  /** Whether it is there. */
  boolean isMade(IndexedVideo video, double time, int side) {
    return cache.has(key(video, time, side));
  }

  /** Whether more may be made that nobody has asked for. */
  boolean hasRoomAhead() {
    return cache.isHalfEmpty();
  }

  private static String key(IndexedVideo video, double time, int side) {
    return "thumbnail %s %s %.3f %d".formatted(video.id(), video.modified(), time, side);
  }

  private static int side(String text) {
    for (int side : SIDES) {
      if (text.equals(String.valueOf(side))) {
        return side;
      }
    }
    throw new BadInputException("'side' is one of " + new TreeSet<>(SIDES) + ", not " + text);
  }

  private void sheet(Context context) {
    IndexedVideo video = archive.video(context.pathParam("id"));
    Path file = ServedArchive.file(video);
    String key = "sheet %s %s".formatted(video.id(), video.modified());
    byte[] picture =
        cache.get(key, () -> decoding.run(() -> Sheets.make(archive.renditions(), video, file)));
    answer(context, picture);
  }

  private static void answer(Context context, byte[] picture) {
    context.contentType("image/jpeg").header("Cache-Control", "private, max-age=3600");
    context.result(picture);
  }
}
