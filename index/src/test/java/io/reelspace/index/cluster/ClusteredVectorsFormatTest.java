package io.reelspace.index.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusteredVectorsFormatTest {

  private static final int DIMENSION = 48;
  private static final int SCENES = 300;
  private static final int COUNT = 6000;
  private static final int TOP = 10;

  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<float[]> vectors = new ArrayList<>();

  @BeforeEach
  void makeVectors() {
    System.out.println("seed " + seed);
    List<float[]> scenes = IntStream.range(0, SCENES).mapToObj(_ -> unit(gaussian(1))).toList();
    for (int i = 0; i < COUNT; i++) {
      float[] vector = gaussian(.1 / Math.sqrt(DIMENSION));
      float[] scene = scenes.get(random.nextInt(SCENES));
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] += scene[d];
      }
      vectors.add(unit(vector));
    }
  }

  @Test
  void looksAtEverythingWhenAskedTo() throws IOException {
    write(7);
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertTrue(reader.leaves().size() > 1, "leaves: " + reader.leaves().size());
      for (float[] query : queries()) {
        assertEquals(exact(query, Set.of()), found(reader, query, 1, 5 * TOP));
      }
    }
  }

  @Test
  void findsNearlyAllInTheNearestTenthOfTheClusters() throws IOException {
    write(1);
    int found = 0;
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(1, reader.leaves().size());
      for (float[] query : queries()) {
        Set<Integer> wanted = new HashSet<>(exact(query, Set.of()));
        wanted.retainAll(found(reader, query, .1, 5 * TOP));
        found += wanted.size();
      }
    }
    assertTrue(found >= .95 * TOP * queries().size(), "found: " + found);
  }

  @Test
  void keepsCodesOfTheAxesThatMatter() throws IOException {
    int dimension = 640;
    for (int i = 0; i < COUNT; i++) { // the same vectors, turned into a larger space
      float[] turned = new float[dimension];
      for (int d = 0; d < DIMENSION; d++) {
        turned[(d * 37) % dimension] = vectors.get(i)[d];
      }
      vectors.set(i, turned);
    }
    write(1);
    int found = 0;
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (float[] query : queries()) {
        Set<Integer> wanted = new HashSet<>(exact(query, Set.of()));
        wanted.retainAll(found(reader, query, .1, 5 * TOP));
        found += wanted.size();
      }
    }
    assertTrue(found >= .95 * TOP * queries().size(), "found: " + found);
    long bytes = Files.size(clusterFile());
    assertTrue(bytes < COUNT * 300L + 2_000_000, "bytes: " + bytes);
  }

  @Test
  void comparesNoMoreThanTheShareAndTheLastCluster() throws IOException {
    write(1);
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      LeafReaderContext leaf = reader.leaves().getFirst();
      TopKnnCollector collector =
          new TopKnnCollector(TOP, Integer.MAX_VALUE, new ClusterProbe(.05));
      leaf.reader()
          .searchNearestVectors(
              "vector", vectors.getFirst(), collector, AcceptDocs.fromLiveDocs(null, COUNT));
      long visited = collector.visitedCount();
      assertTrue(visited >= .05 * COUNT && visited < .15 * COUNT, "visited: " + visited);
    }
  }

  @Test
  void leavesOutWhatIsDeletedBeforeAndAfterItIsMergedAway() throws IOException {
    write(7);
    Set<Integer> deleted = new HashSet<>(exact(vectors.getFirst(), Set.of()).subList(0, 5));
    try (Directory directory = FSDirectory.open(folder)) {
      try (IndexWriter writer = new IndexWriter(directory, configuration())) {
        for (int number : deleted) {
          writer.deleteDocuments(new Term("key", Integer.toString(number)));
        }
        writer.commit();
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          List<Integer> left = exact(vectors.getFirst(), deleted);
          assertEquals(left, found(reader, vectors.getFirst(), 1, 5 * TOP));
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(COUNT - deleted.size(), reader.maxDoc());
        for (float[] query : queries()) {
          assertEquals(exact(query, deleted), found(reader, query, 1, 5 * TOP));
        }
      }
    }
  }

  @Test
  void passesLuceneOwnCheckAndIsFoundByName() throws IOException {
    write(3);
    assertTrue(KnnVectorsFormat.availableKnnVectorsFormats().contains("ReelspaceClustered"));
    try (Directory directory = FSDirectory.open(folder);
        CheckIndex check = new CheckIndex(directory)) {
      check.setInfoStream(new PrintStream(PrintStream.nullOutputStream()));
      assertTrue(check.checkIndex().clean);
    }
  }

  @Test
  void namesDamageInsteadOfAnsweringWrongly() throws IOException {
    write(1);
    Path clusters = clusterFile();
    byte[] bytes = Files.readAllBytes(clusters);
    Files.write(clusters, new byte[] {(byte) ~bytes[bytes.length / 2]}, StandardOpenOption.APPEND);
    try (Directory directory = FSDirectory.open(folder)) {
      assertThrows(CorruptIndexException.class, () -> DirectoryReader.open(directory).close());
    }
  }

  @Test
  void theSameVectorsGiveTheSameFile() throws IOException {
    float[][] sample = vectors.toArray(float[][]::new);
    Centroids one = Centroids.of(sample, DIMENSION, Centroids.count(COUNT));
    Centroids other = Centroids.of(sample, DIMENSION, Centroids.count(COUNT));
    for (float[] vector : vectors) {
      assertEquals(one.nearest(vector), other.nearest(vector));
    }
  }

  private Path clusterFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".clu")).findFirst().orElseThrow();
    }
  }

  private void write(int commits) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, configuration())) {
      for (int i = 0; i < COUNT; i++) {
        Document document = new Document();
        document.add(new StringField("key", Integer.toString(i), Field.Store.NO));
        document.add(new StoredField("number", i));
        document.add(
            new KnnFloatVectorField(
                "vector", vectors.get(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
        if ((i + 1) % (COUNT / commits) == 0) {
          writer.commit();
        }
      }
    }
  }

  private static IndexWriterConfig configuration() {
    IndexWriterConfig configuration =
        new IndexWriterConfig()
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return new ClusteredVectorsFormat();
                  }
                });
    return configuration.setUseCompoundFile(false);
  }

  /** Numbers of the best documents by 8-bit candidates that are scored again. */
  private static List<Integer> found(
      DirectoryReader reader, float[] query, double share, int candidates) throws IOException {
    record Scored(int number, float score) {}
    List<Scored> scored = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      TopKnnCollector collector =
          new TopKnnCollector(candidates, Integer.MAX_VALUE, new ClusterProbe(share));
      AcceptDocs live =
          AcceptDocs.fromLiveDocs(leaf.reader().getLiveDocs(), leaf.reader().maxDoc());
      leaf.reader().searchNearestVectors("vector", query, collector, live);
      for (ScoreDoc hit : collector.topDocs().scoreDocs) {
        int number =
            leaf.reader()
                .storedFields()
                .document(hit.doc)
                .getField("number")
                .numericValue()
                .intValue();
        var values = leaf.reader().getFloatVectorValues("vector");
        scored.add(new Scored(number, VectorUtil.dotProduct(query, values.vectorValue(hit.doc))));
      }
    }
    return scored.stream()
        .sorted(
            Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::number))
        .limit(TOP)
        .map(Scored::number)
        .toList();
  }

  private List<Integer> exact(float[] query, Set<Integer> without) {
    return IntStream.range(0, COUNT)
        .boxed()
        .filter(i -> !without.contains(i))
        .sorted(
            Comparator.<Integer>comparingDouble(i -> VectorUtil.dotProduct(query, vectors.get(i)))
                .reversed()
                .thenComparingInt(i -> i))
        .limit(TOP)
        .toList();
  }

  private List<float[]> queries() {
    return vectors.subList(0, 20);
  }

  private float[] gaussian(double deviation) {
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (random.nextGaussian() * deviation);
    }
    return vector;
  }

  private static float[] unit(float[] vector) {
    return VectorUtil.l2normalize(vector);
  }
}
