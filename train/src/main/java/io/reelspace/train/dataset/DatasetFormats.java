package io.reelspace.train.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.train.dataset.DatasetReader.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the forms of annotations apart by their file names and first rows. */
public final class DatasetFormats {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_START = 1 << 16;

  /** Files by which a folder of annotations is known. */
  private static final Map<String, Format> OF_FOLDERS =
      Map.of(
          "captions_msvd.json",
          Format.MSVD,
          "MSRVTT_JSFUSION_test.csv",
          Format.MSRVTT,
          "MSRVTT_data.json",
          Format.MSRVTT,
          "MSRVTT_v2.json",
          Format.MSRVTT);

  /** What the start of a JSON file of each form has in it. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark("\"sentences\"", "\"timestamps\"", Format.ACTIVITYNET),
          new Mark("\"annotation_id\"", "\"times\"", Format.DIDEMO),
          new Mark("\"filename\"", "\"sent", Format.FLICKR),
          new Mark("\"start\"", "\"text\"", Format.HOWTO100M));

  private record Mark(String one, String other, Format format) {}

  private DatasetFormats() {}

  /**
   * The form of annotations.
   *
   * @param annotations a file, or a folder of annotation files
   * @throws BadInputException when it is not there, or no form is recognised
   */
  public static Format detect(Path annotations) {
    if (Files.isDirectory(annotations)) {
      return OF_FOLDERS.entrySet().stream()
          .filter(entry -> Files.exists(annotations.resolve(entry.getKey())))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElseThrow(() -> unknown(annotations));
    }
    String start = start(annotations);
    String name = String.valueOf(annotations.getFileName());
    if (name.endsWith(".csv") || name.equals("captions.txt") || name.endsWith(".token.txt")) {
      return Format.FLICKR;
    }
    JsonNode row = firstRow(start);
    if (row.has("vid") && row.has("relevant_windows")) {
      return Format.QVHIGHLIGHTS;
    }
    if (row.has("video") || row.has("image")) {
      return Format.MANIFEST;
    }
    return MARKS.stream()
        .filter(mark -> start.contains(mark.one()) && start.contains(mark.other()))
        .map(Mark::format)
        .findFirst()
        .orElseGet(() -> byLines(start, name, annotations));
  }

  private static Format byLines(String start, String name, Path annotations) {
    if (name.endsWith(".jsonl")) {
      return Format.MANIFEST; // whose reader says what is wrong with the first line
    }
    if (start.lines().findFirst().orElse("").matches(".+#\\d+\\t.+")) {
      return Format.FLICKR;
    }
    throw unknown(annotations);
  }

  /** Whether a manifest names classes in place of captions, as its first row shows. */
  public static boolean holdsLabels(Path manifest) {
    if (Files.isDirectory(manifest)) {
      return false;
    }
    JsonNode row = firstRow(start(manifest));
    return row.has("label") && !row.has("captions");
  }

  private static JsonNode firstRow(String start) {
    String line = start.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
    try {
      JsonNode row = JSON.readTree(line);
      return row == null ? JSON.createObjectNode() : row;
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // not JSON lines
    }
  }

  private static String start(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      char[] text = new char[LONGEST_START];
      int length = 0;
      for (int n = reader.read(text); n > 0; n = reader.read(text, length, text.length - length)) {
        length += n;
      }
      return new String(text, 0, length);
    } catch (IOException e) {
      throw new BadInputException(
          Files.exists(file)
              ? "Cannot read the data set " + file + ": it is not text in UTF-8."
              : "There is no data set " + file + "; check the name, and that its disk is mounted.",
          e);
    }
  }

  private static BadInputException unknown(Path annotations) {
    String forms =
        Arrays.stream(Format.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new BadInputException(
        annotations
            + " is of no form that is recognised; name it with --format, one of "
            + forms
            + ".");
  }
}
