package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import io.reelspace.space.Modality;
import io.reelspace.space.Space;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest of real videos with sound into a space that tells low tones from high ones. */
class SoundIngestTest {

  private static final float[] LOW = {1, 0, 0};
  private static final float[] HIGH = {0, 0, 1};

  @TempDir Path folder;

  /** Colours, and tones below and above 1 kHz; other sounds it does not know. */
  private record Hearing(ColourSpace colours) implements Space {
    @Override
    public String name() {
      return "hearing";
    }

    @Override
    public String fingerprint() {
      return "5095095095095095";
    }

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public ImageSize frameSize() {
      return colours.frameSize();
    }

    @Override
    public float[][] frameFeatures(List<Frame> frames) {
      return colours.frameFeatures(frames);
    }

    @Override
    public float[] embedFrames(float[][] features) {
      return colours.embedFrames(features);
    }

    @Override
    public Optional<SoundFormat> sound() {
      return Optional.of(new SoundFormat(8000, 1, 0.5));
    }

    @Override
    public List<Optional<float[]>> embedSounds(List<SoundWindow> windows) {
      return windows.stream().map(Hearing::tone).toList();
    }

    private static Optional<float[]> tone(SoundWindow window) {
      int turns = 0;
      for (int i = 1; i < window.samples().length; i++) {
        turns += window.samples()[i - 1] < 0 && window.samples()[i] >= 0 ? 1 : 0;
      }
      return turns < 100 ? Optional.empty() : Optional.of(turns < 1000 ? LOW : HIGH);
    }

    @Override
    public float[] embedText(String text) {
      return colours.embedText(text);
    }

    @Override
    public void close() {
      colours.close();
    }
  }

  /** A blue video of six seconds with sound as a filter source makes it. */
  private Path video(String name, String... sound) throws IOException {
    Path file = folder.resolve("videos").resolve(name);
    Files.createDirectories(file.getParent());
    List<String> command =
        new ArrayList<>(List.of("-f", "lavfi", "-i", "color=c=blue:s=96x54:r=10:d=6"));
    command.addAll(List.of(sound));
    command.addAll(List.of("-c:v", "mpeg4", "-c:a", "aac", "file:" + file));
    Clips.ffmpeg(command);
    return file;
  }

  private static String[] source(String filter) {
    return new String[] {"-f", "lavfi", "-i", filter};
  }

  private List<IndexedWindow> heard(VideoIndex index, Path file) {
    return index.windows(Identifiers.video(file));
  }

  @Test
  void soundIsHeardWhereItIsAndSilenceNowhere() throws IOException {
    Path tones =
        video(
            "tones.mp4",
            source(
                "aevalsrc=if(lt(t\\,2)\\,sin(2*PI*300*t)\\,if(lt(t\\,4)\\,0\\,sin(2*PI*3000*t))):d=6"));
    Path mute = video("mute.mp4");
    Path silent = video("silent.mp4", source("anullsrc=r=44100:cl=stereo:d=6"));
    Path unknown = video("unknown.mp4", source("sine=frequency=40:duration=6"));
    Path none = video("none.mp4", source("sine=frequency=300:duration=0.02"));
    Path longer = video("longer.mp4", source("sine=frequency=300:duration=30"));
    Path sound = folder.resolve("videos").resolve("sound.wav");
    Clips.ffmpeg(List.of("-f", "lavfi", "-i", "sine=duration=2", "file:" + sound));
    Space space = new Hearing(new ColourSpace());
    try (VideoIndex index = VideoIndex.open(folder.resolve("i"), SpaceIdentity.of(space))) {
      IngestSummary summary =
          new Ingest(index, space, Clips.reader(), IngestOptions.DEFAULT, IngestListener.SILENT)
              .run(List.of(folder.resolve("videos"), sound));
      assertEquals(6, summary.done());
      assertEquals(List.of(sound), summary.failed().stream().map(IngestFailure::path).toList());
      assertTrue(
          summary.failed().getFirst().reason().contains("only sound"),
          summary.failed().getFirst().reason());
      for (Path without : List.of(mute, silent, unknown, none)) {
        assertEquals(List.of(), heard(index, without), without.toString());
      }
      List<IndexedWindow> windows = heard(index, tones);
      assertEquals(2, windows.size());
      assertEquals(0, windows.getFirst().start(), 0.05);
      assertEquals(2.5, windows.getFirst().end(), 0.6);
      assertEquals(6, windows.getLast().end(), 0.1);
      assertTrue(
          heard(index, longer).getLast().end() <= 6.01, "what is heard later cannot be shown");
      Hit hit =
          index
              .search(
                  new SearchRequest(HIGH, 5, Grouping.MOMENT, 0.9)
                      .withModalities(Map.of(Modality.AUDIO, LinearScale.IDENTITY)))
              .getFirst();
      assertEquals(tones.toString(), hit.video());
    }
  }

  @Test
  void soundThatEndsEarlyOrIsDamagedCostsNoPictures() throws IOException {
    Path whole = folder.resolve("whole.mkv");
    Clips.write(folder.resolve("blue.mp4"), 6, Color.BLUE);
    Clips.ffmpeg(
        List.of(
            "-i",
            folder.resolve("blue.mp4").toString(),
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=300:duration=6",
            "-c:v",
            "copy",
            "-c:a",
            "flac",
            "file:" + whole));
    byte[] bytes = Files.readAllBytes(whole);
    Path damaged = Files.createDirectories(folder.resolve("videos")).resolve("damaged.mkv");
    Arrays.fill(bytes, bytes.length / 2, bytes.length * 2 / 3, (byte) 0x5a);
    Files.write(damaged, bytes);
    Space space = new Hearing(new ColourSpace());
    try (VideoIndex index = VideoIndex.open(folder.resolve("i"), SpaceIdentity.of(space))) {
      new Ingest(index, space, Clips.reader(), IngestOptions.DEFAULT, IngestListener.SILENT)
          .run(List.of(folder.resolve("videos")));
      String id = Identifiers.video(damaged);
      assertTrue(!index.segments(id).isEmpty(), "its pictures are there");
      assertTrue(!heard(index, damaged).isEmpty(), "its sound up to the damage");
      assertTrue(!index.video(id).orElseThrow().warnings().isEmpty(), "and it is told");
    }
  }

  @Test
  void aCopyKeepsWhatIsHeard() throws IOException {
    Path tone = video("tone.mp4", source("sine=frequency=300:duration=6"));
    Space space = new Hearing(new ColourSpace());
    try (VideoIndex index = VideoIndex.open(folder.resolve("i"), SpaceIdentity.of(space))) {
      Ingest ingest =
          new Ingest(index, space, Clips.reader(), IngestOptions.DEFAULT, IngestListener.SILENT);
      ingest.run(List.of(folder.resolve("videos")));
      Path moved = folder.resolve("videos").resolve("moved.mp4");
      Files.move(tone, moved);
      ingest.run(List.of(folder.resolve("videos")));
      assertEquals(1, heard(index, moved).size());
      assertEquals(0, heard(index, tone).size());
    }
  }
}
