package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.index.IndexStats;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The archive in two dimensions: what looks alike lies close. */
final class MapRoutes {

  /** Most moments on the map, evenly over videos and their time. */
  private static final int MOST_POINTS = 6000;

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final ServedArchive archive;
  private final Workload drawing = new Workload("maps", 1, 8);
  private volatile Optional<Drawn> last = Optional.empty();

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Drawn(IndexStats of, Instant time, byte[] json) {}

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Point(int video, double start, float[] embedding) {}

  MapRoutes(ServedArchive archive) {
    this.archive = archive;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/map", this::map);
  }

  private void map(Context context) {
    byte[] json = drawing.run(this::drawn);
    context.contentType("application/json").header("Cache-Control", "no-store").result(json);
  }

  private byte[] drawn() {
    IndexStats stats = archive.index().stats();
    Optional<Drawn> before = last;
    if (before.isPresent()
        && before.get().of().equals(stats)
        && before.get().time().plus(KEPT).isAfter(Instant.now())) {
      return before.get().json();
    }
    byte[] json = Json.bytes(draw());
    last = Optional.of(new Drawn(stats, Instant.now(), json));
    return json;
  }

  private ObjectNode draw() {
    List<IndexedVideo> all = archive.index().videos(Filter.all());
    int videoStep = Math.max(1, (all.size() + MOST_POINTS - 1) / MOST_POINTS);
    int perVideo = Math.max(1, MOST_POINTS / Math.max(1, all.size()));
    List<IndexedVideo> shown = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < all.size(); i += videoStep) {
      List<IndexedSegment> segments = archive.index().segments(all.get(i).id());
      int step = Math.max(1, (segments.size() + perVideo - 1) / perVideo);
      for (int s = 0; s < segments.size(); s += step) {
        IndexedSegment segment = segments.get(s);
        points.add(new Point(shown.size(), segment.start(), segment.embedding()));
      }
      shown.add(all.get(i));
    }
    ObjectNode node = Json.object();
    ArrayNode videos = node.putArray("videos");
    shown.forEach(video -> videos.add(Describing.video(video)));
    write(points, node.putArray("points"));
    return node;
  }

  /** Each as {@code [x, y, number of its video, start]}, x and y from 0 to 1. */
  private static void write(List<Point> points, ArrayNode array) {
    if (points.isEmpty()) {
      return;
    }
    List<float[]> rows = points.stream().map(Point::embedding).toList();
    PrincipalPlane plane = PrincipalPlane.of(rows);
    List<double[]> places = rows.stream().map(plane::coordinates).toList();
    double[] least = places.getFirst().clone();
    double[] most = least.clone();
    for (double[] place : places) {
      for (int axis = 0; axis < 2; axis++) {
        least[axis] = Math.min(least[axis], place[axis]);
        most[axis] = Math.max(most[axis], place[axis]);
      }
    }
    for (int i = 0; i < points.size(); i++) {
      ArrayNode point = array.addArray();
      for (int axis = 0; axis < 2; axis++) {
        double width = most[axis] - least[axis];
        double at = width == 0 ? 0.5 : (places.get(i)[axis] - least[axis]) / width;
        point.add(Math.round(at * 10_000) / 10_000.0);
      }
      point.add(points.get(i).video());
      point.add(points.get(i).start());
    }
  }
}
