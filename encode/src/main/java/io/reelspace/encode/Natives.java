package io.reelspace.encode;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Unpacks ONNX Runtime's shared libraries once, where the library itself would write 28 MB to a
 * temporary folder at every start.
 */
final class Natives {
  private static final String PROPERTY = "onnxruntime.native.path";

  private Natives() {}

  /** Points ONNX Runtime at its unpacked libraries, unless somebody has done so before. */
  static synchronized void prepare(Path cache) {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    String platform = platform();
    String resources = "/ai/onnxruntime/native/" + platform + "/";
    List<String> libraries =
        List.of(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));
    if (libraries.stream().anyMatch(l -> Natives.class.getResource(resources + l) == null)) {
      return; // a build of ONNX Runtime for another platform finds its own libraries
    }
    Path folder = cache.resolve("onnxruntime-" + version() + "-" + platform);
    try {
      CachedFolder.make(folder, part -> unpack(resources, libraries, part));
    } catch (IOException e) {
      throw new StorageException(
          "Cannot unpack native libraries to "
              + folder
              + " ("
              + e.getMessage()
              + "). Make room there, or choose another folder with --home or REELSPACE_HOME.",
          e);
    }
    System.setProperty(PROPERTY, folder.toAbsolutePath().toString());
  }

  private static void unpack(String resources, List<String> libraries, Path folder)
      throws IOException {
    for (String library : libraries) {
      try (InputStream in = Natives.class.getResourceAsStream(resources + library)) {
        Files.copy(in, folder.resolve(library));
      }
    }
  }

  private static String version() {
    String version = ai.onnxruntime.OrtSession.class.getPackage().getImplementationVersion();
    return version == null ? "unversioned" : version;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String os = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    return os + "-" + (arm ? "aarch64" : "x64");
  }
}
