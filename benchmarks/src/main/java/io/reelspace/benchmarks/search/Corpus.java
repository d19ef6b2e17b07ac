package io.reelspace.benchmarks.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Space;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * An archive of made-up videos around real photos: each video stands for one photo, each of its
 * segments for the photo's embedding with a little noise.
 */
final class Corpus {

  /** Length of the noise beside that of the embedding, which is one: a cosine of about .995. */
  private static final double NOISE = 0.1;

  private static final int BATCH = 32;
  private static final String TEST = "dev";

  private Corpus() {}

  record Video(IndexedVideo video, List<IndexedSegment> segments) {}

  /** The photos that are not for testing, embedded; from {@code cache} when it was made before. */
  static List<float[]> photos(Path flickr, Space space, Path cache) throws IOException {
    return photos(flickr, space, cache, split -> !split.equals(TEST));
  }

  /** The photos that are for testing, likewise. */
  static List<float[]> testPhotos(Path flickr, Space space, Path cache) throws IOException {
    return photos(flickr, space, cache, TEST::equals);
  }

  private static List<float[]> photos(
      Path flickr, Space space, Path cache, Predicate<String> splits) throws IOException {
    if (Files.exists(cache)) {
      return read(cache, space.dimension());
    }
    List<float[]> embeddings = new ArrayList<>();
    List<Frame> frames = new ArrayList<>();
    for (JsonNode row : rows(flickr)) {
      if (splits.test(row.path("split").asText())) {
        frames.add(frame(flickr.resolve("images").resolve(row.path("image").asText())));
        if (frames.size() == BATCH) {
          embed(frames, space, embeddings);
        }
      }
    }
    embed(frames, space, embeddings);
    write(cache, embeddings);
    return embeddings;
  }

  /** One caption for each of the photos that are for testing. */
  static List<String> queries(Path flickr) throws IOException {
    return rows(flickr).stream()
        .filter(row -> row.path("split").asText().equals(TEST))
        .map(row -> row.path("captions").path(0).asText())
        .toList();
  }

  /** Videos of equal length around the photos, until there are enough segments; made one by one. */
  static Stream<Video> videos(List<float[]> photos, int segments, Random random) {
    return videos(photos, segments, 0, random);
  }

  /**
   * The same with frames, evenly spaced, that differ from the photo as segments do.
   *
   * @param frames of each segment
   */
  static Stream<Video> videos(List<float[]> photos, int segments, int frames, Random random) {
    int each = Math.ceilDiv(segments, photos.size());
    return IntStream.range(0, Math.ceilDiv(segments, each))
        .mapToObj(i -> {
          List<IndexedSegment> parts = new ArrayList<>();
          for (int s = 0; s < Math.min(each, segments - i * each); s++) {
            double start = s * 4.0;
            float[] whole = jittered(photos.get(i), random);
            List<IndexedFrame> shown = new ArrayList<>();
            for (int f = 0; f < frames; f++) {
              double time = start + 4.0 * f / frames;
              shown.add(new IndexedFrame(time, jittered(photos.get(i), random)));
            }
            parts.add(new IndexedSegment(start, start + 4, whole, shown));
          }
          return new Video(video(i, parts.size() * 4.0), parts);
        });
  }

  /** Puts videos into an index, in commits of about so many segments. */
  static void index(Iterator<Video> videos, int segmentsOfACommit, VideoIndex index) {
    int uncommitted = 0;
    while (videos.hasNext()) {
      Video video = videos.next();
      index.upsert(video.video(), video.segments());
      uncommitted += video.segments().size();
      if (uncommitted >= segmentsOfACommit) {
        index.commit();
        uncommitted = 0;
      }
    }
    index.commit();
  }

  /** One more video around a photo. */
  static Video around(float[] photo, int number, int segments, Random random) {
    List<IndexedSegment> parts = new ArrayList<>();
    for (int s = 0; s < segments; s++) {
      parts.add(new IndexedSegment(s * 4.0, s * 4.0 + 4, jittered(photo, random)));
    }
    return new Video(video(number, segments * 4.0), parts);
  }

  private static IndexedVideo video(int number, double duration) {
    String path = "/archive/%03d/video-%05d.mp4".formatted(number % 100, number);
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    return new IndexedVideo(
        Identifiers.video(Path.of(path)),
        path,
        duration,
        10_000_000,
        then,
        then,
        1280,
        720,
        "benchmark",
        List.of());
  }

  private static float[] jittered(float[] embedding, Random random) {
    double deviation = NOISE / Math.sqrt(embedding.length);
    float[] vector = new float[embedding.length];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (embedding[i] + random.nextGaussian() * deviation);
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  private static List<JsonNode> rows(Path flickr) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(flickr.resolve("captions.jsonl"))) {
      rows.add(json.readTree(line));
    }
    return rows;
  }

  private static Frame frame(Path photo) throws IOException {
    BufferedImage image = ImageIO.read(photo.toFile());
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new Frame(0, new RgbImage(new ImageSize(image.getWidth(), image.getHeight()), rgb));
  }

  private static void embed(List<Frame> frames, Space space, List<float[]> embeddings) {
    if (frames.isEmpty()) {
      return;
    }
    for (float[] features : space.frameFeatures(frames)) {
      embeddings.add(space.embedFrames(new float[][] {features}));
    }
    frames.clear();
  }

  private static List<float[]> read(Path cache, int dimension) throws IOException {
    FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(cache)).asFloatBuffer();
    List<float[]> embeddings = new ArrayList<>();
    while (values.hasRemaining()) {
      float[] embedding = new float[dimension];
      values.get(embedding);
      embeddings.add(embedding);
    }
    return embeddings;
  }

  private static void write(Path cache, List<float[]> embeddings) throws IOException {
    int values = embeddings.stream().mapToInt(embedding -> embedding.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(values * Float.BYTES);
    FloatBuffer floats = bytes.asFloatBuffer();
    embeddings.forEach(floats::put);
    Files.write(cache, bytes.array());
  }
}
