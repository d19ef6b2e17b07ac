package io.reelspace.train.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.train.features.FeatureFormat.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFeaturesTest {

  @TempDir Path folder;

  @Test
  void rowsFollowTheIdsAndUnknownIdsAreMissing() {
    FeatureFormat format = FeatureStoreTest.format(Precision.FLOAT32, 3);
    FeatureRow one = FeatureStoreTest.row(1, 2, 3);
    FeatureRow two = FeatureStoreTest.row(2, 4, 3);
    try (FeatureWriter writer = FeatureWriter.open(folder, format)) {
      writer.add(one);
      writer.add(two);
      writer.add(new FeatureRow(two.id(), 1, "s", two.times(), twice(one.features())));
    }
    try (FeatureStore store = FeatureStore.open(folder)) {
      StoredFeatures table = new StoredFeatures(store, List.of(two.id(), "gone", one.id()));
      assertEquals(3, table.rows());
      assertEquals(List.of(1), table.missing());
      assertEquals(4, table.steps(0));
      assertEquals(0, table.steps(1));
      assertEquals(2, table.views(0));
      assertEquals(1, table.views(2));
      float[] step = new float[5];
      table.read(0, 0, 3, step, 1);
      float[] expected = two.features()[3];
      assertArrayEquals(new float[] {0, expected[0], expected[1], expected[2], 0}, step);
      table.read(0, 1, 1, step, 0);
      assertEquals(one.features()[1][0], step[0]);
    }
  }

  private static float[][] twice(float[][] features) {
    return new float[][] {features[0], features[1], features[0], features[1]};
  }
}
