package io.reelspace.benchmarks.sounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.query.SearchLimits;
import io.reelspace.space.Modality;
import io.reelspace.space.Space;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whether real clips with their own sound are found by captions of what they show as well with
 * sound as without: speech, music and noise that the space does not know must not answer.
 */
public final class SoundOnClips {

  private SoundOnClips() {}

  /** {@code CLIPS WORK}: a folder with captions.jsonl and clips, and one for what is made. */
  public static void main(String[] arguments) throws Exception {
    Path clips = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path work = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
    Path cache = work.resolve("cache");
    Path bundle = BundledSpaces.unpack(BundledSpaces.DEFAULT, cache);
    Inference inference = Inference.in(cache);
    MediaReader media = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
    Path folder = work.resolve("clips-index");
    try (Space space = Space.open(bundle, inference);
        VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT)
          .run(List.of(clips));
      System.out.println(index.stats());
    }
    try (Archive archive = Archive.open(folder, Space.open(bundle, inference), cache);
        Space space = Space.open(bundle, inference);
        VideoIndex index = VideoIndex.openReadOnly(folder)) {
      measure(clips, archive, space, index);
    }
  }

  private static void measure(Path clips, Archive archive, Space space, VideoIndex index)
      throws Exception {
    ObjectMapper json = new ObjectMapper();
    int queries = 0;
    int seen = 0;
    int both = 0;
    int heard = 0;
    for (String line : Files.readAllLines(clips.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      Path clip = clips.resolve(row.path("video").asText());
      for (JsonNode caption : row.path("captions")) {
        queries++;
        float[] vector = space.embedText(caption.asText());
        Hit best =
            index
                .search(
                    new SearchRequest(vector, 1, Grouping.VIDEO, -1).withRanking(Ranking.MOMENTS))
                .getFirst();
        seen += Path.of(best.video()).equals(clip) ? 1 : 0;
        Hit first =
            archive
                .search(Query.text(caption.asText()), new SearchLimits(1, Grouping.VIDEO, 0))
                .moments()
                .getFirst();
        both += Path.of(first.video()).equals(clip) ? 1 : 0;
        if (first.modality() == Modality.AUDIO) {
          heard++;
          System.out.println("answered by a sound: " + caption.asText() + " -> " + first);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d captions: R@1 %.3f by pictures, %.3f with sound; %d first by a sound%n",
        queries,
        (double) seen / queries,
        (double) both / queries,
        heard);
  }
}
