package io.reelspace.train.features;

/** What names a row within a store. */
record FeatureKey(String id, int view) {}
