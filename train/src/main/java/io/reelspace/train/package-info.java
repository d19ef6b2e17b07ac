/**
 * Learns a space: a recipe and features in, towers as ONNX and their story out.
 *
 * <p>The frozen encoders have run before; what is trained here are the towers that map their
 * features into one space ({@link io.reelspace.train.tower}), by losses over the similarities of a
 * batch ({@link io.reelspace.train.loss}). Training runs on PyTorch through DJL; using what was
 * trained needs neither.
 */
package io.reelspace.train;
