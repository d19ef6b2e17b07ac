package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.error.RemoteException;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.index.filter.FilterSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers failures with {@code application/problem+json} (RFC 9457), one kind for each cause. */
final class Problems {

  static final String TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "The request cannot be understood"),
          Map.entry(401, "A token is needed"),
          Map.entry(403, "This is not allowed"),
          Map.entry(404, "There is nothing here"),
          Map.entry(405, "This cannot be done here"),
          Map.entry(408, "The request took too long"),
          Map.entry(409, "The index does not allow it now"),
          Map.entry(410, "The file is gone"),
          Map.entry(413, "This is too large"),
          Map.entry(415, "This type is not read"),
          Map.entry(416, "The range lies outside"),
          Map.entry(422, "The medium cannot be read"),
          Map.entry(500, "An unexpected failure"),
          Map.entry(502, "Another service failed"),
          Map.entry(503, "Not now"));

  private Problems() {}

  /** Answers with the problem that a failure is. */
  static void answer(Throwable failure, Context context) {
    switch (failure) {
      case RequestException e -> write(context, e.status(), e.kind(), e.getMessage());
      case ReelspaceException e -> answer(e, context);
      case HttpResponseException e -> {
        Optional.ofNullable(e.getDetails().get("availableMethods"))
            .ifPresent(methods -> context.header("Allow", methods));
        write(context, e.getStatus(), kind(e.getStatus()), detail(e, context));
      }
      case HttpException e -> write(context, e.getCode(), kind(e.getCode()), e.getReason());
      default -> {
        Optional<HttpException> cause = cause(failure, HttpException.class);
        if (cause.isPresent()) {
          int status = cause.get().getCode();
          write(context, status, kind(status), cause.get().getReason());
          return;
        }
        if (cause(failure, TimeoutException.class).isPresent()) {
          write(context, 408, "timeout", "the body of the request did not come in time");
          return;
        }
        LOG.error("unexpected failure of {} {}", context.method(), context.path(), failure);
        write(
            context,
            500,
            "unexpected",
            "A fault of Reelspace; logs/reelspace.log in its home says what led to it.");
      }
    }
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static void answer(ReelspaceException failure, Context context) {
    switch (failure) {
      case BadInputException e -> {
        ObjectNode problem = problem(400, "bad-input", e.getMessage());
        if (e.getCause() instanceof FilterSyntaxException syntax) {
          problem.put("pointer", syntax.pointer());
        }
        write(context, 400, problem);
      }
      case UnreadableMediaException e -> write(context, 422, "unreadable-media", e.getMessage());
      case SpaceMismatchException e -> write(context, 409, "space-mismatch", e.getMessage());
      case MissingModelException e -> write(context, 503, "missing-model", e.getMessage());
      case RemoteException e -> write(context, 502, "remote", e.getMessage());
      case StorageException e -> {
        context.header("Retry-After", "10");
        write(context, 503, "storage", e.getMessage());
      }
    }
  }

  private static String detail(HttpResponseException failure, Context context) {
    return switch (failure.getStatus()) {
      case 404 -> "no such address: " + context.path() + "; /openapi.json lists those there are";
      case 405 -> context.method() + " is nothing that can be done at " + context.path();
      case 413 -> "the body of the request is too large";
      default -> failure.getMessage();
    };
  }

  private static String kind(int status) {
    return switch (status) {
      case 404 -> "not-found";
      case 413 -> "too-large";
      default -> status < 500 ? "bad-request" : "unexpected";
    };
  }

  static void write(Context context, int status, String kind, String detail) {
    if (status == 503) {
      context.header("Retry-After", "10");
    }
    write(context, status, problem(status, kind, detail));
  }

  private static void write(Context context, int status, ObjectNode problem) {
    context.status(status).contentType(TYPE).result(Json.bytes(problem));
    context.header("Cache-Control", "no-store");
  }

  private static ObjectNode problem(int status, String kind, String detail) {
    ObjectNode problem = Json.object();
    problem.put("type", "urn:reelspace:problem:" + kind);
    problem.put("title", TITLES.getOrDefault(status, "The request failed"));
    problem.put("status", status);
    problem.put("detail", detail == null ? "" : detail);
    return problem;
  }
}
