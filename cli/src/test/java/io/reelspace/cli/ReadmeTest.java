package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.Hit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as it stands there. */
final class ReadmeTest {

  @TempDir private Path folder;

  @Test
  void theExampleOfIndexingIsTheOneThatIsCompiledHere() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String example = readme.split("```java\n", 3)[2].split("```", 2)[0];
    String source = Files.readString(Path.of("src/test/java/io/reelspace/cli/ReadmeExample.java"));
    assertTrue(source.contains(example.indent(4)), example);
  }

  @Test
  void theJavaExampleFindsTheDog() throws IOException {
    Path cache = Ran.HOME.resolve("cache");
    TestFiles.clip("dog.mp4");
    Ran.with("doctor"); // fills the cache, which the example then finds filled
    Files.createSymbolicLink(folder.resolve("cache"), cache);
    TestFiles.copy("dog.mp4", folder.resolve("videos").resolve("dog.mp4"));

    List<Hit> hits = ReadmeExample.whiteDogs(folder, folder.resolve("videos"));

    assertEquals(1, hits.size());
    assertEquals(folder.resolve("videos").resolve("dog.mp4").toString(), hits.getFirst().video());
  }

  @Test
  void allItsLinksLeadSomewhere() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    java.util.regex.Matcher links =
        java.util.regex.Pattern.compile("\\]\\(([^)#]+)\\)").matcher(readme);
    int found = 0;
    while (links.find()) {
      assertTrue(Files.exists(Path.of("..", links.group(1))), links.group(1));
      found++;
    }
    assertTrue(found > 5, "links: " + found);
  }
}
