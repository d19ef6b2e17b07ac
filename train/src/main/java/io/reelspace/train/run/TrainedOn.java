package io.reelspace.train.run;

/**
 * How much a run learned from.
 *
 * @param examples videos or pictures
 * @param captions of them
 * @param validation examples that were set aside
 * @param skipped files that could not be decoded
 */
record TrainedOn(int examples, int captions, int validation, int skipped) {}
