package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.StepKind;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.tower.TowerStage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Photos whose logits come from a classifier that the test knows. */
class ImaginedClassesTest {

  private static final int PHOTOS = 400;
  private static final int FEATURES = 12;
  private static final int CLASSES = 5;
  private static final int VIEWS = 3;
  private static final int CHANNELS = FEATURES + 2 * CLASSES;

  private final float[][] classifier = new float[CLASSES][FEATURES];
  private final float[] bias = new float[CLASSES];
  private final float[][] photos = new float[PHOTOS][CHANNELS];
  private final PairedFeatures seen;
  private final Vocabulary names;

  ImaginedClassesTest() {
    Random random = new Random(11);
    for (int c = 0; c < CLASSES; c++) {
      bias[c] = (float) random.nextGaussian();
      for (int f = 0; f < FEATURES; f++) {
        classifier[c][f] = (float) random.nextGaussian();
      }
    }
    for (float[] photo : photos) {
      for (int f = 0; f < FEATURES; f++) {
        photo[f] = (float) Math.max(0, random.nextGaussian());
      }
      for (int c = 0; c < CLASSES; c++) {
        photo[FEATURES + c] = logit(photo, c);
      }
    }
    float[][] captions = new float[PHOTOS][2];
    seen =
        new PairedFeatures(
            IntStream.range(0, PHOTOS).mapToObj(i -> "photo" + i).toList(),
            Map.of("net", MemoryFeatures.ofVectors(photos)),
            IntStream.range(0, PHOTOS).toArray(),
            Map.of("words", MemoryFeatures.ofVectors(captions)));
    float[][] prompts = new float[2 * CLASSES][2];
    for (int i = 0; i < prompts.length; i++) {
      prompts[i][0] = i;
    }
    names = new Vocabulary(CLASSES, 2, Map.of("words", MemoryFeatures.ofVectors(prompts)));
  }

  private float logit(float[] features, int c) {
    double sum = bias[c];
    for (int f = 0; f < FEATURES; f++) {
      sum += classifier[c][f] * features[f];
    }
    return (float) sum;
  }

  private static RunRecipe.ClassPictures config(int channels) {
    return new RunRecipe.ClassPictures(
        new TowerStage.Channels(0, channels),
        new TowerStage.Channels(FEATURES, CLASSES),
        Optional.of(new TowerStage.Channels(FEATURES + CLASSES, CLASSES)),
        VIEWS,
        0.2);
  }

  @Test
  void eachClassBecomesAnExampleWithItsPromptsAsCaptions() {
    PairedFeatures all = ImaginedClasses.append(seen, names, config(FEATURES), 1);
    assertEquals(PHOTOS + CLASSES, all.videoCount());
    assertEquals(PHOTOS, all.seenVideos());
    assertEquals(PHOTOS, all.seenCaptions());
    assertEquals(0.2, all.imagined().weight());
    List<int[]> captions = all.captionsOfVideos();
    assertArrayEquals(new int[] {PHOTOS + 6, PHOTOS + 7}, captions.get(PHOTOS + 3));
    float[] text = new float[2];
    all.texts().get("words").read(PHOTOS + 7, 0, 0, text, 0);
    assertEquals(7, text[0]);
    float[] photo = new float[CHANNELS];
    all.videos().get("net").read(17, 0, 0, photo, 0);
    assertArrayEquals(photos[17], photo);
  }

  /** Windows of sound, of which there are as many as rows in another table. */
  private record Sounds(FeatureTable table) implements FeatureTable {
    @Override
    public StepKind kind() {
      return StepKind.SOUNDS;
    }

    @Override
    public int rows() {
      return table.rows();
    }

    @Override
    public int channels() {
      return table.channels();
    }

    @Override
    public int steps(int row) {
      return table.steps(row);
    }

    @Override
    public void read(int row, int view, int step, float[] target, int offset) {
      table.read(row, view, step, target, offset);
    }
  }

  @Test
  void nothingIsHeardInAMadeUpPicture() {
    Sounds heard = new Sounds(MemoryFeatures.ofVectors(new float[PHOTOS][7]));
    PairedFeatures both =
        new PairedFeatures(
            seen.videoIds(),
            Map.of("net", seen.videos().get("net"), "sounds", heard),
            seen.owners(),
            seen.texts());
    PairedFeatures all = ImaginedClasses.append(both, names, config(FEATURES), 1);
    FeatureTable sounds = all.videos().get("sounds");
    assertEquals(StepKind.SOUNDS, sounds.kind());
    assertEquals(PHOTOS + CLASSES, sounds.rows());
    assertEquals(1, sounds.steps(PHOTOS - 1));
    assertEquals(0, sounds.steps(PHOTOS), "a missing modality");
    assertEquals(1, all.videos().get("net").steps(PHOTOS));
  }

  @Test
  void picturesLookLikeTheirClassToTheClassifierItself() {
    FeatureTable table =
        ImaginedClasses.append(seen, names, config(FEATURES), 1).videos().get("net");
    int right = 0;
    for (int c = 0; c < CLASSES; c++) {
      assertEquals(VIEWS, table.views(PHOTOS + c));
      for (int view = 0; view < VIEWS; view++) {
        float[] row = new float[CHANNELS];
        table.read(PHOTOS + c, view, 0, row, 0);
        int best = 0;
        int largest = 0;
        for (int other = 1; other < CLASSES; other++) {
          boolean larger = Math.abs(logit(row, other)) > Math.abs(logit(row, largest));
          largest = larger ? other : largest;
        }
        double temperature = logit(row, largest) / row[FEATURES + largest];
        assertTrue(temperature > 0.99 && temperature < 2.51, "temperature " + temperature);
        for (int other = 0; other < CLASSES; other++) {
          // the classifier was found from examples alone
          assertEquals(logit(row, other) / temperature, row[FEATURES + other], 0.03);
          best = row[FEATURES + other] > row[FEATURES + best] ? other : best;
        }
        right += best == c ? 1 : 0;
        double sum = 0;
        for (int other = 0; other < CLASSES; other++) {
          sum += row[FEATURES + CLASSES + other];
        }
        assertEquals(1, sum, 1e-5);
        for (int f = 0; f < FEATURES; f++) {
          assertTrue(row[f] >= 0);
        }
      }
    }
    assertTrue(right >= 10, right + " of 15"); // by chance three
  }

  @Test
  void theSameSeedImaginesTheSame() {
    float[] one = new float[CHANNELS];
    float[] two = new float[CHANNELS];
    for (float[] row : List.of(one, two)) {
      ImaginedClasses.append(seen, names, config(FEATURES), 4)
          .videos()
          .get("net")
          .read(PHOTOS + 2, 1, 0, row, 0);
    }
    assertArrayEquals(one, two);
  }

  @Test
  void channelsThatAreNotThereAreNamed() {
    BadInputException e =
        assertThrows(
            BadInputException.class,
            () -> ImaginedClasses.append(seen, names, config(CHANNELS + 1), 1));
    assertTrue(e.getMessage().contains("net have " + CHANNELS), e.getMessage());
  }
}
