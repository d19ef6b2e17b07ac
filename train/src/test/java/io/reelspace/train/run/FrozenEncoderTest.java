package io.reelspace.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of encoders as they lie on disks. */
class FrozenEncoderTest {

  private static final Path ENCODERS =
      Path.of("../space/src/test/resources/io/reelspace/space/tiny/encoders").toAbsolutePath();

  @TempDir Path folder;

  private static FrozenEncoder encoder(Path folder) {
    return new FrozenEncoder("net", Modality.VISUAL, folder, List.of());
  }

  @Test
  void aLinkToAFolderStandsForTheFolder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), ENCODERS.resolve("mean"));
    FrozenEncoder linked = encoder(link);
    FrozenEncoder direct = encoder(ENCODERS.resolve("mean"));
    assertTrue(linked.files().containsKey("encoders/net/model.onnx"), linked.files().toString());
    assertEquals(direct.files().keySet(), linked.files().keySet());
    assertEquals(direct.fingerprint(), linked.fingerprint());
    assertNotEquals(encoder(ENCODERS.resolve("all")).fingerprint(), linked.fingerprint());
  }
}
