package io.reelspace.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;

/** All that an index holds, read past the code that searches it. */
final class IndexContent {

  private IndexContent() {}

  /** Times and vector of every segment, by the identifier of its moment. */
  static SortedMap<String, String> of(Path folder) throws IOException {
    SortedMap<String, String> content = new TreeMap<>();
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
        if (vectors == null) {
          continue;
        }
        Bits live = leaf.reader().getLiveDocs();
        KnnVectorValues.DocIndexIterator documents = vectors.iterator();
        for (int doc = documents.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = documents.nextDoc()) {
          if (live == null || live.get(doc)) {
            SegmentPlace moment = Documents.moment(leaf.reader(), doc);
            String id = Identifiers.moment(moment.videoId(), moment.start());
            String vector = Arrays.toString(vectors.vectorValue(documents.index()));
            String twin = content.put(id, moment + " " + vector);
            if (twin != null) {
              throw new AssertionError("twice in the index: " + id);
            }
          }
        }
      }
    }
    return content;
  }
}
