package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.ImportedEncoder;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what an imported encoder is, how quick it is here, and whether it gives what it should. */
@Command(
    name = "check",
    description = {
      "Runs an imported encoder: what it is, its speed on this machine, and how near it comes to"
          + " reference vectors.",
      "Reference vectors are those that came with the model as reference.json, or a file that"
          + " tools/encoders/reference.py makes with the model's own Python library. A value that"
          + " differs by more than the tolerance, or a text of other tokens, is a failure."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace encoder check siglip2-base-onnx",
      "  reelspace encoder check siglip2-base-onnx --reference siglip2/reference.json"
    })
final class EncoderCheckCommand implements Callable<Integer> {

  private static final double SECONDS = 0.5;
  private static final String TEXT = "a man in a suit talks in a car";

  private final Shell shell;

  @ParentCommand private EncoderCommand parent;

  @Parameters(paramLabel = "ID", description = "An imported encoder.")
  private String id = "";

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "Reference vectors (default those that came with the model).")
  private Optional<Path> reference = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description = "Most by which a value of a vector of length one may differ (default 0.001).")
  private double tolerance = 1e-3;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  EncoderCheckCommand(Shell shell) {
    this.shell = shell;
  }

  /** What was found of one of its kinds. */
  private record Found(
      String kind,
      String input,
      String speed,
      double milliseconds,
      Optional<EncoderParity> parity) {

    boolean isWithin(double tolerance) {
      return parity
          .filter(p -> p.compared() > 0)
          .map(p -> p.largest() <= tolerance && p.otherTokens() == 0)
          .orElse(true);
    }
  }

  @Override
  public Integer call() throws IOException {
    Path home = parent.settings().home();
    Encoders encoders = new Encoders(home);
    ImportedEncoder encoder =
        encoders
            .find(id)
            .orElseThrow(() ->
                new MissingModelException(
                    "No encoder '" + id + "' was imported; reelspace encoder list shows those."));
    Optional<EncoderParity.References> references =
        reference
            .or(() -> Optional.of(encoders.store().resolve(id).resolve("reference.json")))
            .filter(file -> reference.isPresent() || Files.exists(file))
            .map(EncoderParity.References::read);
    Spaces spaces = new Spaces(home);
    List<Found> found = new ArrayList<>();
    for (String kind : encoder.kinds()) {
      Path folder = encoders.folder(encoder, kind);
      found.add(
          switch (kind) {
            case "text" -> texts(folder, spaces, references);
            case "clip" -> clips(folder, spaces, references);
            case "audio" -> sounds(folder, spaces, references);
            default -> images(folder, spaces, references);
          });
    }
    if (json) {
      write(encoder, found);
    } else {
      print(encoder, found);
    }
    return found.stream().allMatch(f -> f.isWithin(tolerance)) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Found images(Path folder, Spaces spaces, Optional<EncoderParity.References> references) {
    try (ImageEncoder encoder = ImageEncoder.open(id, folder, List.of(), spaces.inference())) {
      RgbImage picture = picture(encoder.inputSize());
      int batch = spaces.inference().batch();
      List<RgbImage> pictures = Collections.nCopies(batch, picture);
      double one = milliseconds(() -> encoder.encode(List.of(picture)));
      double each = milliseconds(() -> encoder.encode(pictures)) / batch;
      return new Found(
          "image",
          pixels(encoder.inputSize()),
          String.format(
              Locale.ROOT,
              "%.1f ms a frame in batches of %d, %.1f ms one by one",
              each,
              batch,
              one),
          each,
          references.map(r -> r.of(encoder)));
    }
  }

  private Found clips(Path folder, Spaces spaces, Optional<EncoderParity.References> references) {
    try (ClipEncoder encoder = ClipEncoder.open(id, folder, List.of(), spaces.inference())) {
      ClipSampler sampler = encoder.sampler();
      RgbImage picture = picture(encoder.inputSize());
      Clip clip = new Clip(0, sampler.length(), Collections.nCopies(sampler.frames(), picture));
      double each = milliseconds(() -> encoder.encode(List.of(clip)));
      return new Found(
          "clip",
          sampler.frames() + " frames of " + pixels(encoder.inputSize()),
          String.format(Locale.ROOT, "%.1f ms a clip of %.2f seconds", each, sampler.length()),
          each,
          references.map(r -> r.of(encoder)));
    }
  }

  private Found sounds(Path folder, Spaces spaces, Optional<EncoderParity.References> references) {
    try (SoundEncoder encoder = SoundEncoder.open(id, folder, List.of(), spaces.inference())) {
      SoundFormat format = encoder.format();
      float[] samples = new float[format.windowSamples()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (i * 31 % 256 - 128) / 256f;
      }
      SoundWindow window = new SoundWindow(0, format.window(), samples);
      double each = milliseconds(() -> encoder.encode(List.of(window)));
      return new Found(
          "audio",
          String.format(Locale.ROOT, "%.2f seconds at %d Hz", format.window(), format.sampleRate()),
          String.format(Locale.ROOT, "%.1f ms a window", each),
          each,
          references.map(r ->
              r.of(
                  encoder,
                  MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT))));
    }
  }

  private static RgbImage picture(ImageSize size) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31);
    }
    return new RgbImage(size, rgb);
  }

  private static String pixels(ImageSize size) {
    return size.width() + " x " + size.height() + " pixels";
  }

  private Found texts(Path folder, Spaces spaces, Optional<EncoderParity.References> references) {
    try (TextEncoder encoder = TextEncoder.open(id, folder, spaces.inference())) {
      double one = milliseconds(() -> encoder.encode(List.of(TEXT)));
      return new Found(
          "text",
          encoder.tokens(TEXT).length + " tokens for \"" + TEXT + "\"",
          String.format(Locale.ROOT, "%.1f ms a text", one),
          one,
          references.map(r -> r.of(encoder)));
    }
  }

  /** The median of runs over half a second, after two that count for nothing. */
  private static double milliseconds(Runnable work) {
    work.run();
    work.run();
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    while (System.nanoTime() < end || times.isEmpty()) {
      long start = System.nanoTime();
      work.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  private void print(ImportedEncoder encoder, List<Found> found) {
    shell.out().line(Printable.of(new EncoderDescription(encoder).line()));
    encoder.origin().forEach((key, value) -> shell.out().line(Printable.of(key + "  " + value)));
    if (encoder.logitScale().size() == 2) {
      shell
          .out()
          .line(
              String.format(
                  Locale.ROOT,
                  "logits  %.3f x cosine %+.3f",
                  encoder.logitScale().get(0),
                  encoder.logitScale().get(1)));
    }
    for (Found kind : found) {
      shell.out().line(kind.kind() + "  " + kind.input() + ", " + kind.speed());
      shell
          .out()
          .line(
              kind.parity()
                  .filter(p -> p.compared() > 0)
                  .map(p ->
                      String.format(
                          Locale.ROOT,
                          "%s  %s: %d references, largest difference %.2g, least cosine %.6f%s",
                          kind.kind(),
                          kind.isWithin(tolerance) ? "agrees" : "DIFFERS",
                          p.compared(),
                          p.largest(),
                          p.leastCosine(),
                          p.otherTokens() > 0 ? ", " + p.otherTokens() + " of other tokens" : ""))
                  .orElse(kind.kind() + "  no reference vectors; see --help"));
    }
  }

  private void write(ImportedEncoder encoder, List<Found> found) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      new EncoderDescription(encoder).writeFields(object);
      object.writeArrayFieldStart("kinds");
      for (Found kind : found) {
        object.writeStartObject();
        object.writeStringField("kind", kind.kind());
        object.writeNumberField("milliseconds", kind.milliseconds());
        if (kind.parity().isPresent()) {
          EncoderParity parity = kind.parity().get();
          object.writeNumberField("references", parity.compared());
          object.writeNumberField("largestDifference", parity.largest());
          object.writeNumberField("leastCosine", parity.leastCosine());
          object.writeNumberField("otherTokens", parity.otherTokens());
        }
        object.writeBooleanField("agrees", kind.isWithin(tolerance));
        object.writeEndObject();
      }
      object.writeEndArray();
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
