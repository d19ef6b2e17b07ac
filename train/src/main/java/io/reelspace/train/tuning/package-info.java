/**
 * Training layers of pretrained encoders.
 *
 * <p>{@link io.reelspace.train.tuning.TunedNetwork} is the second half of an encoder, from the
 * first layer that is trained on, in PyTorch; the first half stays in ONNX Runtime and runs once
 * for each view of a picture. {@link io.reelspace.train.tuning.TunedExport} writes the trained
 * weights back into the ONNX file, so that a space is served as any other.
 */
package io.reelspace.train.tuning;
