package io.reelspace.base;

import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.space.SpaceSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pretrained encoders that come with Reelspace, by their ids; recipes train on them. */
public final class BundledEncoders {

  private static final String MODEL = "model.onnx";
  private static final String ORIGIN = "ORIGIN.md";

  private static final List<String> OF_IMAGES = List.of(MODEL, "preprocessor_config.json", ORIGIN);

  private static final List<String> OF_SOUNDS = OF_IMAGES;

  private static final List<String> OF_TEXTS = List.of(MODEL, "tokenizer.json", ORIGIN);

  private static final List<String> OF_POOLED_TEXTS =
      List.of(MODEL, "tokenizer.json", "1_Pooling/config.json", ORIGIN);

  /** The files of each encoder. */
  private static final Map<String, List<String>> FILES =
      new TreeMap<>(
          Map.of(
              "efficientnet-lite0", OF_IMAGES,
              "esc10-cnn", OF_SOUNDS,
              "efficientnet-lite0-int8", OF_IMAGES,
              "efficientnet-lite2", OF_IMAGES,
              "efficientnet-lite2-int8", OF_IMAGES,
              "all-minilm-l6-v2", OF_TEXTS,
              "bge-small-en-v1.5", OF_POOLED_TEXTS));

  /** Models that come in other jars, by their path in a bundle. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "encoders/all-minilm-l6-v2/model.onnx", "/all-minilm-l6-v2.onnx",
          "encoders/all-minilm-l6-v2/tokenizer.json", "/all-minilm-l6-v2-tokenizer.json",
          "encoders/bge-small-en-v1.5/model.onnx", "/bge-small-en-v1.5.onnx",
          "encoders/bge-small-en-v1.5/tokenizer.json", "/bge-small-en-v1.5-tokenizer.json");

  private BundledEncoders() {}

  /** The ids of all bundled encoders. */
  public static List<String> ids() {
    return List.copyOf(FILES.keySet());
  }

  /**
   * The folder of a bundled encoder below a cache folder, unpacked when it is not there yet, in the
   * layout of the model hubs.
   *
   * @throws MissingModelException when there is none of that id
   * @throws StorageException when it cannot be unpacked
   */
  public static Path unpack(String id, Path cache) {
    if (!FILES.containsKey(id)) {
      throw new MissingModelException(
          "No encoder '" + id + "'. Bundled are " + ids() + "; or name the folder of one.");
    }
    try {
      Path folder = cache.resolve("encoders").resolve(hash(id)).resolve(id);
      for (String file : FILES.get(id)) {
        copy("encoders/" + id + "/" + file, folder.resolve(file));
      }
      return folder;
    } catch (IOException e) {
      throw new StorageException(
          "Cannot unpack the encoder "
              + id
              + " to "
              + cache
              + " ("
              + e.getMessage()
              + "). Make room there, or choose another folder with --home or REELSPACE_HOME.",
          e);
    }
  }

  /** Writes a file under a name of this process's own first: it appears whole. */
  private static void copy(String resource, Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try (InputStream in = open(resource);
        OutputStream out = Files.newOutputStream(part)) {
      in.transferTo(out);
    }
    Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** Names the folder of a release's files, so that another release has another. */
  private static String hash(String id) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES.get(id)) {
        try (InputStream in = new DigestInputStream(open("encoders/" + id + "/" + file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Opens a file that spaces share, see {@link SpaceSource}.
   *
   * @param path in a bundle, for example {@code encoders/efficientnet-lite0/model.onnx}
   */
  static InputStream open(String path) throws IOException {
    return Stream.of(path, ELSEWHERE.getOrDefault(path, path))
        .map(BundledEncoders.class::getResourceAsStream)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new FileNotFoundException(path));
  }
}
