package io.reelspace.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.reelspace.error.ReelspaceException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers an agent about an archive by the Model Context Protocol, one message a line, as its <a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio">stdio
 * transport</a> says. Changes nothing in the index.
 */
public final class AgentServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  private static final String INSTRUCTIONS =
      """
      Reelspace finds moments in an archive of videos on this machine by describing what is to be \
      seen or what is said. Search first; look at the frames of what was found before relying on \
      it; ask for the moment to read what is said there and to go to what comes before and after.\
      """;

  private final ServedArchive archive;
  private final AgentTools tools;
  private final AgentLines lines;
  private final McpSyncServer server;
  private final Thread warming = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::warm);

  private AgentServer(ServedArchive archive, AgentLines lines, String version) {
    McpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
    this.archive = archive;
    this.lines = lines;
    this.tools = new AgentTools(archive);
    this.server =
        McpServer.sync(
                new StdioServerTransportProvider(
                    json, lines.incoming(), lines.outgoing(), AgentLines.LONGEST_LINE + 1))
            .jsonMapper(json)
            .jsonSchemaValidator(new DefaultJsonSchemaValidator())
            .serverInfo("reelspace", version)
            .instructions(INSTRUCTIONS)
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .tools(tools.all())
            .build();
  }

  /**
   * Begins to answer.
   *
   * @param archive owned from now on
   * @param in messages of the agent; not closed
   * @param out nothing but messages to the agent; not closed
   * @param version of this program
   */
  public static AgentServer start(
      ServedArchive archive, InputStream in, OutputStream out, String version) {
    AgentServer server = new AgentServer(archive, new AgentLines(in, out), version);
    server.warming.start();
    return server;
  }

  private void warm() {
    try {
      archive.warm();
    } catch (ReelspaceException | IllegalStateException e) {
      LOG.warn("the models could not be loaded ahead", e); // told where a search needs them
    }
  }

  /** Waits until the agent sends no more and what it asked is answered. */
  public void awaitEnd() throws InterruptedException {
    lines.awaitEnd();
  }

  /** Stops; what runs is finished first, as the models must not be freed while they are used. */
  @Override
  public void close() {
    server.closeGracefully();
    try {
      warming.join();
      tools.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return; // the process is ending, and the models go with it
    }
    archive.close();
  }
}
