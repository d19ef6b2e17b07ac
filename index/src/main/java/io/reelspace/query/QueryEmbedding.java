package io.reelspace.query;

import io.reelspace.index.VideoIndex;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Maps queries to vectors of a space, images and videos exactly as they are indexed.
 *
 * @param index where stored moments take their vectors from
 * @param space asked for when first needed: a stored moment needs none
 * @param media asked for when first needed: texts need none
 * @param sampler how videos are divided and sampled
 */
record QueryEmbedding(
    VideoIndex index, Supplier<Space> space, Supplier<MediaReader> media, Sampler sampler) {

  /**
   * Maps one query.
   *
   * @throws io.reelspace.error.BadInputException when a moment is not in the index, a part is not
   *     in its image or video, or the parts of a sum cancel each other out
   * @throws io.reelspace.error.UnreadableMediaException when an image or a video does not decode
   */
  EmbeddedQuery embed(VectorQuery query) {
    return switch (query) {
      case SingleQuery single -> embed(single);
      case SumQuery sum -> embed(sum);
      case FeedbackQuery feedback -> embed(feedback);
    };
  }

  private EmbeddedQuery embed(SingleQuery query) {
    return switch (query) {
      case TextQuery(String text) -> embed(text);
      case ImageQuery image -> shown().embed(image);
      case VideoQuery video -> shown().embed(video);
      case AudioQuery audio -> new HeardMedia(space.get(), media.get()).embed(audio);
      case MomentQuery moment ->
          new EmbeddedQuery(StoredMoment.find(index, moment).vector(), List.of());
    };
  }

  private ShownMedia shown() {
    return new ShownMedia(space.get(), media.get(), sampler);
  }

  private EmbeddedQuery embed(String text) {
    float[] vector = space.get().embedText(text);
    int unread = space.get().unreadTokens(text);
    return new EmbeddedQuery(
        vector,
        unread == 0
            ? List.of()
            : List.of(
                "the text is longer than the space reads; its first part is used, without the last"
                    + " %d tokens (words or pieces of words)".formatted(unread)));
  }

  private EmbeddedQuery embed(SumQuery query) {
    Combination sum = new Combination();
    List<String> warnings = new ArrayList<>();
    for (SumQuery.Term term : query.terms()) {
      EmbeddedQuery embedded = embed(term.query());
      sum.add(term.weight(), embedded.vector());
      warnings.addAll(embedded.warnings());
    }
    return new EmbeddedQuery(sum.unit(), warnings);
  }

  private EmbeddedQuery embed(FeedbackQuery query) {
    EmbeddedQuery before = embed(query.query());
    Combination sum = new Combination();
    sum.add(1, before.vector());
    add(query.good(), FeedbackQuery.GOOD_WEIGHT, sum);
    add(query.bad(), FeedbackQuery.BAD_WEIGHT, sum);
    return new EmbeddedQuery(sum.unit(), before.warnings());
  }

  private void add(List<MomentQuery> marked, double weight, Combination sum) {
    for (MomentQuery moment : marked) {
      sum.add(weight / marked.size(), StoredMoment.find(index, moment).vector());
    }
  }
}
