package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;

/** The example of the README, as it stands there. */
final class ReadmeExample {

  private ReadmeExample() {}

  static List<Hit> whiteDogs(Path home, Path videos) {
    Path cache = home.resolve("cache"); // programs and models are unpacked here once
    MediaReader media = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
    Path bundle = BundledSpaces.unpack(BundledSpaces.DEFAULT, cache);
    try (Space space = Space.open(bundle, Inference.in(cache));
        VideoIndex index = VideoIndex.open(home.resolve("index"), SpaceIdentity.of(space))) {
      new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT)
          .run(List.of(videos));
      float[] query = space.embedText("a white dog");
      return index.search(new SearchRequest(query, 3, Grouping.MOMENT, -1));
    }
  }
}
