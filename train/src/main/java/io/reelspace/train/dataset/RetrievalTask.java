package io.reelspace.train.dataset;

import io.reelspace.evaluate.Relevance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A data set as retrieval sees it: texts on one side, media on the other, and which belong
 * together.
 *
 * <p>Each caption is a text of its own, also where two are equal. A medium is a file or a part of
 * one, and counts once, however many examples show it. An example of moments stands for the media
 * of its moments, each of which is right for its captions.
 *
 * @param media in the order of the data set
 * @param texts in the order of the data set
 * @param mediaOfTexts for each text the numbers of its media, ascending from 0, at least one
 */
public record RetrievalTask(
    List<Medium> media, List<String> texts, List<List<Integer>> mediaOfTexts) {

  /** Keeps its own copies. */
  public RetrievalTask {
    media = List.copyOf(media);
    texts = List.copyOf(texts);
    mediaOfTexts = mediaOfTexts.stream().map(List::copyOf).toList();
  }

  /** The task that the examples of a data set make. */
  public static RetrievalTask of(Dataset dataset) {
    Map<Medium, Integer> media = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>();
    List<List<Integer>> mediaOfTexts = new ArrayList<>();
    for (Example example : dataset.examples()) {
      Set<Integer> shown = new TreeSet<>();
      for (Example moment : example.atMoments()) {
        shown.add(media.computeIfAbsent(moment.medium(), medium -> media.size()));
      }
      for (String text : example.texts()) {
        texts.add(text);
        mediaOfTexts.add(List.copyOf(shown));
      }
    }
    return new RetrievalTask(List.copyOf(media.keySet()), texts, mediaOfTexts);
  }

  /** The same without some media, and without the texts that are left with none. */
  public RetrievalTask without(Predicate<Medium> absent) {
    int[] number = new int[media.size()];
    List<Medium> kept = new ArrayList<>();
    for (int i = 0; i < number.length; i++) {
      number[i] = absent.test(media.get(i)) ? -1 : kept.size();
      if (number[i] >= 0) {
        kept.add(media.get(i));
      }
    }
    List<String> keptTexts = new ArrayList<>();
    List<List<Integer>> keptMedia = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      List<Integer> of = mediaOfTexts.get(i).stream().map(m -> number[m]).toList();
      List<Integer> present = of.stream().filter(m -> m >= 0).toList();
      if (!present.isEmpty()) {
        keptTexts.add(texts.get(i));
        keptMedia.add(present);
      }
    }
    return new RetrievalTask(kept, keptTexts, keptMedia);
  }

  /** Texts as queries, media as candidates. */
  public Relevance relevance() {
    int[][] relevant =
        IntStream.range(0, texts.size())
            .mapToObj(i -> mediaOfTexts.get(i).stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    return Relevance.of(relevant, media.size());
  }
}
