package io.reelspace.plan;

import java.util.List;

/** What an index of one kind takes. */
public sealed interface IndexModel permits LuceneModel, MilvusModel {

  /** All kinds. */
  List<IndexModel> ALL =
      List.of(
          new LuceneModel(),
          new MilvusModel(MilvusModel.Graph.HNSW),
          new MilvusModel(MilvusModel.Graph.DISKANN));

  /** The kind, for command lines. */
  String kind();

  /** The kind, for people. */
  String label();

  /** What one copy takes on disk, largest first or in the order of the formula. */
  List<Part> disk(Counts counts, Embedding embedding);

  /** What one copy takes in memory so that searches are as quick as was measured. */
  List<Part> memory(Counts counts, Embedding embedding);

  /** Core seconds of putting all in, with what is put in order afterwards. */
  double ingestSeconds(Counts counts, Embedding embedding);

  /**
   * Bytes of Java's heap that the process that writes needs for putting the index in order, beside
   * what it always has; 0 where the server does it.
   */
  double ingestHeap(Counts counts, Embedding embedding);

  /** Core seconds of a search by vector, the index alone. */
  double searchSeconds(Counts counts, Embedding embedding, Results results);

  /**
   * Seconds of a search by vector that runs alone, the median.
   *
   * @param cores of all machines that hold the index
   */
  double searchTime(Counts counts, Embedding embedding, Results results, double cores);
}
