package io.reelspace.plan;

import java.util.List;

/**
 * Some of what is on disk or in memory.
 *
 * @param name what it is, for people
 * @param bytes its size
 */
public record Part(String name, double bytes) {

  /** All of them together, in bytes. */
  public static double sum(List<Part> parts) {
    return parts.stream().mapToDouble(Part::bytes).sum();
  }
}
