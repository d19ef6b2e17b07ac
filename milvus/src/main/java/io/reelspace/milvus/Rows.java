package io.reelspace.milvus;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.IndexedWords;
import io.reelspace.index.QuantisedFrames;
import io.reelspace.index.StoredVideo;
import io.reelspace.space.Modality;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A video as rows of the three collections. */
final class Rows {

  /** Characters of a chunk; each takes three bytes at most, or four as two. */
  private static final int CHUNK = Tables.LONGEST_TEXT / 3;

  private Rows() {}

  /** The key of a segment or window. */
  static String vectorKey(long version, Modality modality, int number) {
    return "%d-%s-%08d".formatted(version, modality, number);
  }

  /** The key of a chunk of a part. */
  static String partKey(long version, String kind, int number, int chunk) {
    return "%d-%s-%08d-%06d".formatted(version, kind, number, chunk);
  }

  /** The key of a video. */
  static String videoKey(String id, long version) {
    return id + "@" + version;
  }

  /** The rows of segments and windows. */
  static List<JsonObject> vectors(StoredVideo stored, long version) {
    JsonObject filtered = filtered(stored.video());
    List<JsonObject> rows = new ArrayList<>();
    int number = 0;
    for (IndexedSegment segment : ordered(stored.segments())) {
      rows.add(
          vector(
              filtered,
              stored.video().id(),
              version,
              Modality.VISUAL,
              number++,
              segment.start(),
              segment.end(),
              segment.embedding()));
    }
    number = 0;
    for (IndexedWindow window : stored.windows()) {
      rows.add(
          vector(
              filtered,
              stored.video().id(),
              version,
              window.modality(),
              number++,
              window.start(),
              window.end(),
              window.embedding()));
    }
    return rows;
  }

  static List<IndexedSegment> ordered(List<IndexedSegment> segments) {
    return segments.stream().sorted(Comparator.comparingDouble(IndexedSegment::start)).toList();
  }

  private static JsonObject vector(
      JsonObject filtered,
      String id,
      long version,
      Modality modality,
      int number,
      double start,
      double end,
      float[] embedding) {
    JsonObject row = keyed(vectorKey(version, modality, number), id, version);
    filtered.asMap().forEach(row::add);
    row.addProperty(Fields.MODALITY, modality.name());
    row.addProperty(Fields.NUMBER, number);
    row.addProperty(Fields.START, start);
    row.addProperty(Fields.END, end);
    row.addProperty(Fields.SPREAD, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    row.add(Fields.EMBEDDING, array(embedding));
    return row;
  }

  private static JsonObject keyed(String key, String id, long version) {
    JsonObject row = new JsonObject();
    row.addProperty(Fields.KEY, key);
    row.addProperty(Fields.VERSION, version);
    row.addProperty(Fields.VIDEO, id);
    return row;
  }

  private static JsonArray array(float... values) {
    JsonArray array = new JsonArray(values.length);
    for (float value : values) {
      array.add(value);
    }
    return array;
  }

  private static JsonArray array(Iterable<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonObject filtered(IndexedVideo video) {
    JsonObject row = new JsonObject();
    row.addProperty(Fields.PATH, video.path());
    row.addProperty(Fields.NAME, FilterMatch.name(video.path()));
    row.addProperty(Fields.DURATION, video.duration());
    row.addProperty(Fields.WIDTH, video.width());
    row.addProperty(Fields.HEIGHT, video.height());
    row.addProperty(Fields.RESOLUTION, Math.min(video.width(), video.height()));
    row.addProperty(Fields.ADDED, video.added().toEpochMilli());
    row.addProperty(
        Fields.RECORDED, video.recorded().map(Instant::toEpochMilli).orElse(Fields.UNKNOWN));
    row.add(Fields.LANGUAGES, array(video.words().languages()));
    row.add(Fields.TAGS, array(video.tags()));
    return row;
  }

  /** The row of frames and lines. */
  static List<JsonObject> parts(StoredVideo stored, long version) {
    List<IndexedSegment> segments = ordered(stored.segments());
    List<JsonObject> rows = new ArrayList<>();
    for (int number = 0; number < segments.size(); number++) {
      IndexedSegment segment = segments.get(number);
      if (!segment.frames().isEmpty()) {
        byte[] frames = QuantisedFrames.write(segment.frames(), segment.embedding());
        String text =
            segment.start()
                + ";"
                + segment.end()
                + ";"
                + Base64.getEncoder().encodeToString(frames);
        addPart(rows, stored.video().id(), version, Fields.KIND_FRAMES, number, text);
      }
    }
    int number = 0;
    for (IndexedLine line : segments.isEmpty() ? List.<IndexedLine>of() : stored.lines()) {
      String text = text(line.within(segments));
      addPart(rows, stored.video().id(), version, Fields.KIND_LINE, number++, text);
    }
    return rows;
  }

  private static void addPart(
      List<JsonObject> rows, String id, long version, String kind, int number, String text) {
    List<String> chunks = chunks(text);
    for (int chunk = 0; chunk < chunks.size(); chunk++) {
      String key = partKey(version, kind, number, chunk);
      rows.add(part(key, id, version, kind, number, chunk, chunks.size(), chunks.get(chunk)));
    }
  }

  private static List<String> chunks(String text) {
    List<String> chunks = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + CHUNK, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--; // both halves of a letter stay together
      }
      chunks.add(text.substring(from, to));
      from = to;
    } while (from < text.length());
    return chunks;
  }

