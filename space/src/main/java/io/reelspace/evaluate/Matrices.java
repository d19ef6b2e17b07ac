package io.reelspace.evaluate;

import io.reelspace.error.BadInputException;

/** What is asked of every matrix that enters the evaluation. */
final class Matrices {

  private Matrices() {}

  /**
   * Refuses what no metric can be computed of.
   *
   * @param name what the rows are, for the message
   * @return the number of columns
   */
  static int requireFinite(float[][] rows, String name) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new BadInputException("No " + name + " to evaluate: the matrix is empty.");
    }
    int columns = rows[0].length;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new BadInputException(
            "Row %d of the %s has %d values, the first row %d: all rows need the same number."
                .formatted(i, name, rows[i].length, columns));
      }
      for (float value : rows[i]) {
        if (!Float.isFinite(value)) {
          throw new BadInputException(
              "Row %d of the %s holds %s: check the encoder or tower that made it."
                  .formatted(i, name, value));
        }
      }
    }
    return columns;
  }

  static void requireSameColumns(int one, String oneName, int other, String otherName) {
    if (one != other) {
      throw new BadInputException(
          "The %s have %d dimensions, the %s %d: both must come from one space."
              .formatted(oneName, one, otherName, other));
    }
  }
}
