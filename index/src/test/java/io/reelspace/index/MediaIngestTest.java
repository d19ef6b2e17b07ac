package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest of files that are decoded in child processes. */
class MediaIngestTest {

  @TempDir Path temporary;
  private final ColourSpace space = new ColourSpace();

  @Test
  void findsTheMomentsOfAVideoAndNamesWhatIsBroken() throws IOException {
    Path videos = Files.createDirectory(temporary.resolve("videos"));
    Path colours =
        Clips.write(videos.resolve("colours.mp4"), 3, Color.RED, Color.GREEN, Color.BLUE);
    Path picture = FilmStrips.write(videos.resolve("picture.png"), Color.RED);
    Path text = Files.writeString(videos.resolve("text.mp4"), "not a video");
    Path empty = Files.createFile(videos.resolve("empty.mp4"));
    byte[] whole = Files.readAllBytes(colours);
    Path truncated = videos.resolve("truncated.mp4");
    Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));

    try (VideoIndex index = VideoIndex.open(temporary.resolve("i"), SpaceIdentity.of(space))) {
      IngestSummary summary =
          new Ingest(index, space, Clips.reader(), IngestOptions.DEFAULT, IngestListener.SILENT)
              .run(List.of(videos));
      Map<Path, String> failures =
          summary.failed().stream()
              .collect(Collectors.toMap(IngestFailure::path, IngestFailure::reason));
      assertEquals(List.of(empty, text, truncated), failures.keySet().stream().sorted().toList());
      failures.forEach((path, reason) ->
          assertFalse(reason.contains(path.toString()), "the path stands beside: " + reason));
      assertEquals(2, summary.done());
      assertEquals(4, index.stats().segments());

      Hit blue = find(index, "blue");
      assertEquals(colours.toString(), blue.video());
      assertEquals(6, blue.start(), 1e-6);
      assertEquals(9, blue.end(), 1e-6);
      assertEquals(3, find(index, "green").start(), 1e-6);
      assertFramesAreThoseOfTheirSegments(index, colours);
      IndexedVideo video = index.video(Identifiers.video(colours)).orElseThrow();
      assertEquals(9, video.duration(), 1e-6);
      assertEquals(List.of(96, 54), List.of(video.width(), video.height()));
      assertEquals(List.of(), video.warnings());
      assertTrue(index.video(Identifiers.video(picture)).isPresent());
    }
  }

  /** Two a second of one colour after another, so that each is as its segment as a whole. */
  private static void assertFramesAreThoseOfTheirSegments(VideoIndex index, Path file) {
    List<IndexedSegment> segments = index.segments(Identifiers.video(file));
    for (IndexedSegment segment : segments) {
      assertEquals(6, segment.frames().size());
      double before = segment.start() - 1e-9;
      for (IndexedFrame frame : segment.frames()) {
        assertTrue(before < frame.time() && frame.time() < segment.end(), frame.toString());
        assertEquals(1, Archive.dot(segment.embedding(), frame.embedding()), 1e-3);
        before = frame.time();
      }
    }
    assertEquals(18, index.frames(Identifiers.video(file)).size());
  }

  private Hit find(VideoIndex index, String colour) {
    return index
        .search(new SearchRequest(space.embedText(colour), 1, Grouping.MOMENT, -1))
        .getFirst();
  }
}
