package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** ONNX Runtime is used in a version that tells nobody what it runs (see docs/decisions.md). */
class RuntimePrivacyTest {

  @Test
  void theNativeLibraryKnowsNoAddressToReportTo() throws IOException {
    byte[] library;
    try (InputStream in =
        OrtEnvironment.class.getResourceAsStream(
            "/ai/onnxruntime/native/linux-x64/libonnxruntime.so")) {
      library = in.readAllBytes();
    }
    String text = new String(library, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains("CPUExecutionProvider"));
    assertFalse(text.contains("OneCollector"), "the runtime reports to its maker");
  }
}
