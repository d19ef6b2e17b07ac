package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.error.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that are brought into the index, and how that goes as server-sent events. */
final class IngestRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(IngestRoutes.class);

  /** How often a line is sent when nothing happens, so that no connection is cut off as idle. */
  private static final long HEARTBEAT_MILLIS = 10_000;

  /** Shortest time between two events of a job. */
  private static final long PACE_MILLIS = 200;

  /** How long those who listen are waited for when the server stops. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final IngestJobs jobs;
  private final boolean readOnly;
  private final Phaser listeners = new Phaser(1);

  IngestRoutes(IngestJobs jobs, boolean readOnly) {
    this.jobs = jobs;
    this.readOnly = readOnly;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/ingest", this::list);
    routes.post("/api/ingest", this::start);
    routes.get("/api/ingest/{id}", context -> Json.answer(context, job(context).json()));
    routes.delete("/api/ingest/{id}", this::stop);
    routes.get("/api/ingest/{id}/events", this::events);
  }

  private void list(Context context) {
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray("jobs");
    jobs.all().forEach(job -> array.add(job.json()));
    Json.answer(context, answer);
  }

  private void start(Context context) {
    if (readOnly) {
      throw RequestException.forbidden("this server was started with --read-only");
    }
    JsonNode wanted = Json.parse(context.bodyAsBytes(), Set.of("paths", "prune"));
    List<Path> paths = new ArrayList<>();
    for (String text : Json.texts(wanted, "paths")) {
      paths.add(path(text));
    }
    if (paths.isEmpty()) {
      throw new BadInputException("no folder; for example {\"paths\": [\"/home/ada/Videos\"]}");
    }
    IngestJob job = jobs.add(paths, Json.flag(wanted, "prune"));
    context.status(202).header("Location", "/api/ingest/" + job.id());
    Json.answer(context, job.json());
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text.strip());
      if (!path.isAbsolute()) {
        throw new BadInputException(
            "'%s' does not say where it is; write the whole path, such as /home/ada/Videos"
                .formatted(text));
      }
      if (!Files.exists(path)) {
        throw new BadInputException(
            "%s: no such file or folder on the machine that serves; check the name, and that its"
                    .formatted(path)
                + " disk is mounted");
      }
      return path.normalize();
    } catch (InvalidPathException e) {
      throw new BadInputException("no file can have the name '" + text + "'", e);
    }
  }

  private void stop(Context context) {
    IngestJob job = job(context);
    job.cancel();
    Json.answer(context, job.json());
  }

  private IngestJob job(Context context) {
    String id = context.pathParam("id");
    return jobs.find(id)
        .orElseThrow(() -> RequestException.notFound("there is no ingest '" + id + "'"));
  }

  /**
   * Waits until all who listen to jobs, which are over, have heard of their end: the server closes
   * connections on which nothing happens, and each pauses between two events.
   */
  void awaitListeners() {
    try {
      int phase = listeners.arriveAndDeregister();
      listeners.awaitAdvanceInterruptibly(phase, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("who listened to an ingest did not take its end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void events(Context context) throws IOException, InterruptedException {
    IngestJob job = job(context);
    listeners.register();
    try {
      tell(job, context);
    } finally {
      listeners.arriveAndDeregister();
    }
  }

  /** The job as a whole each time that it changed, until it is over. */
  private static void tell(IngestJob job, Context context)
      throws IOException, InterruptedException {
    context.contentType("text/event-stream").header("Cache-Control", "no-store");
    context.header("X-Accel-Buffering", "no"); // a proxy must not hold events back
    OutputStream out = context.res().getOutputStream();
    long seen = -1;
    while (true) {
      boolean over = job.over(); // before the job is written: its last state is sent
      long version = job.awaitChange(seen, over || seen < 0 ? 0 : HEARTBEAT_MILLIS);
      if (version != seen || !over) {
        String event =
            version == seen
                ? ": nothing new\n\n"
                : "event: job\ndata: "
                    + new String(Json.bytes(job.json()), StandardCharsets.UTF_8)
                    + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        seen = version;
      }
      if (over) {
        return;
      }
      Thread.sleep(PACE_MILLIS);
    }
  }
}
