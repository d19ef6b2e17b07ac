package io.reelspace.evaluate;

import java.util.Arrays;

/**
 * The geometry of a space, seen through paired embeddings of texts and videos.
 *
 * @param alignment mean squared distance of right pairs, 0 to 4; lower is closer (Wang and Isola,
 *     2020)
 * @param textUniformity logarithm of the mean of {@code exp(-2 d^2)} over all pairs of texts; lower
 *     means more evenly spread over the sphere (Wang and Isola, 2020)
 * @param videoUniformity the same of videos
 * @param modalityGap distance between the centroids of texts and of videos, 0 to 2 (Liang et al.,
 *     2022)
 * @param videoHubness skewness of how often each video is among the ten nearest of a text; well
 *     above 0 when few videos turn up everywhere (Radovanović et al., 2010)
 * @param neverRetrieved share of videos that are among the ten nearest of no text
 * @param textHubness skewness of how often each text is among the ten nearest of a video
 * @param textEffectiveRank exponential of the entropy of the normalised singular values: how many
 *     dimensions the texts make use of (Roy and Vetterli, 2007)
 * @param videoEffectiveRank the same of videos
 */
public record SpaceDiagnostics(
    double alignment,
    double textUniformity,
    double videoUniformity,
    double modalityGap,
    double videoHubness,
    double neverRetrieved,
    double textHubness,
    double textEffectiveRank,
    double videoEffectiveRank) {

  private static final int NEIGHBOURS = 10;

  /**
   * Measures a space. Embeddings are scaled to length one first, as all these measures assume. Time
   * grows with the square of the number of embeddings; beyond 10,000 texts or videos uniformity is
   * that of every so-manieth one.
   *
   * @param texts {@code [texts, dimension]}
   * @param videos {@code [videos, dimension]}
   * @param videosOfTexts texts are the queries, videos the candidates
   */
  public static SpaceDiagnostics of(float[][] texts, float[][] videos, Relevance videosOfTexts) {
    float[][] t = Geometry.normalised(texts, "text embeddings");
    float[][] v = Geometry.normalised(videos, "video embeddings");
    Similarity textToVideo = Similarity.dot(t, v);
    int[] videoOccurrence = Geometry.occurrence(textToVideo, NEIGHBOURS);
    int[] textOccurrence = Geometry.occurrence(textToVideo.transposed(), NEIGHBOURS);
    return new SpaceDiagnostics(
        Geometry.alignment(t, v, videosOfTexts),
        Geometry.uniformity(t),
        Geometry.uniformity(v),
        Geometry.centroidDistance(t, v),
        Geometry.skewness(videoOccurrence),
        Arrays.stream(videoOccurrence).filter(n -> n == 0).count() / (double) videos.length,
        Geometry.skewness(textOccurrence),
        Geometry.effectiveRank(t),
        Geometry.effectiveRank(v));
  }
}