  private static JsonObject part(
      String key,
      String id,
      long version,
      String kind,
      int number,
      int chunk,
      int chunks,
      String text) {
    JsonObject row = keyed(key, id, version);
    row.addProperty(Fields.KIND, kind);
    row.addProperty(Fields.NUMBER, number);
    row.addProperty(Fields.CHUNK, chunk);
    row.addProperty(Fields.CHUNKS, chunks);
    row.addProperty(Fields.TEXT, text);
    row.add(Fields.NONE, array(1, 0));
    return row;
  }

  /** What is written before a video's rows, and deleted when all is done. */
  static JsonObject pending(Pending pending) {
    return part(
        pending.key(),
        pending.videoId(),
        pending.version(),
        Fields.KIND_PENDING,
        0,
        0,
        1,
        pending.deletes() ? "delete" : "upsert");
  }

  private static String text(IndexedLine line) {
    JsonObject json = new JsonObject();
    json.addProperty("start", line.start());
    json.addProperty("end", line.end());
    json.addProperty("text", line.text());
    line.language().ifPresent(language -> json.addProperty("language", language));
    return json.toString();
  }

  /** The line that a text stands for. */
  static IndexedLine line(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new IndexedLine(
        json.get("start").getAsDouble(),
        json.get("end").getAsDouble(),
        json.get("text").getAsString(),
        Optional.ofNullable(json.get("language")).map(JsonElement::getAsString));
  }

  /** The segment that a text stands for, with its frames and perhaps its embedding. */
  static IndexedSegment frames(String text, float[] embedding) {
    String[] parts = text.split(";", 3);
    byte[] frames = Base64.getDecoder().decode(parts[2]);
    return new IndexedSegment(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        embedding,
        QuantisedFrames.read(frames, embedding));
  }

  /** Whether the frames of a text are its segment itself, whose embedding they need. */
  static boolean needsEmbedding(String text) {
    return text.length() - text.lastIndexOf(';') < 20;
  }

  /** The row of a video: the switch. */
  static JsonObject video(StoredVideo stored, long version) {
    IndexedVideo video = stored.video();
    JsonObject row = keyed(videoKey(video.id(), version), video.id(), version);
    filtered(video).asMap().forEach(row::add);
    row.addProperty(Fields.BYTES, video.bytes());
    row.addProperty(Fields.SEGMENTS, stored.segments().size());
    row.addProperty(Fields.WINDOWS, stored.windows().size());
    row.addProperty(Fields.LINES, stored.segments().isEmpty() ? 0 : stored.lines().size());
    String about = about(video);
    if (about.getBytes(StandardCharsets.UTF_8).length > Tables.LONGEST_TEXT) {
      throw new BadInputException(
          video.path() + ": its tags and warnings are longer than a server takes; give it less");
    }
    row.addProperty(Fields.ABOUT, about);
    row.add(Fields.NONE, array(1, 0));
    return row;
  }

  private static String about(IndexedVideo video) {
    JsonObject json = new JsonObject();
    json.addProperty("path", video.path());
    json.addProperty("duration", video.duration());
    json.addProperty("bytes", video.bytes());
    json.addProperty("modified", video.modified().toString());
    json.addProperty("added", video.added().toString());
    json.addProperty("width", video.width());
    json.addProperty("height", video.height());
    json.addProperty("sampler", video.sampler());
    json.add("warnings", array(video.warnings()));
    video.recorded().ifPresent(time -> json.addProperty("recorded", time.toString()));
    json.add("tags", array(video.tags()));
    json.addProperty("sources", video.words().sources());
    json.add("languages", array(video.words().languages()));
    json.add("wordsWarnings", array(video.words().warnings()));
    video.content().ifPresent(hash -> json.addProperty("content", hash));
    return json.toString();
  }

  /** The video that a row stands for. */
  static IndexedVideo video(String id, String about) {
    JsonObject json = JsonParser.parseString(about).getAsJsonObject();
    return new IndexedVideo(
        id,
        json.get("path").getAsString(),
        json.get("duration").getAsDouble(),
        json.get("bytes").getAsLong(),
        Instant.parse(json.get("modified").getAsString()),
        Instant.parse(json.get("added").getAsString()),
        json.get("width").getAsInt(),
        json.get("height").getAsInt(),
        json.get("sampler").getAsString(),
        texts(json, "warnings"),
        Optional.ofNullable(json.get("recorded")).map(time -> Instant.parse(time.getAsString())),
        set(json, "tags"),
        new IndexedWords(
            json.get("sources").getAsString(),
            set(json, "languages"),
            texts(json, "wordsWarnings")),
        Optional.ofNullable(json.get("content")).map(JsonElement::getAsString));
  }

  private static Set<String> set(JsonObject json, String name) {
    return new HashSet<>(texts(json, name));
  }

  private static List<String> texts(JsonObject json, String name) {
    return json.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList();
  }
}
