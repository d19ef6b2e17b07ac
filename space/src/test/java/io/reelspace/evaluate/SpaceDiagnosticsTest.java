package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against NumPy and SciPy; see {@code tools/evaluate/fixtures.py}. */
class SpaceDiagnosticsTest {

  private final Fixture fixture = Fixture.read("geometry.json");

  @Test
  void agreesWithDirectSumsAndTheSingularValueDecomposition() {
    float[][] videos = fixture.matrix("videos");
    SpaceDiagnostics found =
        SpaceDiagnostics.of(
            fixture.matrix("texts"),
            videos,
            Relevance.onePerQuery(fixture.integers("videoOfText"), videos.length));
    assertEquals(fixture.number("alignment"), found.alignment(), 1e-6);
    assertEquals(fixture.number("textUniformity"), found.textUniformity(), 1e-6);
    assertEquals(fixture.number("videoUniformity"), found.videoUniformity(), 1e-6);
    assertEquals(fixture.number("modalityGap"), found.modalityGap(), 1e-6);
    assertEquals(fixture.number("videoHubness"), found.videoHubness(), 1e-9);
    assertEquals(fixture.number("neverRetrieved"), found.neverRetrieved(), 1e-12);
    assertEquals(fixture.number("textHubness"), found.textHubness(), 1e-9);
    assertEquals(fixture.number("textEffectiveRank"), found.textEffectiveRank(), 1e-4);
    assertEquals(fixture.number("videoEffectiveRank"), found.videoEffectiveRank(), 1e-4);
  }

  @Test
  void knowsTheExtremes() {
    // an orthonormal basis uses all its dimensions; one repeated vector uses one
    float[][] basis = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    float[][] point = {{1, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}};
    assertEquals(4, Geometry.effectiveRank(basis), 1e-9);
    assertEquals(1, Geometry.effectiveRank(point), 1e-6);
    // all pairs at squared distance 2, and at 0
    assertEquals(-4, Geometry.uniformity(basis), 1e-6);
    assertEquals(0, Geometry.uniformity(point), 1e-6);
    assertEquals(0, Geometry.skewness(new int[] {3, 3, 3}));
  }
}
