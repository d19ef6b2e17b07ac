package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.MissingModelException;
import io.reelspace.media.SoundFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spectrograms against librosa and transformers; {@code tools/sounds/fixtures.py} made them. */
class LogMelTest {

  private static final Path FIXTURES = Path.of("src/test/resources/io/reelspace/encode/sounds");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "vggish, 16000",
    "yamnet, 16000",
    "panns, 32000",
    "clap-fusion, 48000",
    "clap-cut, 48000"
  })
  void agreesWithTheReference(String name, int rate) throws IOException {
    SoundPreprocessing preprocessing = read(configuration(name));
    assertEquals(rate, preprocessing.format().sampleRate());
    float[] spectrogram =
        new LogMel(preprocessing.spectrogram().orElseThrow()).of(floats("sound-" + rate));
    assertArrayEquals(floats(name), spectrogram, 1e-4f);
  }

  private static String configuration(String name) {
    String tensorflow =
        """
        {"feature_extractor_type": "LogMelFeatureExtractor", "sampling_rate": 16000, "n_fft": 512,
         "win_length": 400, "hop_length": 160, "center": false, "num_mel_bins": 64,
         "frequency_min": 125, "frequency_max": 7500, "mel_scale": "htk",
         "triangularize_in_mel_space": true, "power": 1, "log_mel": "natural", "mel_floor": %s,
         "max_length_s": 0.975}
        """;
    String clap =
        """
        {"feature_extractor_type": "ClapFeatureExtractor", "sampling_rate": 48000,
         "feature_size": 64, "hop_length": 480, "fft_window_size": 1024, "frequency_min": 50,
         "frequency_max": 14000, "max_length_s": 10, "truncation": "%s", "padding": "repeatpad"}
        """;
    return switch (name) {
      case "vggish" -> tensorflow.formatted(0.01);
      case "yamnet" -> tensorflow.formatted(0.001);
      case "clap-fusion" -> clap.formatted("fusion");
      case "clap-cut" -> clap.formatted("rand_trunc");
      default ->
          """
          {"feature_extractor_type": "LogMelFeatureExtractor", "sampling_rate": 32000,
           "n_fft": 1024, "hop_length": 320, "num_mel_bins": 64, "frequency_min": 50,
           "frequency_max": 14000, "mel_scale": "slaney", "mel_norm": "slaney"}
          """;
    };
  }

  private SoundPreprocessing read(String json) throws IOException {
    Path file = folder.resolve("preprocessor_config.json");
    Files.writeString(file, json);
    return SoundPreprocessing.read(file);
  }

  private static float[] floats(String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(FIXTURES.resolve(name + ".f32")));
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @Test
  void aTransformOfAnyLengthGivesTheSamePower() {
    double[] frame = new double[400];
    double[] padded = new double[1024];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = Math.sin(0.3 * i) + 0.5 * Math.cos(1.1 * i);
      padded[i] = frame[i];
    }
    double energy = 0;
    for (double sample : frame) {
      energy += sample * sample;
    }
    assertEquals(energy, meanPower(frame), 1e-9 * energy);
    assertEquals(energy, meanPower(padded), 1e-9 * energy);
  }

  /** By Parseval the energy of the frame. */
  private static double meanPower(double[] frame) {
    Spectrum spectrum = new Spectrum(frame.length);
    double[] power = new double[spectrum.bins()];
    spectrum.power(frame, power);
    double sum = power[0] + power[power.length - 1];
    for (int bin = 1; bin < power.length - 1; bin++) {
      sum += 2 * power[bin];
    }
    return sum / frame.length;
  }

  @Test
  void aWaveformExtractorTakesTheWaveItself() throws IOException {
    SoundPreprocessing preprocessing =
        read(
            """
            {"feature_extractor_type": "Wav2Vec2FeatureExtractor", "sampling_rate": 16000,
             "do_normalize": true, "max_length_s": 4, "hop_length_s": 2}
            """);
    assertTrue(preprocessing.spectrogram().isEmpty());
    assertTrue(preprocessing.standardises());
    assertEquals(new SoundFormat(16_000, 4, 2), preprocessing.format());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"feature_extractor_type\": \"Other\"}|feature_extractor_type is 'Other'",
        "{\"n_fft\": 0}|n_fft must be a whole number from 1 to 65536",
        "{\"mel_scale\": \"bark\"}|mel_scale is 'bark'",
        "{\"win_length\": 2048}|the window no longer than the transform",
        "{\"frequency_min\": 9000}|impossible mel bands"
      })
  void whatIsNoFrontEndIsNamedWithItsFile(String json, String problem) {
    MissingModelException refusal = assertThrows(MissingModelException.class, () -> read(json));
    assertTrue(refusal.getMessage().contains(problem), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("preprocessor_config.json"), refusal.getMessage());
  }
}
