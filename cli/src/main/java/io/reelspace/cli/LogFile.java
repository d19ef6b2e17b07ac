package io.reelspace.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Logging as the command does it: warnings go to {@code logs/reelspace.log} in the home, which is
 * made when there is something to write. Logback finds this class as a service, so that it searches
 * and parses no configuration file at each start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogFile extends ContextAwareBase implements Configurator {

  private static final long LARGEST = 4 << 20;

  private static volatile Optional<Path> file = Optional.empty();

  /** Where warnings go from now on. */
  static Path in(Path home) {
    Path log = home.resolve("logs").resolve("reelspace.log");
    file = Optional.of(log);
    return log;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Appender appender = new Appender();
    appender.setContext(context);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static final class Appender extends AppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
      file.ifPresent(log -> write(log, event));
    }

    private void write(Path log, ILoggingEvent event) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      String entry =
          String.format(
              "%s %-5s [%s] %s: %s%n%s",
              event.getInstant(),
              event.getLevel(),
              event.getThreadName(),
              event.getLoggerName(),
              Printable.of(event.getFormattedMessage()),
              trace);
      try {
        Files.createDirectories(log.getParent());
        if (Files.exists(log) && Files.size(log) > LARGEST) {
          Files.move(
              log, log.resolveSibling("reelspace.1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(log, entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        addError("cannot write " + log, e); // logging never stops the work
      }
    }
  }
}
