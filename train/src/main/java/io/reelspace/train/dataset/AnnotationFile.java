package io.reelspace.train.dataset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.reelspace.error.BadInputException;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The shapes of annotation files, each walked row by row without holding the file in memory. */
final class AnnotationFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

  private AnnotationFile() {}

  /** One JSON object a line. */
  static void jsonLines(Path file, Consumer<Row> rows) {
    lines(
        file,
        (text, line) -> {
          try {
            JsonNode json = JSON.readTree(text);
            Row row = new Row(file, line, "", json);
            if (!json.isObject()) {
              throw row.malformed("is not a JSON object");
            }
            rows.accept(row);
          } catch (JsonProcessingException e) {
            throw new BadInputException(
                "%s:%d is not JSON: %s.".formatted(file, line, e.getOriginalMessage()), e);
          }
        });
  }

  /** Entries of one JSON object {@code {key: entry, ...}} or elements of one array. */
  static void jsonEntries(Path file, Consumer<Row> rows) {
    parse(file, parser -> entries(file, parser, rows));
  }

  /** Elements of the array in a field of one JSON object; other fields are passed over. */
  static void jsonArray(Path file, String field, Consumer<Row> rows) {
    parse(
        file,
        parser -> {
          boolean found = false;
          while (parser.nextToken() != null) {
            if (parser.currentToken() == JsonToken.FIELD_NAME) {
              if (parser.currentName().equals(field)) {
                found = true;
                entries(file, parser, rows);
              } else {
                parser.nextToken();
                parser.skipChildren();
              }
            }
          }
          if (!found) {
            throw new BadInputException("%s:1 has no \"%s\".".formatted(file, field));
          }
        });
  }

  /** Rows of comma-separated values under a header that names the columns. */
  static void csv(Path file, Consumer<Row> rows) {
    try (BufferedReader reader = Files.newBufferedReader(file);
        MappingIterator<JsonNode> iterator =
            CSV.readerFor(JsonNode.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(reader)) {
      while (iterator.hasNextValue()) {
        int line = iterator.getCurrentLocation().getLineNr();
        rows.accept(new Row(file, line, "", iterator.nextValue()));
      }
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s:%d is not a row of the csv: %s."
              .formatted(file, line(e.getLocation()), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Lines that are not blank, stripped. */
  static List<String> list(Path file) {
    List<String> list = new ArrayList<>();
    lines(file, (text, line) -> list.add(text.strip()));
    return list;
  }

  /** Lines that are not blank, with their number from 1. */
  static void lines(Path file, LineVisitor visitor) {
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (!text.isBlank()) {
          visitor.visit(text, number);
        }
      }
    } catch (CharacterCodingException e) {
      throw new BadInputException(
          "%s is not UTF-8, after line %d: convert it first.".formatted(file, number), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Takes a line and its number from 1. */
  @FunctionalInterface
  interface LineVisitor {
    void visit(String text, int line);
  }

  private static void entries(Path file, JsonParser parser, Consumer<Row> rows) throws IOException {
    JsonToken open = parser.nextToken();
    if (open != JsonToken.START_OBJECT && open != JsonToken.START_ARRAY) {
      throw new BadInputException(
          "%s:%d needs a JSON object or array here."
              .formatted(file, line(parser.currentLocation())));
    }
    while (parser.nextToken() != JsonToken.END_OBJECT
        && parser.currentToken() != JsonToken.END_ARRAY) {
      String key = "";
      int line = line(parser.currentTokenLocation());
      if (parser.currentToken() == JsonToken.FIELD_NAME) {
        key = parser.currentName();
        parser.nextToken();
      }
      rows.accept(new Row(file, line, key, JSON.readTree(parser)));
    }
  }

  private static void parse(Path file, ParserVisitor visitor) {
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      visitor.visit(parser);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s:%d is not JSON: %s.".formatted(file, line(e.getLocation()), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @FunctionalInterface
  private interface ParserVisitor {
    void visit(JsonParser parser) throws IOException;
  }

  private static int line(JsonLocation location) {
    return location == null ? 0 : Math.max(1, location.getLineNr());
  }

  private static BadInputException unreadable(Path file, IOException e) {
    boolean absent = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
    return new BadInputException(
        absent
            ? "There is no annotation file " + file + "."
            : "Cannot read " + file + ": " + e.getMessage(),
        e);
  }
}
