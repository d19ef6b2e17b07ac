package io.reelspace.cli;

import io.reelspace.encode.FrontEnd;
import io.reelspace.encode.ImportKind;
import io.reelspace.error.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What is said of an encoder of sounds beside its files. */
final class SoundOptions {

  @Option(
      names = "--front-end",
      paramLabel = "NAME",
      description =
          "What sound goes through before the network, where no file says it: wave, vggish, yamnet,"
              + " panns or clap.")
  private Optional<String> frontEnd = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Samples a second that the network takes.")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      description = "How long a stretch of sound the network hears (default as the graph says).")
  private Optional<Double> window = Optional.empty();

  @Option(
      names = "--hop",
      paramLabel = "SECONDS",
      description = "Time from one stretch to the next (default --window).")
  private Optional<Double> hop = Optional.empty();

  ImportKind.OfSounds of(Optional<String> output) {
    ImportOptions.requireWithin("--rate", rate.map(Integer::doubleValue), 1000, 192_000);
    ImportOptions.requireWithin("--window", window, 0.01, 60);
    ImportOptions.requireWithin("--hop", hop, 0.01, 60);
    return new ImportKind.OfSounds(output, frontEnd.map(SoundOptions::frontEnd), rate, window, hop);
  }

  private static FrontEnd frontEnd(String name) {
    return Arrays.stream(FrontEnd.values())
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            new BadInputException(
                "--front-end is '%s'; it must be one of %s."
                    .formatted(
                        name,
                        Arrays.stream(FrontEnd.values())
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))));
  }
}
