package io.reelspace.query;

import java.util.List;

/** One text, image, video, sound or moment: what sums are made of. */
public sealed interface SingleQuery extends VectorQuery
    permits TextQuery, ImageQuery, VideoQuery, AudioQuery, MomentQuery {

  /** This and another one, with the weights that suit their kinds. */
  default SumQuery and(SingleQuery other) {
    return new SumQuery(List.of(SumQuery.Term.with(this), SumQuery.Term.with(other)));
  }

  /** This, and not what the other one stands for. */
  default SumQuery andNot(SingleQuery other) {
    return new SumQuery(List.of(SumQuery.Term.with(this), SumQuery.Term.without(other)));
  }
}
