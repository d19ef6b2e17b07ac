package io.reelspace.evaluate.report;

import io.reelspace.evaluate.PairedComparison;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.evaluate.SpaceDiagnostics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a report shows.
 *
 * @param dataset name of what was measured on
 * @param space what was measured
 * @param other the space that it is compared with
 * @param items the texts and media of the data set, and their embeddings in the space
 * @param notes how it was measured, a sentence each
 * @param absent what was left out and why, a line each
 */
public record EvaluationReport(
    String dataset,
    Measured space,
    Optional<Other> other,
    Items items,
    List<String> notes,
    List<String> absent) {

  /** A space and its numbers. */
  public record Measured(
      String name,
      int dimension,
      String fingerprint,
      RetrievalEvaluation retrieval,
      SpaceDiagnostics diagnostics) {}

  /**
   * Another space and the paired differences, the first space's values minus its own.
   *
   * @param textToVideo differences where texts are the queries
   * @param videoToText differences where videos are
   */
  public record Other(
      Measured space, List<PairedComparison> textToVideo, List<PairedComparison> videoToText) {
    /** Keeps its own copies. */
    public Other {
      textToVideo = List.copyOf(textToVideo);
      videoToText = List.copyOf(videoToText);
    }
  }

  /**
   * The content of the data set.
   *
   * @param texts captions
   * @param media names of the media files
   * @param textEmbeddings {@code [texts, dimension]}
   * @param mediaEmbeddings {@code [media, dimension]}
   * @param mediaOfTexts which media are right for which text
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Items(
      List<String> texts,
      List<String> media,
      float[][] textEmbeddings,
      float[][] mediaEmbeddings,
      Relevance mediaOfTexts) {
    /** Keeps its own copies of the names. */
    public Items {
      texts = List.copyOf(texts);
      media = List.copyOf(media);
    }
  }

  /** Keeps its own copies. */
  public EvaluationReport {
    notes = List.copyOf(notes);
    absent = List.copyOf(absent);
  }

  /** The parts of the report that are worked out once, before and for {@link Page#html}. */
  public Page page() {
    return new Page(this, QueryExamples.of(this), SpaceMap.of(items));
  }

  /**
   * A report that only lacks its pictures.
   *
   * @param report what it shows
   * @param examples the best and the worst queries
   * @param map the space in two dimensions
   */
  public record Page(EvaluationReport report, QueryExamples examples, SpaceMap map) {

    /** Numbers of the media whose pictures are shown. */
    public Set<Integer> pictured() {
      Set<Integer> media = new TreeSet<>(examples.pictured());
      media.addAll(map.pictured());
      return media;
    }

    /**
     * The page.
     *
     * @param pictures JPEG files by the numbers of media; where one lacks, its name is shown
     */
    public String html(Map<Integer, byte[]> pictures) {
      return ReportPage.html(this, pictures);
    }
  }
}
