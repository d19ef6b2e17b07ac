/**
 * A small builder of ONNX graphs, so that what was trained runs without PyTorch.
 *
 * <p>{@link io.reelspace.train.onnx.OnnxGraph} adds one node a call and returns its output as an
 * {@link io.reelspace.train.onnx.OnnxValue}; a network writes itself by the same steps that its
 * forward pass takes.
 */
package io.reelspace.train.onnx;
