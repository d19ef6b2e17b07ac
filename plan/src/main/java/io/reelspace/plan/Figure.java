package io.reelspace.plan;

import java.time.LocalDate;

/**
 * A number that plans are made with, and where it is from.
 *
 * @param name for people, unique
 * @param value in {@code unit}
 * @param unit what {@code value} counts
 * @param source the command and file, or the publication, that it is from
 * @param date when it was measured, published or looked up
 */
public record Figure(String name, double value, String unit, String source, LocalDate date) {

  /** Refuses numbers that are none, and figures without a source. */
  public Figure {
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalArgumentException(name + " must be a number from 0 on: " + value);
    }
    if (name.isBlank() || unit.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException("a figure needs a name, a unit and a source: " + name);
    }
  }
}
