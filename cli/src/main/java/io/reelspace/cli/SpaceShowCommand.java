package io.reelspace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.SpaceManifest;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what a space is made of, where it comes from and what it reaches. */
@Command(
    name = "show",
    description = "Shows what a space is made of, how it was trained and what it reaches.",
    footer = {
      "",
      "Examples:",
      "  reelspace space show concept",
      "  reelspace space show runs/base/space"
    })
final class SpaceShowCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private SpaceCommand parent;

  @Parameters(
      paramLabel = "SPACE",
      arity = "0..1",
      description = "Name, folder or zip (default " + BundledSpaces.DEFAULT + ").")
  private String space = BundledSpaces.DEFAULT;

  @Option(names = "--json", description = "Print space.json as it is, with fingerprint and folder.")
  private boolean json;

  SpaceShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    SpaceBundle bundle = new Spaces(parent.settings().home()).bundle(space);
    if (json) {
      write(bundle);
    } else {
      print(bundle);
    }
    return ExitCode.DONE;
  }

  private void print(SpaceBundle bundle) {
    SpaceManifest manifest = bundle.manifest();
    line("name", manifest.name());
    line("description", manifest.description());
    line("dimension", String.valueOf(manifest.dimension()));
    for (SpaceManifest.Encoder encoder : manifest.encoders()) {
      String outputs = encoder.outputs().isEmpty() ? "" : " " + encoder.outputs();
      line("encoder", encoder.id() + ", " + lower(encoder.modality()) + outputs);
    }
    manifest.towers().forEach((modality, path) -> line("tower", lower(modality) + ", " + path));
    line("fingerprint", SpaceBundle.fingerprint(manifest));
    line("size", String.format(Locale.ROOT, "%.1f MB", bytes(bundle) / 1e6));
    line("folder", bundle.folder().toString());
    fields("training", manifest.training());
    fields("metrics", manifest.metrics());
  }

  private void fields(String title, JsonNode object) {
    object
        .properties()
        .forEach(
            entry -> line(title, entry.getKey() + ": " + shown(entry.getKey(), entry.getValue())));
  }

  private static String shown(String key, JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    if (key.equals("recipe") && value.isArray()) {
      return value.size() + " lines, see README.md in the folder";
    }
    if (value.isObject()
        && !value.isEmpty()
        && value.properties().stream().allMatch(e -> isMeasured(e.getValue()))) {
      return value.properties().stream()
          .map(metric -> metric.getKey() + " " + percent(metric.getValue()))
          .collect(Collectors.joining(", "));
    }
    return value.toString();
  }

  private static boolean isMeasured(JsonNode value) {
    return value.path("value").isNumber()
        && value.path("low").isNumber()
        && value.path("high").isNumber();
  }

  private static String percent(JsonNode metric) {
    return String.format(
        Locale.ROOT,
        "%.1f [%.1f, %.1f]",
        100 * metric.path("value").asDouble(),
        100 * metric.path("low").asDouble(),
        100 * metric.path("high").asDouble());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      shell.out().line(String.format("%-12s %s", name, Printable.of(value)));
    }
  }

  /** Bytes of all files of a bundle. */
  static long bytes(SpaceBundle bundle) {
    return bundle.manifest().files().values().stream()
        .mapToLong(SpaceManifest.FileHash::bytes)
        .sum();
  }

  private void write(SpaceBundle bundle) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode manifest = mapper.readTree(bundle.folder().resolve("space.json").toFile());
    shell
        .out()
        .line(
            mapper
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                    mapper
                        .createObjectNode()
                        .put("fingerprint", SpaceBundle.fingerprint(bundle.manifest()))
                        .put("folder", bundle.folder().toString())
                        .set("space", manifest)));
  }
}
