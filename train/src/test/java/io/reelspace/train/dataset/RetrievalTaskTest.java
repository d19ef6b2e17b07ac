package io.reelspace.train.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrievalTaskTest {

  private static Example example(
      String id, Medium medium, List<TimeWindow> moments, String... texts) {
    return new Example(
        id, medium, List.of(texts).stream().map(Caption::of).toList(), moments, "dev");
  }

  private static Medium video(String name) {
    return new Medium(Medium.Kind.VIDEO, Path.of(name), Optional.empty());
  }

  private static RetrievalTask task() {
    List<TimeWindow> two = List.of(new TimeWindow(0, 5), new TimeWindow(20, 30));
    return RetrievalTask.of(
        new Dataset(
            "set",
            List.of(
                example("a1", video("a.mp4"), List.of(), "a dog", "a dog runs"),
                example("b", video("b.mp4"), two, "somebody waves"),
                example("a2", video("a.mp4"), List.of(), "an animal"),
                example("c", video("c.mp4"), List.of(), "a dog")),
            List.of()));
  }

  @Test
  void aFileCountsOnceAndMomentsAreMediaOfTheirOwn() {
    RetrievalTask task = task();
    assertEquals(
        List.of(
            video("a.mp4"),
            video("b.mp4").withPart(new TimeWindow(0, 5)),
            video("b.mp4").withPart(new TimeWindow(20, 30)),
            video("c.mp4")),
        task.media());
    assertEquals(
        List.of("a dog", "a dog runs", "somebody waves", "an animal", "a dog"), task.texts());
    assertEquals(
        List.of(List.of(0), List.of(0), List.of(1, 2), List.of(0), List.of(3)),
        task.mediaOfTexts());
    assertArrayEquals(new int[] {0, 1, 3}, task.relevance().inverse().of(0));
  }

  @Test
  void whatIsAbsentTakesItsTextsWithIt() {
    RetrievalTask task = task().without(medium -> medium.file().equals(Path.of("a.mp4")));
    assertEquals(List.of("somebody waves", "a dog"), task.texts());
    assertEquals(List.of(List.of(0, 1), List.of(2)), task.mediaOfTexts());
    RetrievalTask half =
        task().without(medium -> medium.part().filter(part -> part.start() > 0).isPresent());
    assertEquals(List.of(1), half.mediaOfTexts().get(2));
  }
}
