package io.reelspace.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reelspace.encode.CachedFolder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.index.QueryBank;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A text file of queries that people ask, one a line, and the cache of what a space makes of them:
 * embedding a thousand texts takes seconds, so it is done once for each file and space.
 *
 * @param texts the file
 * @param cache folder in which embeddings are kept
 */
public record QueryBankFile(Path texts, Path cache) {

  private static final long MOST_BYTES = 1 << 20;

  /**
   * The bank in a space.
   *
   * @throws BadInputException when the file is not there, no text, or holds too few queries or too
   *     many
   */
  QueryBank in(Space space) {
    List<String> queries = queries();
    Path folder = cache.resolve("query-banks").resolve(key(queries, space));
    Path vectors = folder.resolve("vectors.f32");
    try {
      CachedFolder.make(
          folder,
          part ->
              Files.write(part.resolve(vectors.getFileName()), embedded(queries, space).array()));
      ByteBuffer stored = ByteBuffer.wrap(Files.readAllBytes(vectors));
      return new QueryBank(rows(stored.order(ByteOrder.LITTLE_ENDIAN), space.dimension()));
    } catch (IOException e) {
      throw new StorageException("the query bank " + vectors + " cannot be kept (" + e + ")", e);
    }
  }

  private List<String> queries() {
    try {
      if (Files.size(texts) > MOST_BYTES) {
        throw new BadInputException("the query bank " + texts + " is larger than 1 MB");
      }
      List<String> queries =
          Files.readString(texts).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      if (queries.size() < QueryBank.LEAST || queries.size() > QueryBank.MOST) {
        throw new BadInputException(
            "the query bank %s has %d queries; give it %d to %d, one a line"
                .formatted(texts, queries.size(), QueryBank.LEAST, QueryBank.MOST));
      }
      return queries;
    } catch (NoSuchFileException e) {
      throw new BadInputException("there is no query bank " + texts, e);
    } catch (CharacterCodingException e) {
      throw new BadInputException("the query bank " + texts + " is no text in UTF-8", e);
    } catch (IOException e) {
      throw new BadInputException("the query bank " + texts + " cannot be read (" + e + ")", e);
    }
  }

  private static String key(List<String> queries, Space space) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(space.fingerprint().getBytes(UTF_8));
      digest.update(String.join("\n", queries).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ByteBuffer embedded(List<String> queries, Space space) {
    ByteBuffer values =
        ByteBuffer.allocate(queries.size() * space.dimension() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (String query : queries) {
      for (float value : space.embedText(query)) {
        values.putFloat(value);
      }
    }
    return values;
  }

  private static List<float[]> rows(ByteBuffer values, int dimension) {
    List<float[]> rows = new ArrayList<>();
    while (values.hasRemaining()) {
      float[] row = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        row[i] = values.getFloat();
      }
      rows.add(row);
    }
    return rows;
  }
}
