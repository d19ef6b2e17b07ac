package io.reelspace.train.features;

import io.reelspace.error.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Features of videos and of the captions that describe them.
 *
 * @param videoIds a name for each video, for messages
 * @param videos tables by the name of their features; row i is video i
 * @param owners for each caption the number of its video
 * @param texts tables by the name of their features; row j is caption j
 * @param imagined how many of the last videos, with their captions at the end, were never seen
 */
@SuppressWarnings("ArrayRecordComponent") // one int for each of perhaps millions of captions
public record PairedFeatures(
    List<String> videoIds,
    Map<String, FeatureTable> videos,
    int[] owners,
    Map<String, FeatureTable> texts,
    Imagined imagined) {

  /**
   * Made-up examples: they take part in batches like others, but what is fitted to the features
   * before training counts them apart.
   *
   * @param videos how many there are
   * @param weight of all of them together beside all others, in what is fitted
   */
  public record Imagined(int videos, double weight) {
    /** None at all. */
    public static final Imagined NONE = new Imagined(0, 0);
  }

  /** All of them seen. */
  public PairedFeatures(
      List<String> videoIds,
      Map<String, FeatureTable> videos,
      int[] owners,
      Map<String, FeatureTable> texts) {
    this(videoIds, videos, owners, texts, Imagined.NONE);
  }

  /**
   * Checks that everything fits.
   *
   * @throws BadInputException when tables differ in their rows or an owner does not exist
   */
  public PairedFeatures {
    videoIds = List.copyOf(videoIds);
    videos = Map.copyOf(videos);
    texts = Map.copyOf(texts);
    for (Map.Entry<String, FeatureTable> table : videos.entrySet()) {
      requireRows("video", table, videoIds.size());
    }
    for (Map.Entry<String, FeatureTable> table : texts.entrySet()) {
      requireRows("text", table, owners.length);
    }
    for (int caption = 0; caption < owners.length; caption++) {
      if (owners[caption] < 0 || owners[caption] >= videoIds.size()) {
        throw new BadInputException(
            "Caption %d belongs to video %d, but there are %d videos, numbered from 0."
                .formatted(caption, owners[caption], videoIds.size()));
      }
    }
  }

  /** Number of videos. */
  public int videoCount() {
    return videoIds.size();
  }

  /** Number of videos that were seen; these come first. */
  public int seenVideos() {
    return videoCount() - imagined.videos();
  }

  /** Number of captions of videos that were seen; these come first. */
  public int seenCaptions() {
    return (int) Arrays.stream(owners).filter(owner -> owner < seenVideos()).count();
  }

  /** Number of captions. */
  public int captionCount() {
    return owners.length;
  }

  /** The captions of each video, in order. */
  public List<int[]> captionsOfVideos() {
    int[] counts = new int[videoCount()];
    for (int owner : owners) {
      counts[owner]++;
    }
    List<int[]> captions = new ArrayList<>();
    for (int count : counts) {
      captions.add(new int[count]);
    }
    for (int caption = owners.length - 1; caption >= 0; caption--) {
      int owner = owners[caption];
      captions.get(owner)[--counts[owner]] = caption;
    }
    return captions;
  }

  private static void requireRows(
      String side, Map.Entry<String, FeatureTable> table, int expected) {
    if (table.getValue().rows() != expected) {
      throw new BadInputException(
          "The %s features %s have %d rows for %d examples."
              .formatted(side, table.getKey(), table.getValue().rows(), expected));
    }
  }
}
