package io.reelspace.milvus;

import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import io.milvus.v2.service.collection.request.AddFieldReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq.CollectionSchema;
import io.milvus.v2.service.collection.request.DescribeCollectionReq;
import io.milvus.v2.service.collection.request.GetLoadStateReq;
import io.milvus.v2.service.collection.request.HasCollectionReq;
import io.milvus.v2.service.collection.request.LoadCollectionReq;
import io.milvus.v2.service.collection.response.DescribeCollectionResp;
import io.milvus.v2.service.index.request.CreateIndexReq;
import io.milvus.v2.service.index.request.ListIndexesReq;
import io.reelspace.error.BadInputException;
import io.reelspace.index.SpaceIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The three collections of an index: vectors, with what filters ask for beside each, as a server
 * searches them; videos; and parts, which are frames and lines.
 *
 * @param vectors its name is that of the index
 */
record Tables(String vectors, String videos, String parts) {

  /** Bytes of a text at most. */
  static final int LONGEST_TEXT = 65_535;

  private static final int LONGEST_KEY = 100;
  private static final int MOST_TAGS = 1_000;
  private static final int LONGEST_TAG = 1_000;

  static Tables of(Address address) {
    String name = address.collection();
    return new Tables(name, name + "_videos", name + "_parts");
  }

  List<String> all() {
    return List.of(parts, videos, vectors);
  }

  /** The space of an index; empty where there is none. */
  Optional<SpaceIdentity> space(Connection server) {
    if (!exists(server, vectors)) {
      return Optional.empty();
    }
    DescribeCollectionResp described =
        server.call(
            "its description",
            client ->
                client.describeCollection(
                    DescribeCollectionReq.builder().collectionName(vectors).build()));
    return Optional.of(
        SpaceHeader.read(described.getProperties(), described.getDescription())
            .orElseThrow(() ->
                new BadInputException(
                    server.address()
                        + ": holds a collection that is not an index of Reelspace; name another")));
  }

  private static boolean exists(Connection server, String name) {
    return server.call(
        "whether there is a collection",
        client -> client.hasCollection(HasCollectionReq.builder().collectionName(name).build()));
  }

  /** Makes what is missing of an index; the collection of vectors, by which it is known, last. */
  void create(Connection server, SpaceIdentity space, MilvusSettings.Graph graph) {
    boolean inverted = server.version().hasInvertedIndexes();
    create(
        server,
        parts,
        partsSchema(),
        space,
        new Indexing(Fields.NONE, flat(Fields.NONE)),
        Map.of(Fields.VERSION, DataType.Int64, Fields.KIND, DataType.VarChar),
        inverted);
    create(
        server,
        videos,
        videosSchema(),
        space,
        new Indexing(Fields.NONE, flat(Fields.NONE)),
        Map.of(
            Fields.VERSION, DataType.Int64,
            Fields.VIDEO, DataType.VarChar,
            Fields.PATH, DataType.VarChar,
            Fields.BYTES, DataType.Int64,
            Fields.ADDED, DataType.Int64),
        inverted);
    create(
        server,
        vectors,
        vectorsSchema(space.dimension()),
        space,
        new Indexing(Fields.EMBEDDING, graph(graph)),
        Map.of(
            Fields.VERSION, DataType.Int64,
            Fields.VIDEO, DataType.VarChar,
            Fields.PATH, DataType.VarChar,
            Fields.NAME, DataType.VarChar,
            Fields.DURATION, DataType.Double,
            Fields.RESOLUTION, DataType.Int32,
            Fields.ADDED, DataType.Int64,
            Fields.RECORDED, DataType.Int64,
            Fields.SPREAD, DataType.Int64),
        inverted);
  }

  private record Indexing(String field, IndexParam parameters) {}

  private void create(
      Connection server,
      String name,
      CollectionSchema schema,
      SpaceIdentity space,
      Indexing indexing,
      Map<String, DataType> scalars,
      boolean inverted) {
    if (!exists(server, name)) {
      server.call(
          "making a collection",
          client -> {
            client.createCollection(
                CreateCollectionReq.builder()
                    .collectionName(name)
                    .description(SpaceHeader.description(space))
                    .properties(SpaceHeader.properties(space))
                    .collectionSchema(schema)
                    .numShards(1)
                    .consistencyLevel(ConsistencyLevel.BOUNDED)
                    .build());
            return true;
          });
    }
    index(server, name, indexing.parameters());
    scalars.forEach((field, type) -> {
      IndexParam.IndexType kind =
          inverted
              ? IndexParam.IndexType.INVERTED
              : type == DataType.VarChar
                  ? IndexParam.IndexType.TRIE
                  : IndexParam.IndexType.STL_SORT;
      index(server, name, IndexParam.builder().fieldName(field).indexType(kind).build());
    });
  }

  /** Whatever kind is there stays, as a server refuses another one beside it. */
  private static void index(Connection server, String name, IndexParam parameters) {
    String field = parameters.getFieldName();
    ListIndexesReq there = ListIndexesReq.builder().collectionName(name).fieldName(field).build();
    CreateIndexReq missing =
        CreateIndexReq.builder()
            .collectionName(name)
            .indexParams(List.of(parameters))
            .sync(false)
            .build();
    server.call(
        "making an index of " + field,
        client -> {
          if (client.listIndexes(there).isEmpty()) {
            client.createIndex(missing);
          }
          return true;
        });
  }

