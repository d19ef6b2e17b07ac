package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.media.RenditionStream;
import io.reelspace.query.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of videos by byte ranges, and converted on the fly where browsers do not play them. */
final class MediaRoutes {

  /** Most pixels of the longer side of what is converted. */
  private static final int STREAM_SIDE = 1280;

  private static final double LONGEST_CUT = 3600;

  /** Of a stream that begins behind the end, in seconds. */
  private static final double SHORTEST = 0.1;

  /** Types that were found, by id and time of the file; they cost a process each. */
  private static final Map<String, Optional<String>> TYPES = new ConcurrentHashMap<>();

  private static final int MOST_TYPES = 10_000;

  private final ServedArchive archive;
  private final DiskCache cache;
  private final Workload conversions;

  MediaRoutes(ServedArchive archive, DiskCache cache, Workload conversions) {
    this.archive = archive;
    this.cache = cache;
    this.conversions = conversions;
  }

  void add(RoutesConfig routes) {
    routes.get("/media/{id}", this::file);
    routes.get("/media/{id}/stream", this::stream);
    routes.get("/media/{id}/cut", this::cut);
  }

  /**
   * How a video is played: as it is under {@code url}, or converted, from any second on, under
   * {@code url?from=}.
   */
  static ObjectNode playback(ServedArchive archive, IndexedVideo video) {
    ObjectNode node = Json.object();
    Optional<String> type = type(archive, video);
    boolean still = video.duration() == 0 || isStill(video);
    node.put("kind", still ? "picture" : type.isPresent() ? "file" : "stream");
    node.put("url", "/media/" + video.id() + (type.isPresent() || still ? "" : "/stream"));
    return node;
  }

  private static boolean isStill(IndexedVideo video) {
    String guess = URLConnection.guessContentTypeFromName(video.path().toLowerCase(Locale.ROOT));
    return guess != null && guess.startsWith("image/") && !guess.equals("image/gif");
  }

  private static Optional<String> type(ServedArchive archive, IndexedVideo video) {
    String key = video.id() + video.modified();
    Optional<String> known = TYPES.get(key);
    if (known != null) {
      return known;
    }
    Optional<String> type;
    try {
      type = archive.renditions().playableAs(ServedArchive.file(video));
    } catch (RequestException e) {
      return Optional.empty(); // gone or changed; told when it is played
    }
    if (TYPES.size() > MOST_TYPES) {
      TYPES.clear();
    }
    TYPES.put(key, type);
    return type;
  }

  private void file(Context context) throws IOException {
    IndexedVideo video = archive.video(context.pathParam("id"));
    Path file = ServedArchive.file(video);
    String guess = URLConnection.guessContentTypeFromName(video.path().toLowerCase(Locale.ROOT));
    String type =
        type(archive, video)
            .or(() ->
                Optional.ofNullable(guess)
                    .filter(name -> name.matches("image/(jpeg|png|gif|webp|bmp)")))
            .orElse("application/octet-stream");
    serve(context, file, type, '"' + video.id() + '-' + video.modified().toEpochMilli() + '"');
  }

  private static void serve(Context context, Path file, String type, String tag)
      throws IOException {
    FileChannel channel = FileChannel.open(file);
    boolean served = false;
    try {
      long size = channel.size();
      context.header("Accept-Ranges", "bytes").header("ETag", tag).contentType(type);
      context.header("Cache-Control", "private, no-cache");
      if (tag.equals(context.header("If-None-Match"))) {
        context.status(304);
        return;
      }
      Optional<ByteRange> range = range(context, tag, size);
      ByteRange part = range.orElse(new ByteRange(0, size - 1));
      if (range.isPresent()) {
        context.status(206).header("Content-Range", part.contentRange(size));
      }
      context.res().setContentLengthLong(part.length());
      channel.position(part.first());
      context.result(new BoundedStream(Channels.newInputStream(channel), part.length()));
      served = true;
    } catch (ByteRange.UnsatisfiableException e) {
      Problems.write(context, 416, "range", "the file has " + channel.size() + " bytes");
      context.header("Content-Range", "bytes */" + channel.size());
    } finally {
      if (!served) {
        channel.close();
      }
    }
  }

  /** A range counts only for the file that was seen before, where the request says which. */
  private static Optional<ByteRange> range(Context context, String tag, long size)
      throws ByteRange.UnsatisfiableException {
    String header = context.header("Range");
    String condition = context.header("If-Range");
    boolean other = condition != null && !condition.equals(tag);
    return header == null || other ? Optional.empty() : ByteRange.of(header, size);
  }

  private void stream(Context context) throws IOException {
    IndexedVideo video = archive.video(context.pathParam("id"));
    double from = time(context, "from").orElse(0.0);
    // Its sound may be longer than its pictures.
    List<IndexedSegment> segments = archive.index().segments(video.id());
    double end = segments.isEmpty() ? video.duration() : segments.getLast().end();
    convert(context, video, from, Math.max(end, from + SHORTEST));
  }

  /** A part as a file of its own, for keeping. */
  private void cut(Context context) throws IOException {
    IndexedVideo video = archive.video(context.pathParam("id"));
    double from = time(context, "from").orElse(0.0);
    double to =
        time(context, "to")
            .orElseThrow(() -> new BadInputException("a cut needs 'from' and 'to', in seconds"));
    if (!(from >= 0 && from < to) || to - from > LONGEST_CUT) {
      throw new BadInputException("a cut goes from one second to a later one, at most an hour on");
    }
    String name =
        String.valueOf(Path.of(video.path()).getFileName())
            .replaceFirst("\\.[^.]*$", "")
            .replaceAll("[^\\p{Alnum} ._-]", "_");
    context.header(
        "Content-Disposition",
        "attachment; filename=\"%s %s-%s.mp4\"".formatted(name, label(from), label(to)));
    convert(context, video, from, to);
  }

  private static String label(double seconds) {
    return String.format(
        Locale.ROOT, "%d.%02d.%04.1f", (int) seconds / 3600, (int) seconds / 60 % 60, seconds % 60);
  }

  private static Optional<Double> time(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).map(Clock::seconds);
  }

  private void convert(Context context, IndexedVideo video, double from, double to)
      throws IOException {
    Path file = ServedArchive.file(video);
    if (from < 0 || from > video.duration() + 60) {
      throw new BadInputException("the video is " + video.duration() + " s long");
    }
    String key = "stream %s %s %.3f %.3f".formatted(video.id(), video.modified(), from, to);
    Optional<Path> made = cache.find(key);
    if (made.isPresent()) {
      serve(context, made.get(), "video/mp4", '"' + Integer.toHexString(key.hashCode()) + '"');
      return;
    }
    context.contentType("video/mp4").header("Cache-Control", "private, no-cache");
    if (context.req().getMethod().equals("HEAD")) {
      return;
    }
    conversions.enter();
    InputStream converted;
    try {
      RenditionStream stream = archive.renditions().stream(file, from, to, STREAM_SIDE);
      converted = new KeptStream(stream, cache, key, conversions::leave);
    } catch (IOException | RuntimeException e) {
      conversions.leave();
      throw e;
    }
    context.result(converted);
  }
}
