package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.QueryBuilder;

/**
 * Finds lines by their words (BM25; Robertson and Zaragoza, 2009), in the field of each language
 * and the plain one, of which the best counts.
 */
final class WordSearch {

  /** Enough for any list that is looked at, and quick. */
  private static final int MOST_LINES = 1000;

  /** Of the words that are said to be said, this share must be there. */
  private static final float SHARE = 0.75f;

  /** Words beside each other count more; a word or two may lie between. */
  private static final int SLOP = 2;

  private static final float PHRASE_BOOST = 2;
  private static final float OTHER_FIELDS = 0.1f;

  /** How much of the words a line must have. */
  enum Need {
    /** Every word but the commonest. */
    EVERY_WORD,
    /** Most of the words, best in their order. */
    MOST_WORDS
  }

  /**
   * A line that was found.
   *
   * @param document number within the leaf
   */
  record Line(LeafReaderContext leaf, int document, float score) {}

  private WordSearch() {}

  /** The best lines, best first. */
  static List<Line> run(
      IndexSearcher searcher, String words, Need need, Optional<FilteredBlocks> filter)
      throws IOException {
    List<Query> fields = new ArrayList<>();
    for (String field : fields(searcher)) {
      query(field, words, need).ifPresent(fields::add);
    }
    if (fields.isEmpty()) {
      return List.of();
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(new DisjunctionMaxQuery(fields, OTHER_FIELDS), Occur.MUST);
    filter.ifPresent(blocks -> query.add(blocks, Occur.FILTER));
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    List<Line> lines = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query.build(), MOST_LINES).scoreDocs) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(found.doc, leaves));
      lines.add(new Line(leaf, found.doc - leaf.docBase, found.score));
    }
    return lines;
  }

  private static Set<String> fields(IndexSearcher searcher) {
    Set<String> fields = new TreeSet<>();
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        if (WordAnalysis.isField(field.name)) {
          fields.add(field.name);
        }
      }
    }
    return fields;
  }

  /** Empty where the words come to nothing in this language. */
  private static Optional<Query> query(String field, String words, Need need) {
    QueryBuilder every = new QueryBuilder(WordAnalysis.ofFields());
    QueryBuilder some = new QueryBuilder(WordAnalysis.withoutStopWords(field));
    if (need == Need.EVERY_WORD) {
      return Optional.ofNullable(some.createBooleanQuery(field, words, Occur.MUST));
    }
    Query most = some.createMinShouldMatchQuery(field, words, SHARE);
    if (most == null) { // nothing but common words: "to be or not to be"
      most = every.createMinShouldMatchQuery(field, words, SHARE);
    }
    Query phrase = every.createPhraseQuery(field, words, SLOP);
    if (most == null) {
      return Optional.empty();
    }
    BooleanQuery.Builder both = new BooleanQuery.Builder().add(most, Occur.MUST);
    if (phrase != null) {
      both.add(new BoostQuery(phrase, PHRASE_BOOST), Occur.SHOULD);
    }
    return Optional.of(both.build());
  }
}
