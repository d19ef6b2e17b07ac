/**
 * Changes to features while training, so that a tower never sees the same example twice.
 *
 * <p>Each is a small {@link io.reelspace.train.augment.Augmentation}; all draw from the generator
 * they are given, which the trainer seeds for every example and epoch.
 */
package io.reelspace.train.augment;
