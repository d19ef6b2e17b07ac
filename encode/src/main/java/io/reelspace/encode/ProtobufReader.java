package io.reelspace.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Steps through the fields of one protobuf message in its binary form (protobuf.dev, "Encoding"),
 * without knowing its schema and without copying.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final ByteBuffer message;
  private int start;
  private int field;
  private int kind;
  private long number;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  ProtobufReader(ByteBuffer message) {
    this.message = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes are no protobuf message, or end within one. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenException(String what) {
      super(what);
    }
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (!message.hasRemaining()) {
      return false;
    }
    start = message.position();
    long key = varint();
    field = (int) (key >>> 3);
    kind = (int) (key & 7);
    if (field == 0) {
      throw new BrokenException("byte " + start + " begins no field");
    }
    switch (kind) {
      case VARINT -> number = varint();
      case FIXED_64 -> skip(8);
      case BYTES -> {
        int length = length();
        bytes = message.slice(message.position(), length);
        message.position(message.position() + length);
      }
      case FIXED_32 -> skip(4);
      default -> throw new BrokenException("byte " + start + " begins no field");
    }
    return true;
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > message.remaining()) {
      throw new BrokenException(
          "it ends early: %d bytes are announced where %d are left"
              .formatted(length, message.remaining()));
    }
    return (int) length;
  }

  private void skip(int count) {
    if (message.remaining() < count) {
      throw new BrokenException("it ends early, within a number");
    }
    message.position(message.position() + count);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!message.hasRemaining()) {
        throw new BrokenException("it ends early, within a number");
      }
      byte b = message.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BrokenException("a number has more than ten bytes");
  }

  /** The number of the current field. */
  int field() {
    return field;
  }

  /** Whether the current field is a run of bytes: a text or a message. */
  boolean isBytes() {
    return kind == BYTES;
  }

  /** The value of a field that is a whole number. */
  long number() {
    return number;
  }

  /** The content of a field that is a run of bytes. */
  ByteBuffer bytes() {
    return bytes.slice();
  }

  String text() {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  ProtobufReader message() {
    return new ProtobufReader(bytes);
  }

  /** The current field as it lies in the message, with its key. */
  ByteBuffer raw() {
    return message.slice(start, message.position() - start);
  }
}
