package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.index.IndexStats;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the server is well, and what it holds. */
final class StatusRoutes {

  private final ServedArchive archive;
  private final boolean readOnly;
  private final AtomicBoolean warm;

  /**
   * @param warm whether the networks of a first search are loaded
   */
  StatusRoutes(ServedArchive archive, boolean readOnly, AtomicBoolean warm) {
    this.archive = archive;
    this.readOnly = readOnly;
    this.warm = warm;
  }

  void add(RoutesConfig routes) {
    routes.get("/health", this::health);
    routes.get("/ready", this::ready);
    routes.get("/api/status", this::status);
  }

  private void health(Context context) {
    Json.answer(context, Json.object().put("status", "up"));
  }

  private void ready(Context context) {
    archive.index().stats(); // throws where the index cannot be read
    if (!warm.get()) {
      throw RequestException.busy("the models are still being loaded");
    }
    Json.answer(context, Json.object().put("status", "ready"));
  }

  private void status(Context context) {
    IndexStats stats = archive.index().stats();
    ObjectNode node = Json.object();
    node.put("videos", stats.videos());
    node.put("segments", stats.segments());
    node.put("lines", stats.lines());
    ObjectNode space = node.putObject("space");
    space.put("name", stats.space());
    space.put("fingerprint", stats.fingerprint());
    space.put("dimension", stats.dimension());
    node.put("readOnly", readOnly);
    node.put("ready", warm.get());
    Json.answer(context, node);
  }
}
