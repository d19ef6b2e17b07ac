package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.reelspace.base.SampleClips;
import io.reelspace.index.Identifiers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's own client starts the command as a process and asks it about the sample clips. */
final class McpCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path clips;
  private static String index;
  private static McpSyncClient agent;

  @BeforeAll
  static void start() throws IOException {
    clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Files.writeString(
        clips.resolve("dog.srt"), "1\n00:00:01,000 --> 00:00:02,000\nFetch the stick!\n");
    index = folder.resolve("index").toString();
    Ran ran = Ran.with("index", "--index", index, clips.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    Files.delete(clips.resolve("bicycles.mp4"));
    List<String> command = ChildCommand.command(List.of(), "mcp", "--index", index);
    ServerParameters parameters =
        ServerParameters.builder(command.getFirst())
            .args(command.subList(1, command.size()))
            .env(Map.of("REELSPACE_HOME", Ran.HOME.toString(), "LC_ALL", "C.UTF-8"))
            .build();
    agent =
        McpClient.sync(new StdioClientTransport(parameters, new JacksonMcpJsonMapper(JSON)))
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofMinutes(2))
            .build();
    agent.initialize();
  }

  @AfterAll
  static void stop() {
    agent.closeGracefully();
  }

  private static CallToolResult call(String tool, Map<String, Object> arguments) {
    return agent.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static JsonNode structure(String tool, Map<String, Object> arguments) {
    CallToolResult result = call(tool, arguments);
    assertEquals(false, result.isError(), () -> result.content().toString());
    JsonNode structure = JSON.valueToTree(result.structuredContent());
    try { // agents that know nothing of structures read the same as text
      assertEquals(structure, JSON.readTree(text(result)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return structure;
  }

  private static String text(CallToolResult result) {
    return result.content().stream()
        .filter(TextContent.class::isInstance)
        .map(content -> ((TextContent) content).text())
        .collect(Collectors.joining());
  }

  private static void refused(String words, String tool, Map<String, Object> arguments) {
    CallToolResult result = call(tool, arguments);
    assertEquals(true, result.isError(), () -> result.content().toString());
    assertTrue(text(result).contains(words), () -> words + " in " + text(result));
  }

  private static String id(String clip) {
    return Identifiers.video(clips.resolve(clip));
  }

  @Test
  void itSaysWhoItIsAndWhatItDoes() {
    assertEquals("reelspace", agent.getServerInfo().name());
    assertEquals(Version.text(), agent.getServerInfo().version());
    assertTrue(agent.getServerInstructions().contains("moments"));
    List<Tool> tools = agent.listTools().tools();
    assertEquals(
        List.of("search", "moment", "frame", "videos"), tools.stream().map(Tool::name).toList());
    for (Tool tool : tools) {
      assertTrue(tool.description().length() > 50, tool.name());
      assertEquals(true, tool.annotations().readOnlyHint(), tool.name());
    }
  }

  @Test
  void aSearchGivesTheMomentsThatTheCommandLineGives() {
    JsonNode found = structure("search", Map.of("text", "a man in a suit and a bow tie", "top", 3));
    JsonNode expected =
        Ran.with(
                "search", "--index", index, "--json", "--top", "3", "a man in a suit and a bow tie")
            .json();
    assertEquals(expected.size(), found.path("matches").size());
    for (int i = 0; i < expected.size(); i++) {
      JsonNode match = found.path("matches").path(i);
      assertEquals(expected.path(i).path("id"), match.path("id"));
      assertEquals(expected.path(i).path("video"), match.path("path"));
      assertEquals(expected.path(i).path("start"), match.path("start"));
      assertEquals(expected.path(i).path("end"), match.path("end"));
      assertEquals(expected.path(i).path("score").asDouble(), match.path("score").asDouble(), 1e-3);
    }
    assertEquals("car.mp4", found.path("matches").path(0).path("name").asText());
    assertEquals(id("car.mp4"), found.path("matches").path(0).path("video").asText());
  }

  @Test
  void wordsFiltersAndLikenessNarrowASearch() {
    JsonNode said = structure("search", Map.of("said", "stick"));
    assertEquals(id("dog.mp4"), said.path("matches").path(0).path("video").asText());
    assertEquals(
        "Fetch the stick!", said.path("matches").path(0).path("said").path("text").asText());
    JsonNode none =
        structure("search", Map.of("text", "a dog", "filter", "name = \"car.mp4\"", "top", 1));
    none.path("matches").forEach(match -> assertEquals("car.mp4", match.path("name").asText()));
    String dog = structure("search", Map.of("text", "a dog")).at("/matches/0/id").asText();
    JsonNode like = structure("search", Map.of("like", dog, "minScore", 0, "by", "video"));
    assertTrue(like.path("matches").size() > 3);
    like.path("matches")
        .forEach(match -> assertTrue(!match.path("video").asText().equals(id("dog.mp4"))));
  }

  @Test
  void whereNothingIsFoundItSaysWhatToDo() {
    JsonNode found = structure("search", Map.of("text", "a dog", "minScore", 1));
    assertEquals(0, found.path("matches").size());
    assertTrue(found.path("notes").path(0).asText().contains("minScore 0"), found.toString());
  }

  @Test
  void aMomentHasItsVideoItsWordsAndItsNeighbours() {
    JsonNode first = structure("moment", Map.of("id", id("bicycles.mp4") + "@0.000"));
    assertEquals("bicycles.mp4", first.path("video").path("name").asText());
    assertEquals(0, first.path("before").size());
    assertEquals(1, first.path("after").size(), first::toString);
    JsonNode next = structure("moment", Map.of("id", first.at("/after/0/id").asText()));
    assertEquals(first.path("end"), next.path("start"));
    assertEquals(first.path("id"), next.at("/before/0/id"));
    JsonNode dog = structure("moment", Map.of("id", id("dog.mp4") + "@0.500-1.500"));
    assertEquals("Fetch the stick!", dog.at("/said/0/text").asText());
    JsonNode before = structure("moment", Map.of("id", id("dog.mp4") + "@0.100-0.900"));
    assertEquals(0, before.path("said").size());
  }

  @Test
  void aFrameIsAPictureOfTheVideoAtThatTime() throws IOException {
    CallToolResult early = call("frame", Map.of("video", id("rabbit.mp4"), "time", 0.5));
    CallToolResult late =
        call("frame", Map.of("video", id("rabbit.mp4"), "time", 4.5, "side", 160));
    assertEquals(false, early.isError(), () -> text(early));
    ImageContent picture = (ImageContent) late.content().getFirst();
    assertEquals("image/jpeg", picture.mimeType());
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.data())));
    assertEquals(160, Math.max(image.getWidth(), image.getHeight()));
    assertTrue(!picture.data().equals(((ImageContent) early.content().getFirst()).data()));
    assertEquals("rabbit.mp4 at 4.500 s", text(late));
  }

  @Test
  void videosComeInPages() {
    int all = SampleClips.names().size();
    JsonNode page = structure("videos", Map.of("limit", 2, "offset", 1, "order", "duration"));
    assertEquals(all, page.path("total").asInt());
    assertEquals(2, page.path("videos").size());
    Set<String> names =
        structure("videos", Map.of()).findValuesAsText("name").stream().collect(Collectors.toSet());
    assertEquals(Set.copyOf(SampleClips.names()), names);
  }

  @Test
  void whatCannotBeDoneIsToldAndTheSessionGoesOn() {
    refused("no video", "moment", Map.of("id", "0123456789abcdef@0.000"));
    refused("no moment", "moment", Map.of("id", id("dog.mp4") + "@99.000"));
    refused("no moment", "search", Map.of("like", "0123456789abcdef@0.000"));
    refused("no video", "frame", Map.of("video", "../../etc/passwd"));
    refused("s long", "frame", Map.of("video", id("dog.mp4"), "time", 1e6));
    refused("not where it was indexed", "frame", Map.of("video", id("bicycles.mp4")));
    refused("nothing to look for", "search", Map.of());
    refused("stands alone", "search", Map.of("like", "x", "text", "y"));
    refused("filter", "videos", Map.of("filter", "size > 3"));
    refused("time", "frame", Map.of("video", id("dog.mp4"), "time", -1));
    refused("time", "frame", Map.of("video", id("dog.mp4"), "time", "soon"));
    refused("video", "frame", Map.of());
    refused("side", "frame", Map.of("video", id("dog.mp4"), "side", 5000));
    refused("top", "search", Map.of("text", "x", "top", 0));
    refused("txt", "search", Map.of("txt", "a dog"));
    agent.ping();
  }

  @Test
  void linesThatAreNoMessagesAreAnsweredAndTheRestIsDone() throws Exception {
    String initialize =
        """
        {"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18",\
        "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        """;
    String input =
        initialize
            + """
            this is no JSON
            [1, 2]
            {"jsonrpc":"1.0","id":7,"method":"ping"}
            {"jsonrpc":"2.0","id":8,"method":"tools/fly"}
            {"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"fly","arguments":{}}}
            {"jsonrpc":"2.0","id":10,"method":"tools/call","params":{"name":5}}
            {"jsonrpc":"2.0","id":11,"method":"tools/call","params":{"name":"videos","arguments":[]}}

            {"jsonrpc":"2.0","id":12,"method":"tools/call","params":{"name":"search","arguments":{"text":"a dog"}}}
            """
            + "{\"jsonrpc\":\"2.0\",\"id\":13,\"x\":\""
            + "x".repeat(2 << 20)
            + "\"}\n"
            + "{\"jsonrpc\":\"2.0\",\"id\":14,\"method\":\"ping\"}"; // the end, without a newline
    ChildCommand command = ChildCommand.start(List.of(), "mcp", "--index", index);
    command.input(input);
    Ran ended = command.end();
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    List<JsonNode> answers = ended.out().lines().map(McpCommandTest::parsed).toList();
    for (String id : List.of("\"a\"", "12", "14")) {
      assertEquals(1, answered(answers, id, "result"), () -> id + " in " + ended.out());
    }
    for (String id : List.of("7", "8", "9", "10")) {
      assertEquals(1, answered(answers, id, "error"), () -> id + " in " + ended.out());
    }
    assertEquals(3, answered(answers, "null", "error"), ended::out); // text, array, too long
    assertEquals(1, answers.stream().filter(a -> a.path("id").asInt() == 11).count());
  }

  private static long answered(List<JsonNode> answers, String id, String how) {
    return answers.stream()
        .filter(answer -> answer.path("id").toString().equals(id) && answer.has(how))
        .count();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not the protocol: " + line, e);
    }
  }

  @Test
  void whereThereIsNoIndexItSaysSo() {
    Ran ran = Ran.with("mcp", "--index", folder.resolve("none").toString());
    assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains("reelspace index"), ran.err());
    assertTrue(Files.notExists(folder.resolve("none")));
  }
}
