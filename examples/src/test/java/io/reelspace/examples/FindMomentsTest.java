package io.reelspace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.BundledSpaces;
import io.reelspace.base.SampleClips;
import io.reelspace.encode.Inference;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindMomentsTest {

  private static final Path HOME = Path.of("target/test-home").toAbsolutePath();

  @Test
  void theExamplePrintsTheMomentThatTheTextDescribesFirst() {
    Path clips = HOME.resolve("clips");
    SampleClips.unpackInto(clips);
    index(List.of(clips.resolve("dog.mp4"), clips.resolve("car.mp4")));

    List<String> lines = run(HOME.toString(), "a man in a suit and a bow tie");

    assertTrue(
        lines.getFirst().startsWith(clips.resolve("car.mp4") + " from 0.0 s to "), lines::toString);
  }

  @Test
  void theReadmeQuotesIt() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/reelspace/examples/FindMoments.java"));
    String example =
        Files.readString(Path.of("../README.md")).split("```java\n", 2)[1].split("```", 2)[0];
    assertTrue(source.contains(example.indent(2)), example);
    assertTrue(example.lines().count() < 15, example);
  }

  private static void index(List<Path> videos) {
    Inference inference = Inference.in(HOME.resolve("cache"));
    Path bundle = BundledSpaces.unpack(BundledSpaces.DEFAULT, inference.cache());
    MediaReader media =
        MediaReader.using(Ffmpeg.unpackedInto(inference.cache()), DecodeLimits.DEFAULT);
    try (Space space = Space.open(bundle, inference);
        VideoIndex index = VideoIndex.open(HOME.resolve("index"), SpaceIdentity.of(space))) {
      var summary =
          new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT).run(videos);
      assertEquals(List.of(), summary.failed());
    }
  }

  private static List<String> run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      FindMoments.main(arguments);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
