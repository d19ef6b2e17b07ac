package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.MissingModelException;
import io.reelspace.media.Cut;
import io.reelspace.media.CutFinder;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that calls each jump of brightness a boundary, on videos whose jumps are known. */
class ShotNetworkTest {

  private static final Path FOLDER = ClipFixture.folder("shots");

  @TempDir private Path folder;

  private static ShotNetwork open(Path folder) {
    return ShotNetwork.open("test", folder, Fixtures.INFERENCE);
  }

  private static RgbImage grey(int brightness) {
    ImageSize size = new ImageSize(6, 4);
    byte[] rgb = new byte[3 * size.width() * size.height()];
    Arrays.fill(rgb, (byte) brightness);
    return new RgbImage(size, rgb);
  }

  private static List<Cut> cuts(ShotNetwork network, int... brightness) {
    CutFinder finder = network.start();
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < brightness.length; i++) {
      double before = finder.certainUntil();
      List<Cut> found = finder.add(i / 10.0, grey(brightness[i]));
      assertTrue(found.stream().allMatch(cut -> cut.pts() >= before), "reported too late");
      cuts.addAll(found);
    }
    cuts.addAll(finder.finish());
    return cuts;
  }

  /** Lengths around the windows of 20 frames, of which 10 count. */
  @ParameterizedTest
  @ValueSource(ints = {2, 9, 10, 11, 15, 19, 20, 21, 30, 57, 200})
  void findsEveryJumpWhereverAWindowEnds(int frames) {
    Random random = new Random(frames);
    TreeSet<Integer> jumps = new TreeSet<>();
    int[] brightness = new int[frames];
    for (int i = 1; i < frames; i++) {
      boolean jump = i - (jumps.isEmpty() ? 0 : jumps.last()) >= 4 && random.nextInt(3) == 0;
      brightness[i] = jump ? 200 - brightness[i - 1] : brightness[i - 1];
      if (jump) {
        jumps.add(i);
      }
    }
    try (ShotNetwork network = open(FOLDER)) {
      List<Double> found = cuts(network, brightness).stream().map(Cut::pts).toList();
      assertEquals(jumps.stream().map(i -> i / 10.0).toList(), found, "seed " + frames);
    }
  }

  @Test
  void saysFromWhenToWhenATransitionLasts() {
    CutGroups groups = new CutGroups();
    List<Cut> cuts = new ArrayList<>();
    double[][] frames = {{0, 0}, {.1, .9}, {.6, .9}, {.9, .9}, {.7, .9}, {.1, .8}, {0, 0}};
    for (int i = 0; i < frames.length; i++) {
      cuts.addAll(groups.add(i, frames[i][0], frames[i][1]));
    }
    assertEquals(List.of(new Cut(4, 1, 6, .9)), cuts);
  }

  @Test
  void takesPicturesOfTheNetworksSize() {
    try (ShotNetwork network = open(FOLDER)) {
      assertEquals(new ImageSize(6, 4), network.pictureSize().orElseThrow());
      assertEquals("test", network.name());
    }
  }

  @Test
  void refusesAClipEncoderThatFindsNoShots() throws IOException {
    for (String name : List.of("model.onnx", "preprocessor_config.json")) {
      Files.copy(ClipFixture.folder("c3d").resolve(name), folder.resolve(name));
    }
    Path file = folder.resolve("preprocessor_config.json");
    MissingModelException lacking =
        assertThrows(MissingModelException.class, () -> open(folder).close());
    assertTrue(lacking.getMessage().contains("context_frames"), lacking.getMessage());
    Files.writeString(
        file,
        Files.readString(file).replace("\"num_frames\"", "\"context_frames\": 4, \"num_frames\""));
    MissingModelException other =
        assertThrows(MissingModelException.class, () -> open(folder).close());
    assertTrue(other.getMessage().contains("'boundaries'"), other.getMessage());
  }
}
