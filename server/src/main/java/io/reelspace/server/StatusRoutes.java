package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.index.IndexStats;
import java.io.IOException;
import java.io.InputStream;
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
    routes.get("/api/space", this::space);
    routes.get("/openapi.json", this::description);
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

  /** The space of the index, with its card: what it was learned from, and how good it is. */
  private void space(Context context) {
    IndexStats stats = archive.index().stats();
    ObjectNode node = Json.object();
    node.put("name", stats.space());
    node.put("fingerprint", stats.fingerprint());
    node.put("dimension", stats.dimension());
    node.put("card", archive.card());
    Json.answer(context, node);
  }

  /** The interface itself (OpenAPI 3.1). */
  private void description(Context context) throws IOException {
    try (InputStream in = StatusRoutes.class.getResourceAsStream("openapi.json")) {
      context.contentType("application/json").header("Cache-Control", "no-cache");
      context.result(in.readAllBytes());
    }
  }
}
