/**
 * Pretrained networks that turn one frame or one text into features, run by ONNX Runtime.
 *
 * <p>An encoder is a folder in the layout of the model hubs: {@code model.onnx} beside the
 * configuration of its preprocessing. {@link io.reelspace.encode.ImageEncoder} takes pictures and
 * {@link io.reelspace.encode.TextEncoder} takes texts; what a picture goes through before the
 * network (resize, rescale, mean and standard deviation) is part of the encoder, not of its caller.
 */
package io.reelspace.encode;
