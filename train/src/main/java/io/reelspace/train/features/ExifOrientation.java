package io.reelspace.train.features;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whether the EXIF header of a JPEG asks for the picture to be turned (tag 0x0112 of TIFF 6.0). */
final class ExifOrientation {

  private static final int APP1 = 0xFFE1;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final int ORIENTATION = 0x0112;

  private ExifOrientation() {}

  /** Reads no further than the first scan, and closes the stream. */
  static boolean isRotated(InputStream jpeg) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(jpeg))) {
      in.readUnsignedShort(); // start of image
      while (true) {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort() - 2;
        if (marker == START_OF_SCAN || marker < 0xFF00 || length < 0) {
          return false;
        }
        byte[] segment = in.readNBytes(length);
        if (marker == APP1 && length > 14 && segment[0] == 'E' && segment[1] == 'x') {
          return orientation(ByteBuffer.wrap(segment, 6, length - 6).slice()) > 1;
        }
      }
    }
  }

  private static int orientation(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
        return tiff.getShort(entry + 8) & 0xffff;
      }
    }
    return 1;
  }
}
