package io.reelspace.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;

/** A named constant of an ONNX node, such as the axis of a softmax. */
record OnnxAttribute(AttributeProto proto) {

  static OnnxAttribute of(String name, long value) {
    return new OnnxAttribute(typed(name, AttributeType.INT).setI(value).build());
  }

  static OnnxAttribute of(String name, float value) {
    return new OnnxAttribute(typed(name, AttributeType.FLOAT).setF(value).build());
  }

  static OnnxAttribute of(String name, String value) {
    ByteString text = ByteString.copyFromUtf8(value);
    return new OnnxAttribute(typed(name, AttributeType.STRING).setS(text).build());
  }

  static OnnxAttribute of(String name, long... values) {
    AttributeProto.Builder attribute = typed(name, AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return new OnnxAttribute(attribute.build());
  }

  private static AttributeProto.Builder typed(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
