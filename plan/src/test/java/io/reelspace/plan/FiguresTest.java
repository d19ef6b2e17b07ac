package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  @Test
  void allFiguresAreListedOnceInTheirOrder() throws IllegalAccessException {
    List<Figure> declared = new ArrayList<>();
    for (Field field : Figures.class.getFields()) {
      declared.add((Figure) field.get(null));
    }
    assertEquals(declared, Figures.all());
    Set<String> names = new TreeSet<>();
    for (Figure figure : declared) {
      assertTrue(names.add(figure.name()), figure.name() + " twice");
    }
  }

  @Test
  void eachSaysWhetherItWasMeasuredPublishedOrDecided() {
    for (Figure figure : Figures.all()) {
      assertTrue(
          figure
              .source()
              .matches(
                  "(measured: .*docs/benchmarks/\\S+\\.md.*|published: .+|a (rule|setting)\\b.+)"),
          figure.toString());
    }
  }

  @Test
  void aFigureWithoutSourceOrNumberIsRefused() {
    LocalDate date = LocalDate.of(2026, 11, 29);
    assertThrows(IllegalArgumentException.class, () -> new Figure("a", 1, "b", " ", date));
    assertThrows(IllegalArgumentException.class, () -> new Figure("a", Double.NaN, "b", "c", date));
  }
}
