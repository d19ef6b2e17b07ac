package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.encode.Lazy;
import io.reelspace.error.MissingModelException;
import io.reelspace.index.Grouping;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.Sampler;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.ScoreCalibration.Spread;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left out where nobody says so depends on what is known of the space. */
class DefaultLimitTest {

  private static final SpaceIdentity IDENTITY = new SpaceIdentity("plane", "00ff00ff", 2);
  private static final int VIDEOS = 60;

  /** Directions in a plane; all texts point the same way. */
  private record Plane(Optional<ScoreCalibration> scores) implements Space {
    @Override
    public String name() {
      return IDENTITY.name();
    }

    @Override
    public String fingerprint() {
      return IDENTITY.fingerprint();
    }

    @Override
    public int dimension() {
      return IDENTITY.dimension();
    }

    @Override
    public ImageSize frameSize() {
      return new ImageSize(8, 8);
    }

    @Override
    public float[][] frameFeatures(List<Frame> frames) {
      throw new UnsupportedOperationException("no pictures here");
    }

    @Override
    public float[] embedFrames(float[][] features) {
      throw new UnsupportedOperationException("no pictures here");
    }

    @Override
    public float[] embedText(String text) {
      return direction(0);
    }

    @Override
    public void close() {}
  }

  private static float[] direction(double degrees) {
    double radians = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
  }

  @TempDir Path folder;

  /** Video i lies i degrees from all texts: every similarity is .5 or more. */
  @BeforeEach
  void fill() {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    try (VideoIndex index = VideoIndex.open(folder, IDENTITY)) {
      for (int i = 0; i < VIDEOS; i++) {
        Path file = Path.of("/v/%02d.mp4".formatted(i));
        index.upsert(
            new IndexedVideo(
                Identifiers.video(file), file.toString(), 2, 1, then, then, 8, 8, "", List.of()),
            List.of(new IndexedSegment(0, 2, direction(i))));
      }
      index.commit();
    }
  }

  private Archive archive(Lazy<Space> space) {
    return Archive.of(
        VideoIndex.openReadOnly(folder),
        space,
        () -> {
          throw new AssertionError("no media are decoded");
        },
        Sampler.DEFAULT);
  }

  private Archive archive(Optional<ScoreCalibration> scores) {
    return archive(new Lazy<>(() -> new Plane(scores)));
  }

  @Test
  void withoutACalibrationNothingIsLeftOutAndTheOrderIsTheSame() {
    try (Archive archive = archive(Optional.empty())) {
      assertEquals(0, archive.defaultLimit());
      List<Match> all =
          archive.search(new TextQuery("any"), SearchLimits.DEFAULT.top(100)).matches();
      assertEquals(VIDEOS, all.size());
      for (int i = 0; i < VIDEOS; i++) {
        assertEquals("/v/%02d.mp4".formatted(i), all.get(i).moment().video());
        double score = all.get(i).moment().score();
        assertTrue(score > 0 && score < 1 && (i == 0 || score < all.get(i - 1).moment().score()));
      }
      // Who asks for a limit gets it.
      List<Match> better =
          archive
              .search(new TextQuery("any"), new SearchLimits(100, Grouping.MOMENT, 0.1))
              .matches();
      assertTrue(!better.isEmpty() && better.size() < VIDEOS);
    }
  }

  @Test
  void aCalibratedSpaceLeavesOutWhatIsBelowItsOwnLimit() {
    // Of texts in general, similarities of .7 are nothing.
    Spread high = new Spread(0.7, 0.1);
    Optional<ScoreCalibration> scores = Optional.of(new ScoreCalibration(high, high, 2, 3, 0.35));
    try (Archive archive = archive(scores)) {
      assertEquals(0.35, archive.defaultLimit());
      List<Match> shown =
          archive.search(new TextQuery("any"), SearchLimits.DEFAULT.top(100)).matches();
      List<Match> all =
          archive.search(new TextQuery("any"), new SearchLimits(100, Grouping.MOMENT, 0)).matches();
      assertEquals(VIDEOS, all.size());
      assertEquals(all.stream().filter(match -> match.moment().score() >= 0.35).toList(), shown);
      assertTrue(!shown.isEmpty() && shown.size() < VIDEOS);
    }
  }

  @Test
  void moreLikeAMomentIsFoundWhereTheSpaceIsNotThere() {
    Lazy<Space> gone =
        new Lazy<>(() -> {
          throw new MissingModelException("its folder is gone");
        });
    try (Archive archive = archive(gone)) {
      MomentQuery moment = new MomentQuery(Identifiers.video(Path.of("/v/00.mp4")) + "@0.000");
      List<Match> like = archive.like(moment, SearchLimits.DEFAULT).matches();
      assertEquals(10, like.size());
      assertEquals("/v/01.mp4", like.getFirst().moment().video());
    }
  }
}
