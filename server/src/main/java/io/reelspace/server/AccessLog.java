package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line of JSON for each request, in a file that is begun anew when it is large. */
final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final long LARGEST = 8 << 20;

  private final Path file;
  private boolean failed;

  AccessLog(Path file) {
    this.file = file;
  }

  /** Writes a line. A token never gets into it: only the path is written, not the parameters. */
  void write(Context context, float millis) {
    ObjectNode line = Json.object();
    line.put("time", Instant.now().toString());
    line.put("client", context.ip());
    line.put("method", context.req().getMethod());
    line.put("path", context.path());
    line.put("status", context.statusCode());
    line.put("millis", Math.round(millis * 10) / 10.0);
    byte[] bytes = Json.bytes(line);
    byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
    ended[bytes.length] = '\n';
    append(ended);
  }

  private synchronized void append(byte[] line) {
    try {
      Files.createDirectories(file.getParent());
      if (Files.exists(file) && Files.size(file) > LARGEST) {
        Path before = file.resolveSibling(file.getFileName() + ".1");
        Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("the access log {} cannot be written", file, e); // once, not for each request
      }
      failed = true;
    }
  }
}
