package io.reelspace.index;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/** Walks over the videos of an index in the order of their paths, one in memory at a time. */
final class StoredVideos {

  private StoredVideos() {}

  static void forEach(IndexSearcher searcher, Consumer<StoredVideo> visitor) throws IOException {
    // The dictionary of paths is sorted, so no list of all videos is needed for their order.
    Terms paths = MultiTerms.getTerms(searcher.getIndexReader(), Documents.FILE);
    if (paths == null) {
      return; // no video yet
    }
    TermsEnum path = paths.iterator();
    PostingsEnum documents = null;
    while (path.next() != null) {
      documents = path.postings(documents, PostingsEnum.NONE);
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        if (isLive(searcher, doc)) {
          visitor.accept(read(searcher, doc));
        }
      }
    }
  }

  private static boolean isLive(IndexSearcher searcher, int document) {
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    Bits live = leaf.reader().getLiveDocs();
    return live == null || live.get(document - leaf.docBase);
  }

  private static StoredVideo read(IndexSearcher searcher, int document) throws IOException {
    IndexedVideo video = Documents.video(searcher.storedFields(), document);
    return new StoredVideo(
        video,
        StoredSegments.of(searcher, video.id()),
        LuceneVideoIndex.windows(searcher, video.id()),
        LuceneVideoIndex.lines(searcher, video.id()));
  }
}
