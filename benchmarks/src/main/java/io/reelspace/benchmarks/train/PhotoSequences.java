package io.reelspace.benchmarks.train;

import io.reelspace.train.features.FeatureTable;
import java.util.List;

/**
 * Videos made of photos, each frame a photo's features. Nothing is copied, so that many sequences
 * and views of them fit into memory.
 *
 * @param photos features by number of the photo
 * @param videos for each video and view the numbers of the photos, frame by frame; all views of a
 *     video are equally long
 */
record PhotoSequences(List<float[]> photos, List<int[][]> videos) implements FeatureTable {

  @Override
  public int rows() {
    return videos.size();
  }

  @Override
  public int channels() {
    return photos.getFirst().length;
  }

  @Override
  public int steps(int row) {
    return videos.get(row)[0].length;
  }

  @Override
  public int views(int row) {
    return videos.get(row).length;
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    float[] photo = photos.get(videos.get(row)[view][step]);
    System.arraycopy(photo, 0, target, offset, photo.length);
  }
}
