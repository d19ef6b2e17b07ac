package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the interface says what the server does. */
class OpenApiTest {

  @TempDir static Path folder;
  private static Served served;
  private static JsonNode description;
  private static SchemaRegistry schemas;

  @BeforeAll
  static void serve() {
    served = Served.clips(folder);
    description = served.get("/openapi.json").json();
    String text = description.toString();
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of("urn:openapi", text)));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void itHasEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertEquals(new TreeSet<>(served.server.allRoutes()), described);
    assertEquals("3.1.0", description.path("openapi").asText());
  }

  @Test
  void answersAreAsItSays() {
    String dog = Served.DOG;
    check("GET", "/api/search", served.get("/api/search?text=a+dog&then=a+street&within=9"));
    check("GET", "/api/search", served.get("/api/search?said=hello"));
    check(
        "POST",
        "/api/search",
        served.post("/api/search", "{\"query\": {\"text\": \"a dog\"}, \"top\": 3}"));
    byte[] picture = served.get("/api/thumbnails?video=" + dog).response().body();
    check("GET", "/api/thumbnails", served.get("/api/thumbnails?video=" + dog));
    Served.Answer upload = served.send("POST", "/api/uploads", picture);
    check("POST", "/api/uploads", upload);
    String id = upload.json().path("id").asText();
    check("GET", "/api/uploads/{id}/picture", served.get("/api/uploads/" + id + "/picture"));
    check("GET", "/api/videos", served.get("/api/videos?filter=duration+%3E+1&order=added"));
    check("GET", "/api/videos/{id}", served.get("/api/videos/" + dog));
    check("GET", "/api/videos/{id}/sheet", served.get("/api/videos/" + dog + "/sheet"));
    check("GET", "/api/moments/{id}", served.get("/api/moments/" + dog + "@0.000"));
    check("GET", "/api/moments/{id}/like", served.get("/api/moments/" + dog + "@0.000/like"));
    check("PUT", "/api/videos/{id}/tags", tag("/api/videos/" + dog + "/tags"));
    check("GET", "/api/tags", served.get("/api/tags"));
    check("GET", "/api/map", served.get("/api/map"));
    check("GET", "/api/space", served.get("/api/space"));
    check("GET", "/api/status", served.get("/api/status"));
    check("GET", "/health", served.get("/health"));
    check("GET", "/media/{id}", served.get("/media/" + dog));
    check("GET", "/media/{id}", served.get("/media/" + dog, "Range", "bytes=0-9"));
    check("GET", "/media/{id}/stream", served.get("/media/" + dog + "/stream?from=1"));
    check("GET", "/media/{id}/cut", served.get("/media/" + dog + "/cut?from=0&to=1"));
    check("GET", "/metrics", served.get("/metrics"));
    check("GET", "/", served.get("/"));
    check("GET", "/page/{name}", served.get("/page/app.js"));
    Served.Answer job =
        served.post("/api/ingest", "{\"paths\": [\"" + Served.CLIPS + "\"], \"prune\": true}");
    check("POST", "/api/ingest", job);
    String at = job.header("Location");
    check("GET", "/api/ingest/{id}/events", served.get(at + "/events"));
    check("GET", "/api/ingest/{id}", served.get(at));
    check("DELETE", "/api/ingest/{id}", served.delete(at));
    check("GET", "/api/ingest", served.get("/api/ingest"));
    check("DELETE", "/api/videos/{id}", served.delete("/api/videos/" + Served.id("car.mp4")));
  }

  @Test
  void failuresAreProblems() {
    for (String path :
        new String[] {
          "/api/search", "/api/search?filter=x&text=y", "/api/videos/none", "/media/none", "/no"
        }) {
      Served.Answer answer = served.get(path);
      assertTrue(answer.status() >= 400, path);
      assertEquals("application/problem+json", answer.header("Content-Type"), path);
      validate("#/components/schemas/Problem", answer);
      assertEquals(answer.status(), answer.json().path("status").asInt());
    }
    Served.Answer other = served.delete("/api/tags");
    assertEquals(405, other.status());
    assertEquals("GET", other.header("Allow"));
  }

  private static Served.Answer tag(String path) {
    return served.send("PUT", path, "{\"add\": [\"dog\"]}".getBytes(StandardCharsets.UTF_8));
  }

  private static void check(String method, String path, Served.Answer answer) {
    JsonNode responses =
        description
            .path("paths")
            .path(path)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses");
    JsonNode response = responses.path(String.valueOf(answer.status()));
    assertFalse(response.isMissingNode(), method + " " + path + " gave " + answer.status());
    if (response.has("content")) {
      String type = answer.header("Content-Type").replaceFirst(";.*", "");
      JsonNode schema =
          response.path("content").properties().stream()
              .filter(content -> type.matches(content.getKey().replace("*", ".*")))
              .findFirst()
              .orElseThrow(() -> new AssertionError(path + " gave " + type))
              .getValue()
              .path("schema");
      if (type.equals("application/json") && schema.has("$ref")) {
        validate(schema.path("$ref").asText(), answer);
      }
    } else {
      assertEquals(0, answer.response().body().length);
    }
  }

  private static void validate(String reference, Served.Answer answer) {
    List<Error> wrong =
        schemas
            .getSchema(SchemaLocation.of("urn:openapi" + reference))
            .validate(
                answer.json(),
                run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)));
    assertEquals(List.of(), wrong, () -> reference + ": " + answer.text());
  }
}
