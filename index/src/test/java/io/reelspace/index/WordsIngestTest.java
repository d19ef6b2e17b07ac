package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.filter.Filter;
import io.reelspace.media.Excerpt;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import io.reelspace.media.MediaText;
import io.reelspace.media.Sampler;
import io.reelspace.media.SegmentStream;
import io.reelspace.media.Sidecar;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words beside real videos, from file to result. */
class WordsIngestTest {

  private static final String FIRST = "1\n00:00:00,500 --> 00:00:01,500\nhello there\n";
  private static final String SECOND = "1\n00:00:02,500 --> 00:00:03,500\nwhat a save\n";

  @TempDir private Path temporary;
  private final ColourSpace space = new ColourSpace();
  private final AtomicInteger decoded = new AtomicInteger();
  private VideoIndex index;
  private Path video;

  /** The real reader, with a count of the videos of which pictures are decoded. */
  private final class Counting implements MediaReader {

    private final MediaReader reader = Clips.reader();

    @Override
    public MediaProbe probe(Path file) {
      return reader.probe(file);
    }

    @Override
    public SegmentStream segments(Path file, Sampler sampler, ImageSize frameSize) {
      decoded.incrementAndGet();
      return reader.segments(file, sampler, frameSize);
    }

    @Override
    public SegmentStream segments(
        Path file, Excerpt excerpt, Sampler sampler, ImageSize frameSize) {
      decoded.incrementAndGet();
      return reader.segments(file, excerpt, sampler, frameSize);
    }

    @Override
    public MediaText text(Path file, List<Sidecar> sidecars) {
      return reader.text(file, sidecars);
    }
  }

  @BeforeEach
  void open() throws IOException {
    index = VideoIndex.open(temporary.resolve("i"), SpaceIdentity.of(space));
    video = Clips.write(temporary.resolve("v/film.mp4"), 2, Color.RED, Color.GREEN);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private IngestSummary ingest() {
    return new Ingest(index, space, new Counting(), IngestOptions.DEFAULT, IngestListener.SILENT)
        .run(List.of(video.getParent()));
  }

  private List<Hit> said(String words) {
    return index.search(new WordSearchRequest(words, 10, Grouping.MOMENT, Filter.all()));
  }

  @Test
  void changedWordsAreReadAgainWithoutThePictures() throws IOException {
    ingest();
    String id = Identifiers.video(video);
    assertEquals(List.of(), index.lines(id));
    index.tag(id, Set.of("kept"), Set.of());
    index.commit();

    Path sidecar = Files.writeString(video.resolveSibling("film.en.srt"), FIRST);
    assertEquals(1, ingest().done());
    assertEquals(0, said("hello").getFirst().start());
    assertEquals(List.of("film.mp4"), names("language = en and tag = kept"));

    Files.writeString(sidecar, SECOND + "\n" + FIRST.replace("hello", "good morning"));
    assertEquals(1, ingest().done());
    assertEquals(2, said("a save").getFirst().start(), 1e-6);
    assertEquals(List.of(), said("hello"));

    assertEquals(1, ingest().unchanged());
    Files.delete(sidecar);
    ingest();
    assertEquals(List.of(), said("a save"));
    assertEquals(1, decoded.get(), "pictures are decoded once");
    assertEquals(2, index.segments(id).size());
    assertEquals(List.of("film.mp4"), names("tag = kept"));
  }

  @Test
  void brokenWordsAreAWarningOfTheVideo() throws IOException {
    Files.write(video.resolveSibling("film.srt"), new byte[] {0, 1, 2, (byte) 0xFF, '\n'});
    Files.writeString(video.resolveSibling("film.json"), "{\"segments\": [");
    IngestSummary summary = ingest();
    assertEquals(List.of(), summary.failed());
    List<String> warnings = index.video(Identifiers.video(video)).orElseThrow().words().warnings();
    assertEquals(3, warnings.stream().filter(w -> w.startsWith("film.")).count(), warnings + "");
    assertTrue(warnings.stream().anyMatch(w -> w.contains("not JSON")), warnings + "");
  }

  @Test
  void subtitlesChaptersAndTitlesOfTheContainerAreWords() throws IOException {
    Path words = Files.writeString(temporary.resolve("w.srt"), SECOND);
    Path tags =
        Files.writeString(
            temporary.resolve("tags.txt"),
            """
            ;FFMETADATA1
            title=A trip to Norway
            creation_time=2019-05-04T10:00:00Z
            [CHAPTER]
            TIMEBASE=1/1000
            START=2000
            END=4000
            title=The glacier
            """);
    Path full = video.resolveSibling("full.mkv");
    List<String> arguments = new ArrayList<>();
    for (Path input : List.of(video, words, tags)) {
      arguments.addAll(List.of("-i", "file:" + input));
    }
    arguments.addAll(List.of("-map", "0:v", "-map", "1:s"));
    arguments.addAll(List.of("-map_metadata", "2", "-map_chapters", "2"));
    arguments.addAll(List.of("-c:v", "copy", "-c:s", "ass", "-metadata:s:s:0", "language=eng"));
    arguments.add("file:" + full);
    Clips.ffmpeg(arguments);
    ingest();
    assertEquals(full.toString(), said("what a save").getFirst().video());
    assertEquals(2, said("saves").getFirst().start(), 0.1);
    assertEquals(2, said("glacier").getFirst().said().orElseThrow().start(), 1e-6);
    assertEquals(full.toString(), said("norway trip").getFirst().video());
    assertEquals(List.of("full.mkv"), names("recorded = 2019-05"));
    assertEquals(List.of("full.mkv"), names("language = en"));
  }

  private List<String> names(String filter) {
    return index.videos(Filter.parse(filter)).stream()
        .map(found -> Path.of(found.path()).getFileName().toString())
        .toList();
  }
}
