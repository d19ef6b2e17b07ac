package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.base.SampleClips;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on an index in a real Milvus server, beside the same index in a folder. */
final class MilvusCommandTest {

  @TempDir private static Path folder;
  private static String local;
  private static String remote;

  @BeforeAll
  static void indexTheSampleClipsInBoth() throws IOException {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Files.writeString(
        clips.resolve("car.en.srt"),
        """
        1
        00:00:01,000 --> 00:00:02,000
        What a fine suit
        """);
    local = folder.resolve("index").toString();
    remote = TestServer.shared().orElseThrow().fresh(folder).toString();
    for (String index : List.of(local, remote)) {
      Ran indexed = run("index", "--index", index, clips.toString());
      assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    }
  }

  private static Ran run(String... arguments) {
    return runWith(TestServer.TOKEN, arguments);
  }

  private static Ran runWith(String token, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("REELSPACE_HOME", Ran.HOME.toString());
    environment.put("REELSPACE_MILVUS_TOKEN", token);
    return Ran.with(environment, "", arguments);
  }

  private static JsonNode json(String index, String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command, "--index", index, "--json"));
    line.addAll(List.of(arguments));
    Ran ran = run(line.toArray(String[]::new));
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return ran.json();
  }

  private static void assertAlike(String command, String... arguments) {
    Ran.assertAlike(json(local, command, arguments), json(remote, command, arguments));
  }

  @Test
  void searchesFindTheSameAsInAFolder() {
    assertAlike("search", "a cat");
    assertAlike("search", "--by", "moment", "--top", "100", "a man drives a car");
    assertAlike("search", "--said", "fine suits");
    assertAlike("search", "--filter", "duration < 5 and not name = car.mp4", "an animal");
  }

  @Test
  void whatIsThereIsNotIndexedAgain() {
    String clips = folder.resolve("clips").toString();
    Ran again = run("index", "--index", remote, clips);
    assertEquals(ExitCode.DONE, again.code(), again.err());
    assertEquals(run("index", "--index", local, clips).out().replace(local, remote), again.out());
  }

  @Test
  void anIndexGoesToAFolderAndStaysAsItIs() {
    String copy = folder.resolve("copy").toString();
    Ran there = run("migrate", "--json", "--from", remote, "--to", copy);
    assertEquals(ExitCode.DONE, there.code(), there.err());
    long videos = json(local, "status").path("videos").asLong();
    assertEquals(videos, there.json().path("copied").asLong());
    Ran back = run("migrate", "--json", "--from", copy, "--to", remote);
    assertEquals(ExitCode.DONE, back.code(), back.err());
    assertEquals(0, back.json().path("copied").asLong());
    assertEquals(videos, back.json().path("present").asLong());
    for (String counted : List.of("videos", "segments", "lines", "fingerprint")) {
      JsonNode expected = json(local, "status").path(counted);
      assertEquals(expected, json(copy, "status").path(counted), counted);
      assertEquals(expected, json(remote, "status").path(counted), counted);
    }
    Ran.assertAlike(json(local, "search", "a cat"), json(copy, "search", "a cat"));
  }

  @Test
  void whatIsWrongIsSaidWithItsExitCode() {
    assertRefused(ExitCode.WRONG_USAGE, run("status", "--index", remote + "-x"), "HOST:PORT");
    assertRefused(ExitCode.WRONG_USAGE, run("status", "--index", remote + "_x"), "reelspace index");
    assertRefused(
        ExitCode.FAILED, runWith("a:b", "status", "--index", remote), "REELSPACE_MILVUS_TOKEN");
  }

  private static void assertRefused(int code, Ran ran, String told) {
    assertEquals(code, ran.code(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains(told), ran.err());
  }
}
