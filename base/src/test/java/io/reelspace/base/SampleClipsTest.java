package io.reelspace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleClipsTest {

  @TempDir private Path folder;

  @Test
  void allClipsOfTheResourceFolderAreUnpackedWithTheirLicences() throws IOException {
    SampleClips.unpackInto(folder);

    assertEquals(
        contentsOf(Path.of("src/main/resources/io/reelspace/base/clips")), contentsOf(folder));
    String licences = Files.readString(folder.resolve("LICENCES.md"));
    for (String name : SampleClips.names()) {
      assertTrue(licences.contains("`" + name + "`"), name);
    }
  }

  @Test
  void clipsStaySmallEnoughForTheRepository() throws IOException {
    SampleClips.unpackInto(folder);
    long bytes = 0;
    for (String name : SampleClips.names()) {
      bytes += Files.size(folder.resolve(name));
    }
    assertTrue(bytes < 8_000_000, "bytes: " + bytes);
  }

  @Test
  void aClipThatIsThereIsLeftAloneAndADamagedOneIsReplaced() throws IOException {
    SampleClips.unpackInto(folder);
    FileTime early = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(folder.resolve("dog.mp4"), early);
    Files.write(folder.resolve("car.mp4"), new byte[10]);

    SampleClips.unpackInto(folder);

    assertEquals(early, Files.getLastModifiedTime(folder.resolve("dog.mp4")));
    assertEquals(588_804, Files.size(folder.resolve("car.mp4")));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("occupied"));
    StorageException failure =
        assertThrows(StorageException.class, () -> SampleClips.unpackInto(file));
    assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
  }

  private static Set<String> contentsOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName() + " " + file.toFile().length())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
