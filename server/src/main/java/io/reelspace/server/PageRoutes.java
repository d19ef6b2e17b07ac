package io.reelspace.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The web page: a fixed list of files inside of the program. Scripts and styles hold nothing of the
 * archive and are given to everybody; the page itself asks for the token where there is one.
 */
final class PageRoutes {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** Names that a script or style may have; what is not among the resources is not found. */
  private static final String NAME = "[a-z-]{1,40}\\.(js|css|svg)";

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Resource(byte[] content, String tag) {}

  private final Access access;
  private final Map<String, Optional<Resource>> resources = new ConcurrentHashMap<>();

  PageRoutes(Access access) {
    this.access = access;
  }

  void add(RoutesConfig routes) {
    routes.get("/", this::page);
    routes.post("/login", this::login);
    routes.get("/page/{name}", this::file);
  }

  /** Whether a path is one that everybody may ask for. */
  static boolean isPublic(Context context) {
    String path = context.path();
    boolean reads = context.req().getMethod().equals("GET");
    return (reads && (path.equals("/") || path.matches("/page/" + NAME)))
        || (path.equals("/login") && context.req().getMethod().equals("POST"));
  }

  private void page(Context context) {
    Optional<String> token = Optional.ofNullable(context.queryParam("token"));
    if (token.isPresent() && access.login(context, token.get())) {
      context.status(303).header("Location", "/"); // without the token in the address
    } else if (access.hasToken(context)) {
      answer(context, "index.html");
    } else {
      context.status(401);
      answer(context, "login.html");
    }
  }

  private void login(Context context) {
    String token = Optional.ofNullable(context.formParam("token")).orElse("");
    if (access.login(context, token)) {
      context.status(303).header("Location", "/");
    } else {
      context.status(401);
      answer(context, "login.html");
    }
  }

  private void file(Context context) {
    answer(context, context.pathParam("name"));
  }

  private void answer(Context context, String name) {
    Resource resource =
        resources
            .computeIfAbsent(name, PageRoutes::read)
            .orElseThrow(() -> RequestException.notFound("the page has no file " + name));
    context.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    context.header("Cache-Control", "no-cache").header("ETag", resource.tag());
    if (resource.tag().equals(context.header("If-None-Match")) && context.statusCode() == 200) {
      context.status(304);
    } else {
      context.result(resource.content());
    }
  }

  private static Optional<Resource> read(String name) {
    if (!name.matches(NAME) && !name.matches("(index|login)\\.html")) {
      return Optional.empty();
    }
    try (InputStream in = PageRoutes.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] content = in.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Optional.of(new Resource(content, '"' + HexFormat.of().formatHex(hash, 0, 8) + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
