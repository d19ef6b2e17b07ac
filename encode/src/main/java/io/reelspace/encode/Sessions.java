package io.reelspace.encode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens native sessions, also from a copy of the model that loads in a fraction of the time: its
 * graph is optimised already, and its weights lie in a file that is mapped instead of read.
 */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String GRAPH = "model.onnx";
  private static final String WEIGHTS = "weights.bin";

  private Sessions() {}

  static OrtEnvironment environment(Inference inference) {
    Natives.prepare(inference.cache());
    // Warnings of the runtime are for its developers; failures come as exceptions.
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "reelspace");
  }

  static OrtSession open(Path file, Inference inference) throws OrtException {
    try (SessionOptions options = options(inference)) {
      return environment(inference).createSession(file.toString(), options);
    }
  }

  /** Opens the quick copy of a model, which is made when it is not there yet. */
  static OrtSession openQuickly(Path file, Inference inference) throws OrtException {
    Path copy;
    try {
      copy = copyOf(file, inference);
      CachedFolder.make(copy, folder -> fillCopy(file, folder, inference));
    } catch (IOException e) {
      LOG.debug("no quick copy of {}", file, e);
      return open(file, inference);
    }
    try (SessionOptions options = options(inference)) {
      options.setOptimizationLevel(OptLevel.NO_OPT);
      return environment(inference).createSession(copy.resolve(GRAPH).toString(), options);
    } catch (OrtException e) {
      LOG.warn("the copy {} does not load ({}); using {}", copy, e.getMessage(), file);
      return open(file, inference);
    }
  }

  private static SessionOptions options(Inference inference) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(inference.threads());
    options.setInterOpNumThreads(1);
    // Spinning threads would take the cores from the decoder's process.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  /** The copy's folder: another one for every change beside the model, or of the runtime. */
  private static Path copyOf(Path file, Inference inference) throws IOException {
    StringBuilder version = new StringBuilder();
    version.append(OrtSession.class.getPackage().getImplementationVersion()).append('\n');
    version.append(file.toRealPath()).append('\n');
    try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
      for (Path beside : files.filter(Files::isRegularFile).sorted().toList()) {
        version.append(beside.getFileName()).append(' ').append(Files.size(beside)).append(' ');
        version.append(Files.getLastModifiedTime(beside).toMillis()).append('\n');
      }
    }
    byte[] name = version.toString().getBytes(StandardCharsets.UTF_8);
    return inference.cache().resolve("optimised").resolve(UUID.nameUUIDFromBytes(name).toString());
  }

  private static void fillCopy(Path file, Path copy, Inference inference) throws IOException {
    try (SessionOptions options = options(inference)) {
      options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(copy.resolve(GRAPH).toString());
      String prefix = "session.optimized_model_external_initializers_";
      options.addConfigEntry(prefix + "file_name", WEIGHTS);
      options.addConfigEntry(prefix + "min_size_in_bytes", "1024");
      environment(inference).createSession(file.toString(), options).close();
    } catch (OrtException e) {
      throw new IOException(e);
    }
  }
}
