package io.reelspace.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lines of JSON-RPC 2.0 between an agent and the protocol's library. That library ends the
 * session at the first line that it cannot read, and forgets what it still works on when the input
 * ends; so lines that are no messages are answered here, and the end is told to it only when all
 * that was asked has been answered.
 */
final class AgentLines {

  static final int LONGEST_LINE = 1 << 20;

  private static final int NOT_JSON = -32700;
  private static final int NO_REQUEST = -32600;
  private static final long PATIENCE_SECONDS = 60;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream source;
  private final OutputStream sink;
  private final Incoming incoming = new Incoming();
  private final Outgoing outgoing = new Outgoing();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Ids of what was asked and is not answered; guarded by itself. */
  private final Set<String> open = new HashSet<>();

  AgentLines(InputStream source, OutputStream sink) {
    this.source = new BufferedInputStream(source);
    this.sink = sink;
  }

  /** Messages of the agent and nothing else, for the library. */
  InputStream incoming() {
    return incoming;
  }

  /** Takes the messages of the library. */
  OutputStream outgoing() {
    return outgoing;
  }

  /** Waits until the agent sends no more and all is answered. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** The next line that is a message; empty at the end. */
  private Optional<byte[]> message() throws IOException {
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int length = 0;
      int next = source.read();
      for (; next >= 0 && next != '\n'; next = source.read()) {
        length++;
        if (length <= LONGEST_LINE) {
          line.write(next);
        }
      }
      if (next < 0 && length == 0) {
        return Optional.empty();
      }
      if (isMessage(line.toByteArray(), length)) {
        line.write('\n');
        return Optional.of(line.toByteArray());
      }
    }
  }

  /** Whether the library can read a line; what it cannot read is answered. */
  private boolean isMessage(byte[] line, int length) throws IOException {
    if (length > LONGEST_LINE) {
      refuse(NO_REQUEST, "a message has at most " + LONGEST_LINE + " bytes", JSON.nullNode());
      return false;
    }
    if (new String(line, StandardCharsets.UTF_8).isBlank()) {
      return false;
    }
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      refuse(NOT_JSON, "not JSON: " + e.getOriginalMessage(), JSON.nullNode());
      return false;
    }
    JsonNode id = message.path("id");
    boolean named = id.isTextual() || id.isIntegralNumber();
    boolean answer = named && (message.has("result") || message.path("error").isObject());
    boolean call = message.path("method").isTextual() && (named || id.isMissingNode());
    boolean fits =
        message.path("jsonrpc").asText().equals("2.0")
            && (message.path("params").isMissingNode() || message.path("params").isObject());
    if (!fits || !(answer || call)) {
      refuse(NO_REQUEST, "no message of JSON-RPC 2.0", named ? id : JSON.nullNode());
      return false;
    }
    if (call && named) {
      synchronized (open) {
        open.add(id.toString());
      }
    }
    return true;
  }

  private void refuse(int code, String reason, JsonNode id) throws IOException {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.putObject("error").put("code", code).put("message", reason);
    synchronized (outgoing) { // as the library does
      sink.write(JSON.writeValueAsBytes(answer));
      sink.write('\n');
      sink.flush();
    }
  }

  private void answered(byte[] line) throws IOException {
    JsonNode message = JSON.readTree(line);
    synchronized (open) {
      if (!message.has("method") && open.remove(message.path("id").toString())) {
        open.notifyAll();
      }
    }
  }

  private void awaitAnswers() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (open) {
      try {
        for (long left = until - System.nanoTime();
            !open.isEmpty() && left > 0;
            left = until - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(open, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Incoming extends InputStream {

    private byte[] line = {};
    private int position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position == line.length) {
        Optional<byte[]> next = message();
        if (next.isEmpty()) {
          awaitAnswers();
          ended.countDown();
          return -1;
        }
        line = next.get();
        position = 0;
      }
      int count = Math.min(length, line.length - position);
      System.arraycopy(line, position, bytes, offset, count);
      position += count;
      return count;
    }
  }

  private final class Outgoing extends OutputStream {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int next) throws IOException {
      write(new byte[] {(byte) next}, 0, 1);
    }

    /** Lines go out whole. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      line.write(bytes, offset, length);
      if (length > 0 && bytes[offset + length - 1] == '\n') {
        byte[] whole = line.toByteArray();
        line.reset();
        sink.write(whole);
        sink.flush();
        answered(whole);
      }
    }
  }
}
