package io.reelspace.index;

import io.reelspace.index.filter.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;

/**
 * The words of videos whose segments lie elsewhere, in Lucene files on this machine: for stores
 * that do not look for words themselves. It keeps of a segment only when it is.
 */
public final class WordIndex implements AutoCloseable {

  private static final SpaceIdentity WORDS = new SpaceIdentity("words", "words", 1);
  private static final float[] ANYTHING = {1};

  private final LuceneVideoIndex index;

  private WordIndex(LuceneVideoIndex index) {
    this.index = index;
  }

  /**
   * Opens the words in a folder for changes, and makes it where there is none.
   *
   * @throws io.reelspace.error.StorageException when another process changes it
   */
  public static WordIndex open(Path folder) {
    return new WordIndex(LuceneStore.open(folder, WORDS));
  }

  /** Opens the words in a folder to look for some. */
  public static WordIndex openReadOnly(Path folder) {
    return new WordIndex(LuceneStore.openReadOnly(folder));
  }

  /**
   * Puts the words of a video in place of those before.
   *
   * @param version by which it is known whether they are still right
   * @param segments when the segments are, in the order of time; at least one
   */
  public void put(
      IndexedVideo video, String version, List<IndexedSegment> segments, List<IndexedLine> lines) {
    List<IndexedSegment> empty =
        segments.stream()
            .map(segment -> new IndexedSegment(segment.start(), segment.end(), ANYTHING))
            .toList();
    IndexedVideo marked =
        video.withFile(
            video.id(), video.path(), video.modified(), video.added(), Optional.of(version));
    index.upsert(marked, empty, lines);
  }

  /** Removes the words of a video. */
  public void delete(String videoId) {
    index.delete(videoId);
  }

  /** Makes all changes durable. */
  public void commit() {
    index.commit();
  }

  /** Brings into view what was committed elsewhere. */
  public void refresh() {
    index.refresh();
  }

  /** By identifier of a video, the version of its words. */
  public Map<String, String> versions() {
    Map<String, String> versions = new HashMap<>();
    for (IndexedVideo video : index.videos(Filter.all())) {
      versions.put(video.id(), video.content().orElse(""));
    }
    return versions;
  }

  /**
   * A line that was found.
   *
   * @param version of its video's words
   * @param firstSegment number of the first segment during which it is said, in the order of time
   * @param segments how many these are
   * @param score how well its words match
   */
  public record Line(
      String videoId, String version, int firstSegment, int segments, float score, Said said) {}

  /**
   * The lines whose words match best, best first.
   *
   * @param everyWord whether a line must have every word but the commonest
   */
  public List<Line> lines(String words, boolean everyWord, Filter filter) {
    return index.read(searcher -> {
      LuceneSegments segments = LuceneSegments.of(searcher, filter, SearchEffort.DEFAULT);
      List<Line> lines = new ArrayList<>();
      for (FoundLine found : segments.lines(words, everyWord, Optional.empty())) {
        lines.add(line(found, (LuceneSegment) found.segment().segment()));
      }
      return lines;
    });
  }

  private static Line line(FoundLine found, LuceneSegment first) throws IOException {
    LeafReader leaf = first.leaf().reader();
    String id = found.segment().moment().videoId();
    PostingsEnum videos = leaf.postings(new Term(Documents.ID, id), PostingsEnum.NONE);
    int video = videos.advance(first.number());
    NumericDocValues block = leaf.getNumericDocValues(Documents.BLOCK);
    block.advanceExact(video);
    int begin = video - (int) block.longValue();
    NumericDocValues count = leaf.getNumericDocValues(Documents.SEGMENTS);
    count.advanceExact(video);
    int segments = (int) count.longValue();
    Said said = found.text().read();
    int number = first.number() - begin;
    int last = number;
    while (last + 1 < segments && Documents.moment(leaf, begin + last + 1).start() < said.end()) {
      last++;
    }
    String version = Documents.video(leaf.storedFields(), video).content().orElse("");
    return new Line(id, version, number, last - number + 1, found.score(), said);
  }

  @Override
  public void close() {
    index.close();
  }
}
