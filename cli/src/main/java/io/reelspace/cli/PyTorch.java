package io.reelspace.cli;

import java.nio.file.Path;

/** Tells DJL where PyTorch's libraries are unpacked, and to fetch nothing. */
final class PyTorch {

  private PyTorch() {}

  /**
   * Must be called before anything is trained.
   *
   * @param cache PyTorch comes to lie below {@code pytorch/}; some 400 MB, once
   */
  static void unpackInto(Path cache) {
    String folder = cache.resolve("pytorch").toString();
    for (String key : new String[] {"ENGINE_CACHE_DIR", "DJL_CACHE_DIR"}) {
      if (System.getenv(key) == null) {
        System.setProperty(key, folder);
      }
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.default_engine", "PyTorch");
  }
}
