package io.reelspace.train.features;

import io.reelspace.encode.TextEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Texts through a text encoder, in batches of texts of like length. */
final class TextExtraction {

  private static final int BATCH = 64;
  private static final float[] NO_TIME = {0};

  private TextExtraction() {}

  /** A view of a text. */
  private record View(String text, int number, String words) {}

  static FeatureExtraction.Report run(
      Collection<String> given,
      CaptionViews views,
      TextEncoder encoder,
      FeatureWriter writer,
      FeatureExtraction.Progress progress) {
    List<String> texts = given.stream().distinct().toList();
    List<View> open =
        texts.stream()
            .flatMap(text ->
                IntStream.range(0, views.count())
                    .mapToObj(number -> new View(text, number, views.view(text, number)))
                    .filter(each -> !writer.holds(text, each.number(), checksum(each.words()))))
            .sorted(Comparator.comparingInt(each -> each.words().length())) // little padding
            .toList();
    int all = texts.size() * views.count();
    int held = all - open.size();
    for (int from = 0; from < open.size(); from += BATCH) {
      List<View> batch = open.subList(from, Math.min(open.size(), from + BATCH));
      float[][] features = encoder.encode(batch.stream().map(View::words).toList());
      for (int i = 0; i < features.length; i++) {
        View each = batch.get(i);
        writer.add(
            new FeatureRow(
                each.text(),
                each.number(),
                checksum(each.words()),
                NO_TIME,
                new float[][] {features[i]}));
      }
      progress.at(held + from + batch.size(), all);
    }
    int extracted = (int) open.stream().map(View::text).distinct().count();
    return new FeatureExtraction.Report(extracted, texts.size() - extracted, List.of());
  }

  private static String checksum(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