  /** Has the server load what is not loaded, all at once, and waits for it. */
  void load(Connection server) {
    for (String name : all()) {
      server.call(
          "loading a collection",
          client -> {
            if (!isLoaded(client, name)) {
              client.loadCollection(
                  LoadCollectionReq.builder().collectionName(name).sync(false).build());
            }
            return true;
          });
    }
    for (String name : all()) {
      server.call(
          "loading a collection",
          client -> {
            if (!isLoaded(client, name)) {
              throw new MilvusClientException(ErrorCode.TIMEOUT, name + " is not loaded yet");
            }
            return true;
          });
    }
  }

  private static boolean isLoaded(MilvusClientV2 client, String name) {
    return client.getLoadState(GetLoadStateReq.builder().collectionName(name).build());
  }

  private static IndexParam flat(String field) {
    return IndexParam.builder()
        .fieldName(field)
        .indexType(IndexParam.IndexType.FLAT)
        .metricType(IndexParam.MetricType.IP)
        .build();
  }

  private static IndexParam graph(MilvusSettings.Graph graph) {
    IndexParam.IndexParamBuilder index =
        IndexParam.builder().fieldName(Fields.EMBEDDING).metricType(IndexParam.MetricType.IP);
    return switch (graph) {
      case HNSW ->
          index
              .indexType(IndexParam.IndexType.HNSW)
              .extraParams(Map.of("M", 32, "efConstruction", 256))
              .build();
      case DISKANN -> index.indexType(IndexParam.IndexType.DISKANN).build();
    };
  }

  private static CollectionSchema keyed() {
    CollectionSchema schema =
        CreateCollectionReq.CollectionSchema.builder().enableDynamicField(false).build();
    schema.addField(
        AddFieldReq.builder()
            .fieldName(Fields.KEY)
            .dataType(DataType.VarChar)
            .maxLength(LONGEST_KEY)
            .isPrimaryKey(true)
            .build());
    add(schema, DataType.Int64, Fields.VERSION);
    addText(schema, Fields.VIDEO, LONGEST_KEY);
    return schema;
  }

  private static CollectionSchema vectorsSchema(int dimension) {
    CollectionSchema schema = keyed();
    addFiltered(schema);
    addText(schema, Fields.MODALITY, LONGEST_KEY);
    add(schema, DataType.Int32, Fields.NUMBER);
    add(schema, DataType.Double, Fields.START, Fields.END);
    add(schema, DataType.Int64, Fields.SPREAD);
    addVector(schema, Fields.EMBEDDING, dimension);
    return schema;
  }

  private static CollectionSchema videosSchema() {
    CollectionSchema schema = keyed();
    addFiltered(schema);
    add(schema, DataType.Int64, Fields.BYTES);
    add(schema, DataType.Int32, Fields.SEGMENTS, Fields.WINDOWS, Fields.LINES);
    addText(schema, Fields.ABOUT, LONGEST_TEXT);
    addVector(schema, Fields.NONE, 2);
    return schema;
  }

  private static CollectionSchema partsSchema() {
    CollectionSchema schema = keyed();
    addText(schema, Fields.KIND, LONGEST_KEY);
    add(schema, DataType.Int32, Fields.NUMBER, Fields.CHUNK, Fields.CHUNKS);
    addText(schema, Fields.TEXT, LONGEST_TEXT);
    addVector(schema, Fields.NONE, 2);
    return schema;
  }

  private static void addFiltered(CollectionSchema schema) {
    addText(schema, Fields.PATH, LONGEST_TEXT);
    addText(schema, Fields.NAME, LONGEST_TEXT);
    add(schema, DataType.Double, Fields.DURATION);
    add(schema, DataType.Int32, Fields.WIDTH, Fields.HEIGHT, Fields.RESOLUTION);
    add(schema, DataType.Int64, Fields.ADDED, Fields.RECORDED);
    for (String field : List.of(Fields.LANGUAGES, Fields.TAGS)) {
      schema.addField(
          AddFieldReq.builder()
              .fieldName(field)
              .dataType(DataType.Array)
              .elementType(DataType.VarChar)
              .maxCapacity(MOST_TAGS)
              .maxLength(LONGEST_TAG)
              .build());
    }
  }

  private static void add(CollectionSchema schema, DataType type, String... names) {
    for (String name : names) {
      schema.addField(AddFieldReq.builder().fieldName(name).dataType(type).build());
    }
  }

  private static void addText(CollectionSchema schema, String name, int longest) {
    schema.addField(
        AddFieldReq.builder()
            .fieldName(name)
            .dataType(DataType.VarChar)
            .maxLength(longest)
            .build());
  }

  private static void addVector(CollectionSchema schema, String name, int dimension) {
    schema.addField(
        AddFieldReq.builder()
            .fieldName(name)
            .dataType(DataType.FloatVector)
            .dimension(dimension)
            .build());
  }
}
