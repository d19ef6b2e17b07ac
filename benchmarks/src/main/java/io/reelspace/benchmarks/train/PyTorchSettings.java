package io.reelspace.benchmarks.train;

/** Tells DJL where PyTorch's libraries are unpacked, and how many threads it has. */
final class PyTorchSettings {

  private PyTorchSettings() {}

  /** Must be called before anything is trained. */
  static void use(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ENGINE_CACHE_DIR", "benchmarks/target/engine");
    System.setProperty("DJL_CACHE_DIR", "benchmarks/target/engine");
  }
}
