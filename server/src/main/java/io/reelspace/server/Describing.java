package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.Said;
import io.reelspace.query.Match;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Videos and moments as JSON. Times are seconds, as everywhere. */
final class Describing {

  private Describing() {}

  /** What a list of videos says of each. */
  static ObjectNode video(IndexedVideo video) {
    ObjectNode node = Json.object();
    node.put("id", video.id());
    node.put("name", String.valueOf(Path.of(video.path()).getFileName()));
    node.put("path", video.path());
    node.put("duration", video.duration());
    node.put("width", video.width());
    node.put("height", video.height());
    node.put("bytes", video.bytes());
    node.put("added", video.added().toString());
    video.recorded().ifPresent(recorded -> node.put("recorded", recorded.toString()));
    node.set("languages", Json.texts(new TreeSet<>(video.words().languages())));
    node.set("tags", Json.texts(new TreeSet<>(video.tags())));
    ArrayNode warnings = node.putArray("warnings");
    video.warnings().forEach(warnings::add);
    video.words().warnings().forEach(warnings::add);
    node.put("version", Long.toHexString(video.modified().toEpochMilli()));
    return node;
  }

  /** What was found, best first. */
  static ArrayNode matches(List<Match> matches) {
    ArrayNode array = Json.array();
    int rank = 1;
    for (Match match : matches) {
      ObjectNode node = hit(match.moment());
      match.similarity().ifPresent(similarity -> node.put("similarity", similarity));
      if (match.moment().modality() == Modality.AUDIO) {
        node.put("found", "audio");
      }
      node.put("rank", rank++);
      match.moment().said().ifPresent(said -> node.set("said", said(said)));
      if (!match.steps().isEmpty()) {
        ArrayNode steps = node.putArray("steps");
        match.steps().forEach(step -> steps.add(hit(step)));
      }
      array.add(node);
    }
    return array;
  }

  private static ObjectNode hit(Hit hit) {
    ObjectNode node = Json.object();
    node.put("id", hit.id());
    node.put("video", Identifiers.video(Path.of(hit.video())));
    node.put("start", hit.start());
    node.put("end", hit.end());
    node.put("score", hit.score());
    return node;
  }

  private static ObjectNode said(Said said) {
    ObjectNode node = Json.object();
    node.put("text", said.text());
    node.put("start", said.start());
    node.put("end", said.end());
    return node;
  }
}
