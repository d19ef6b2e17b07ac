package io.reelspace.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.index.IndexedWindow;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is heard in videos is exported beside what is seen. */
final class SoundExportTest {

  @TempDir private Path folder;

  @Test
  void whatIsHeardIsInATableOfItsOwn() throws Exception {
    List<IndexedWindow> heard =
        List.of(
            new IndexedWindow(Modality.AUDIO, 0.5, 1.5, ExportedIndex.unit(1)),
            new IndexedWindow(Modality.AUDIO, 3, 4.25, ExportedIndex.unit(2)));
    Path target = folder.resolve("export");
    try (VideoIndex index = VideoIndex.open(folder.resolve("index"), ExportedIndex.SPACE)) {
      index.upsert(ExportedIndex.video(0), ExportedIndex.segments(0), List.of(), List.of());
      index.upsert(ExportedIndex.video(1), ExportedIndex.segments(1), heard, List.of());
      index.commit();
      assertEquals(2, new IndexExport(index, target, _ -> {}).run().windows());
    }
    List<Map<String, Object>> rows = ArrowRows.read(target.resolve("windows.arrow"));
    assertEquals(heard.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(ExportedIndex.video(1).path(), rows.get(i).get("video"));
      assertEquals("audio", rows.get(i).get("modality"));
      assertEquals(heard.get(i).start(), rows.get(i).get("start"));
      assertEquals(heard.get(i).end(), rows.get(i).get("end"));
      assertArrayEquals(heard.get(i).embedding(), ArrowRows.floats(rows.get(i).get("embedding")));
    }
  }
}
