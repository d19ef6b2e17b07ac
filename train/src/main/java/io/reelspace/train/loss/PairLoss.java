package io.reelspace.train.loss;

/** A loss over one similarity matrix. */
public sealed interface PairLoss extends Loss
    permits InfoNce, SigmoidLoss, TripletMargin, Contrastive, MilNce {}
