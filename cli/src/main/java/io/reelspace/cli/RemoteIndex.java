package io.reelspace.cli;

import io.reelspace.index.IndexLocation;
import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.MilvusSettings;
import java.util.Optional;

/**
 * An index on a server. The only class that names the module {@code milvus}, whose libraries are on
 * the class path only where such an index is asked for.
 */
final class RemoteIndex {

  private RemoteIndex() {}

  static IndexLocation of(String address, Settings settings) {
    Optional<String> unset = Optional.empty();
    return MilvusLocation.of(
        address,
        new MilvusSettings(
            settings.find(Setting.MILVUS_TOKEN, unset),
            settings.get(Setting.MILVUS_TLS, unset, false),
            settings.find(Setting.MILVUS_CERTIFICATE, unset),
            MilvusSettings.Graph.of(settings.get(Setting.MILVUS_GRAPH, unset, "hnsw")),
            MilvusSettings.DEFAULT_PATIENCE,
            settings.home().resolve("cache"),
            false));
  }
}
