package io.reelspace.train.onnx;

/** A tensor inside an {@link OnnxGraph}, known by its name. */
public record OnnxValue(String name) {}
