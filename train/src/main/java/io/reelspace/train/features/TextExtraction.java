package io.reelspace.train.features;

import io.reelspace.encode.TextEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Texts through a text encoder, in batches of texts of like length. */
final class TextExtraction {

  private static final int BATCH = 64;
  private static final float[] NO_TIME = {0};

  private TextExtraction() {}

  static FeatureExtraction.Report run(
      Collection<String> given,
      TextEncoder encoder,
      FeatureWriter writer,
      FeatureExtraction.Progress progress) {
    List<String> texts = given.stream().distinct().toList();
    List<String> open =
        texts.stream()
            .filter(text -> !writer.holds(text, 0, checksum(text)))
            .sorted(Comparator.comparingInt(String::length)) // little padding within a batch
            .toList();
    int reused = texts.size() - open.size();
    for (int from = 0; from < open.size(); from += BATCH) {
      List<String> batch = open.subList(from, Math.min(open.size(), from + BATCH));
      float[][] features = encoder.encode(batch);
      for (int i = 0; i < features.length; i++) {
        String text = batch.get(i);
        writer.add(new FeatureRow(text, 0, checksum(text), NO_TIME, new float[][] {features[i]}));
      }
      progress.at(reused + from + batch.size(), texts.size());
    }
    return new FeatureExtraction.Report(open.size(), reused, List.of());
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
