package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clips are sampled by presentation time, whatever the rate of the video. */
class ClipSamplerTest {

  /** Pictures of one pixel whose red tells which they are. */
  private static List<Frame> frames(double... times) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      frames.add(
          new Frame(times[i], new RgbImage(new ImageSize(1, 1), new byte[] {(byte) i, 0, 0})));
    }
    return frames;
  }

  private static List<Integer> numbers(Clip clip) {
    return clip.pictures().stream().map(picture -> (int) picture.rgb()[0]).toList();
  }

  /** torchvision's {@code VideoClips._resample_video_idx}: floor(i * original / wanted rate). */
  @ParameterizedTest
  @CsvSource({"25, 15", "30, 15", "24, 15", "10, 15", "60, 8", "50, 12"})
  void takesTheFramesThatTorchvisionTakesAtConstantRates(double rate, double wanted) {
    int count = (int) (4 * rate);
    double[] times = IntStream.range(0, count).mapToDouble(i -> i / rate).toArray();
    ClipSampler sampler = new ClipSampler(8, wanted, 100);
    List<Integer> expected =
        IntStream.range(0, 8).mapToObj(i -> (int) Math.floor(i * rate / wanted + 1e-6)).toList();
    assertEquals(expected, numbers(sampler.clips(0, 1, frames(times)).getFirst()));
  }

  @Test
  void forgivesTimesRoundedToMilliseconds() {
    double[] times =
        IntStream.range(0, 60).mapToDouble(i -> Math.round(i / 30.0 * 1000) / 1000.0).toArray();
    ClipSampler sampler = new ClipSampler(16, 15, 100);
    assertEquals(
        IntStream.range(0, 16).map(i -> 2 * i).boxed().toList(),
        numbers(sampler.clips(0, 1.1, frames(times)).getFirst()));
  }

  @Test
  void showsAFrameAsLongAsItIsShownWhereTheRateVaries() {
    List<Frame> shown = frames(2, 2.05, 2.6, 2.7, 2.71);
    Clip clip = new ClipSampler(10, 10, 1).clips(2, 3, shown).getFirst();
    assertEquals(List.of(0, 1, 1, 1, 1, 1, 2, 3, 4, 4), numbers(clip));
    assertEquals(2, clip.start());
    assertEquals(3, clip.end());
  }

  @Test
  void letsTheLastPictureStandWhereThereIsLessThanAClip() {
    List<Clip> clips = new ClipSampler(8, 10, 0.4).clips(0, 0.3, frames(0, 0.1, 0.2));
    assertEquals(1, clips.size());
    assertEquals(List.of(0, 1, 2, 2, 2, 2, 2, 2), numbers(clips.getFirst()));
    assertEquals(0.3, clips.getFirst().end());
  }

  @Test
  void coversAStretchEvenlyWithClipsThatOverlap() {
    double[] times = DoubleStream.iterate(5, t -> t < 8.5, t -> t + 0.1).toArray();
    ClipSampler sampler = new ClipSampler(10, 10, 0.5);
    List<Clip> clips = sampler.clips(5, 8.25, frames(times));
    assertEquals(6, clips.size()); // 2.25 s are left beside the first: five strides of .45
    for (int i = 0; i < 6; i++) {
      assertEquals(5 + i * 0.45, clips.get(i).start(), 1e-9);
      assertEquals(6 + i * 0.45, clips.get(i).end(), 1e-9);
    }
    assertEquals(8.25, clips.getLast().end(), 1e-9);
  }

  @Test
  void takesOneClipOfAStretchThatIsJustAsLong() {
    double[] times = IntStream.range(0, 16).mapToDouble(i -> i / 15.0).toArray();
    assertEquals(1, new ClipSampler(16, 15, 0.5).clips(0, 16 / 15.0, frames(times)).size());
  }

  @Test
  void seesNoMotionInASinglePicture() {
    assertTrue(new ClipSampler(16, 15, 0.5).clips(0, 1, frames(0)).isEmpty());
  }

  @Test
  void refusesWhatIsNoClip() {
    assertThrows(IllegalArgumentException.class, () -> new ClipSampler(1, 15, 1));
    assertThrows(IllegalArgumentException.class, () -> new ClipSampler(16, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ClipSampler(16, 15, 0));
    assertThrows(IllegalArgumentException.class, () -> new Clip(0, 1, List.of()));
  }
}
