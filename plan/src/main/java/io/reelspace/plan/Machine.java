package io.reelspace.plan;

/**
 * One of the machines that there are.
 *
 * @param cores its processors' cores
 * @param memory in bytes
 * @param disk in bytes, of its own
 */
public record Machine(int cores, double memory, double disk) {

  /** 16 cores, 64 GB of memory, 4 TB of disk. */
  public static final Machine DEFAULT = new Machine(16, 64e9, 4e12);

  /** Refuses what is no machine. */
  public Machine {
    if (cores < 1 || !(memory > 0) || !(disk > 0)) {
      throw new IllegalArgumentException(
          "a machine has cores, memory and disk: " + cores + ", " + memory + ", " + disk);
    }
  }
}
