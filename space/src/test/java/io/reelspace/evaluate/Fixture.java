package io.reelspace.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** A file of oracle values made by {@code tools/evaluate/fixtures.py}. */
record Fixture(JsonNode json) {

  static Fixture read(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream("/evaluate/" + name)) {
      return new Fixture(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Fixture at(String field) {
    return new Fixture(json.required(field));
  }

  double number(String field) {
    return json.required(field).asDouble();
  }

  double[] numbers(String field) {
    return numbers(json.required(field));
  }

  int[] integers(String field) {
    return IntStream.range(0, json.required(field).size())
        .map(i -> json.get(field).get(i).asInt())
        .toArray();
  }

  float[][] matrix(String field) {
    JsonNode rows = json.required(field);
    float[][] matrix = new float[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      double[] row = numbers(rows.get(i));
      matrix[i] = new float[row.length];
      for (int j = 0; j < row.length; j++) {
        matrix[i][j] = (float) row[j];
      }
    }
    return matrix;
  }

  int[][] lists(String field) {
    JsonNode rows = json.required(field);
    return IntStream.range(0, rows.size())
        .mapToObj(i -> IntStream.range(0, rows.get(i).size()).map(j -> rows.get(i).get(j).asInt()))
        .map(IntStream::toArray)
        .toArray(int[][]::new);
  }

  private static double[] numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }
}
