package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/scaling.md} shows of the command is what it prints. */
final class ScalingDocumentTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```\n\\$ reelspace (plan [^\n]*)\n(.*?)```\n", Pattern.DOTALL);

  @Test
  void eachExampleIsWhatTheCommandPrints() throws IOException {
    String document = Files.readString(Path.of("../docs/scaling.md"));
    Matcher example = EXAMPLE.matcher(document);
    int found = 0;
    while (example.find()) {
      Ran ran = Ran.with(example.group(1).split(" "));
      assertEquals(ExitCode.DONE, ran.code(), ran.err());
      assertEquals(example.group(2), ran.out(), example.group(1));
      found++;
    }
    assertTrue(found >= 4, "examples: " + found);
  }
}
