package io.reelspace.benchmarks.moments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.Ranking;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.query.Archive;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.TextQuery;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each stage of a search does to captions of real clips, and what it costs.
 *
 * <p>Arguments: the folder of clips with {@code captions.jsonl}, a folder for the index, perhaps
 * the name of a bundled space. A clip counts by its best moment.
 */
public final class ClipStages {

  private static final int ROUNDS = 3;

  /** A caption and the clip that it describes. */
  private record Caption(String text, Path clip) {}

  private ClipStages() {}

  /** Indexes the clips where they are not yet, and prints a line for each stage. */
  public static void main(String[] arguments) throws IOException {
    Path clips = Path.of(arguments[0]).toRealPath();
    Path work = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
    String name = arguments.length > 2 ? arguments[2] : BundledSpaces.DEFAULT;
    Path cache = work.resolve("cache");
    List<Caption> captions = captions(clips);
    MediaReader media = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
    Path folder = work.resolve("index-" + name);
    try (Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache));
        VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      List<Path> files = captions.stream().map(Caption::clip).distinct().toList();
      new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT).run(files);
    }
    Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache));
    try (Archive archive = Archive.open(folder, space, cache)) {
      stages(archive.defaultLimit())
          .forEach((stage, limits) -> measure(archive, captions, stage, limits));
    }
  }

  private static Map<String, SearchLimits> stages(double limit) {
    SearchLimits all = new SearchLimits(1000, Grouping.VIDEO, 0);
    Map<String, SearchLimits> stages = new LinkedHashMap<>();
    stages.put("whole segments", all.ranking(Ranking.SEGMENTS));
    stages.put("moments", all);
    stages.put("moments, attention .1", all.ranking(Ranking.MOMENTS.withAttention(0.1)));
    stages.put("moments, attention .02", all.ranking(Ranking.MOMENTS.withAttention(0.02)));
    stages.put("moments, video .1", all.ranking(Ranking.MOMENTS.withVideo(0.1)));
    stages.put("moments, video .25", all.ranking(Ranking.MOMENTS.withVideo(0.25)));
    stages.put("moments, limit", all.minScore(limit));
    return stages;
  }

  private static List<Caption> captions(Path clips) throws IOException {
    List<Caption> captions = new ArrayList<>();
    for (String line : Files.readAllLines(clips.resolve("captions.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      Path clip = clips.resolve(row.path("video").asText());
      row.path("captions").forEach(caption -> captions.add(new Caption(caption.asText(), clip)));
    }
    return captions;
  }

  private static void measure(
      Archive archive, List<Caption> captions, String stage, SearchLimits limits) {
    int first = 0;
    int five = 0;
    double reciprocal = 0;
    long shown = 0;
    List<Long> nanos = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) { // the first ones warm up
      for (Caption caption : captions) {
        long start = System.nanoTime();
        List<String> found =
            archive.search(new TextQuery(caption.text()), limits).moments().stream()
                .map(moment -> moment.video())
                .toList();
        if (round < ROUNDS - 1) {
          continue;
        }
        nanos.add(System.nanoTime() - start);
        int rank = found.indexOf(caption.clip().toString()) + 1;
        first += rank == 1 ? 1 : 0;
        five += rank >= 1 && rank <= 5 ? 1 : 0;
        reciprocal += rank > 0 ? 1.0 / rank : 0;
        shown += found.size();
      }
    }
    nanos.sort(null);
    int count = captions.size();
    System.out.printf(
        Locale.ROOT,
        "%-24s %d captions  R@1 %5.1f  R@5 %5.1f  MRR %.3f  clips shown %.1f  p50 %.1f ms%n",
        stage,
        count,
        100.0 * first / count,
        100.0 * five / count,
        reciprocal / count,
        shown / (double) count,
        nanos.get(count / 2) / 1e6);
  }
}
