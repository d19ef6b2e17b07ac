package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jar of the profile {@code spark-jar} as a person submits it to a Spark of its own, whose
 * folder {@code REELSPACE_SPARK_HOME} names. Where that is set, Maven makes the jar and runs this
 * after it; otherwise it is skipped.
 */
final class SubmittedJarTest {

  private static final Path JAR = Path.of("target", "reelspace-spark.jar").toAbsolutePath();

  @TempDir private Path folder;
  private Path submit;

  @BeforeEach
  void find() {
    Optional<Path> home = Optional.ofNullable(System.getenv("REELSPACE_SPARK_HOME")).map(Path::of);
    Assumptions.assumeTrue(
        home.isPresent() && Files.exists(JAR), "no REELSPACE_SPARK_HOME, or no " + JAR);
    submit = home.get().resolve("bin").resolve("spark-submit");
  }

  private record Ran(int code, String out, String err) {}

  private Ran submit(String program, String master, String... options) throws Exception {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(submit.toString(), "--master", master, "--driver-memory", "1g"));
    line.addAll(List.of("--conf", "spark.ui.enabled=false"));
    line.addAll(List.of("--class", "io.reelspace.spark." + program, JAR.toString()));
    line.addAll(List.of(options));
    line.addAll(List.of("--cache", Embedding.CACHE.toString()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("SPARK_HOME", submit.getParent().getParent().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("REELSPACE_MILVUS_TOKEN", TestServer.TOKEN);
    int code = builder.start().waitFor();
    return new Ran(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local-cluster[2,1,1024]"})
  void writesIntoAnIndex(String master) throws Exception {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    IndexLocation location = TestServer.shared().orElseThrow().fresh(folder);
    Ran ran =
        submit(
            "Ingest",
            master,
            "--videos",
            clips.toString(),
            "--index",
            location.toString(),
            "--space",
            "base");
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().startsWith("6 indexed, 0 unchanged, 0 failed."), ran.out());
    try (VideoIndex index = location.openReadOnly()) {
      Embedding.assertSame(
          Embedding.alone("base", clips, folder.resolve("alone")), Embedding.read(index));
    }
  }

  @Test
  void extractsFeatures() throws Exception {
    Path media = folder.resolve("media");
    SampleClips.unpackInto(media);
    Path dataset =
        Files.writeString(
            media.resolve("captions.jsonl"), "{\"video\": \"dog.mp4\", \"captions\": [\"a dog\"]}");
    Path output = folder.resolve("features");
    Ran ran =
        submit(
            "ExtractFeatures",
            "local[2]",
            "--dataset",
            dataset.toString(),
            "--output",
            output.toString());
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().contains(" 0 there already, 0 skipped"), ran.out());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Ran ran = submit("Ingest", "local[2]", "--videos", "/nowhere", "--index", "milvus://x");
    assertEquals(2, ran.code(), ran.err());
    assertTrue(ran.err().contains("not the address of a collection"), ran.err());
    Ran poor =
        submit("Ingest", "local-cluster[1,1,200]", "--videos", "/nowhere", "--output", "/tmp/x");
    assertEquals(1, poor.code(), poor.err());
    assertTrue(poor.err().contains("reelspace: "), poor.err());
  }
}
