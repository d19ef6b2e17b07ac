package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.query.Answer;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.query.QueryJson;
import io.reelspace.query.SearchLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Answers many queries, one JSON line each, as they come: each answer is written before the next
 * query is read, so a program may talk to this one line by line.
 */
final class QueryFile {

  private static final ObjectMapper TREES = new ObjectMapper(Json.FACTORY);

  private static final List<String> OTHER_KINDS =
      List.of("image", "video", "audio", "moment", "sum", "steps");

  private final Path file;
  private final Shell shell;

  QueryFile(Path file, Shell shell) {
    this.file = file;
    this.shell = shell;
  }

  /**
   * Answers all queries; a line that is no query is told and left out.
   *
   * @return the exit code
   */
  int answer(Archive archive, SearchLimits limits) throws IOException {
    int answered = 0;
    int refused = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
      String line;
      for (int number = 1; (line = lines.readLine()) != null; number++) {
        if (line.isBlank()) {
          continue;
        }
        try {
          Asked asked = parse(line);
          Answer answer = archive.search(asked.query(), limits);
          for (String warning : answer.warnings()) {
            shell.say(Printable.of(file + ", line " + number + ": warning: " + warning));
          }
          write(asked.id(), answer);
          answered++;
        } catch (BadInputException | UnreadableMediaException e) {
          shell.say(Printable.of(file + ", line " + number + ": " + e.getMessage()));
          refused++;
        }
      }
    }
    if (refused > 0) {
      return answered > 0 ? ExitCode.PARTLY_DONE : ExitCode.FAILED;
    }
    return ExitCode.DONE;
  }

  private InputStream open() throws IOException {
    if (file.toString().equals("-")) {
      return shell.in();
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file of queries; check the name.", e);
    } catch (IOException e) {
      throw new BadInputException(
          file + ": the queries cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private void write(String id, Answer answer) throws IOException {
    try (JsonGenerator json = Json.FACTORY.createGenerator(shell.out())) {
      json.writeStartObject();
      json.writeFieldName("id");
      json.writeRawValue(id);
      json.writeFieldName("results");
      Results.write(answer.matches(), json);
      json.writeEndObject();
    }
    shell.out().line("");
    shell.out().flush();
  }

  /**
   * One query.
   *
   * @param id as JSON, given back as it came
   */
  private record Asked(String id, Query query) {}

  private static Asked parse(String line) {
    try {
      Optional<String> id = id(line);
      if (id.isEmpty() || !(TREES.readTree(line) instanceof ObjectNode query)) {
        throw malformed();
      }
      query.remove("id");
      if (query.has("text") && OTHER_KINDS.stream().noneMatch(query::has)) {
        query.retain("text", "good", "bad"); // what else a list of texts says is for others
      }
      return new Asked(id.get(), QueryJson.parse(query));
    } catch (JsonProcessingException e) {
      throw new BadInputException("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadInputException("not JSON: " + e.getMessage(), e);
    }
  }

  private static Optional<String> id(String line) throws IOException {
    Optional<String> id = Optional.empty();
    try (JsonParser json = Json.FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("id") && value.isScalarValue()) {
          id = Optional.of(Json.scalar(json));
        } else {
          json.skipChildren();
        }
      }
    }
    return id;
  }

  private static BadInputException malformed() {
    return new BadInputException("expected {\"id\": ..., \"text\": \"...\"}.");
  }
}
