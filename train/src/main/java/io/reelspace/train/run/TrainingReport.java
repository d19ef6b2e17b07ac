package io.reelspace.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.StorageException;
import io.reelspace.train.RunRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page with a run's curves: one HTML file that needs no other and asks nothing of the network.
 */
public final class TrainingReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a step's row is shown under, in this order. */
  private static final Map<String, String> OF_STEPS =
      Map.of(
          "loss", "Loss",
          "learningRate", "Learning rate",
          "gradientNorm", "Norm of the gradient",
          "scale", "Scale of similarities");

  private static final List<String> ORDER =
      List.of("loss", "learningRate", "gradientNorm", "scale");

  private TrainingReport() {}

  /**
   * Writes {@code report.html} from {@code metrics.jsonl} of a run's folder.
   *
   * @return the page
   * @throws StorageException when it cannot be written
   */
  static Path write(RunRecipe recipe, Path folder, TrainedOn trained) {
    Path page = folder.resolve("report.html");
    Path part = folder.resolve("report.html.part");
    try {
      Files.writeString(part, html(recipe, curves(folder.resolve("metrics.jsonl")), trained));
      Files.move(part, page, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StorageException("Cannot write " + page + ": " + e.getMessage(), e);
    }
    return page;
  }

  /** All curves by name: validation first, then what each step wrote. */
  private static List<Curve> curves(Path metrics) throws IOException {
    Map<String, List<Curve.Point>> steps = new LinkedHashMap<>();
    Map<String, List<Curve.Point>> validations = new LinkedHashMap<>();
    ORDER.forEach(key -> steps.put(key, new ArrayList<>()));
    for (String line : Files.readAllLines(metrics)) {
      JsonNode row = JSON.readTree(line);
      double step = row.path("step").asDouble();
      for (String key : ORDER) {
        if (row.path(key).isNumber()) {
          steps.get(key).add(new Curve.Point(step, row.get(key).asDouble()));
        }
      }
      row.path("validation")
          .properties()
          .forEach(value ->
              validations
                  .computeIfAbsent(value.getKey(), k -> new ArrayList<>())
                  .add(new Curve.Point(step, value.getValue().asDouble())));
    }
    List<Curve> curves = new ArrayList<>();
    validations.forEach(
        (name, points) -> curves.add(new Curve("Validation: " + name, points, false)));
    steps.forEach((key, points) -> {
      if (!points.isEmpty()) {
        boolean dense = !key.equals("learningRate") && points.size() > 50;
        curves.add(new Curve(OF_STEPS.get(key), points, dense));
      }
    });
    return curves;
  }

  private static String html(RunRecipe recipe, List<Curve> curves, TrainedOn trained) {
    StringBuilder figures = new StringBuilder();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      String drawing = curve.points().size() < 2 ? "" : curve.svg("curve" + i);
      figures.append(
          "<figure><figcaption>%s <b>%s</b></figcaption>%s</figure>%n"
              .formatted(
                  escaped(curve.name()), Curve.label(curve.points().getLast().value()), drawing));
    }
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Training of %1$s</title>
    <style>
    :root { color-scheme: light dark; --line: #1f5fbf; --faint: #8883; }
    @media (prefers-color-scheme: dark) { :root { --line: #7fb2ff; } }
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 1360px; margin: 2rem auto; padding: 0 1rem; }
    main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%%, 420px), 1fr)); gap: 1.5rem; }
    figure { margin: 0; }
    figcaption { margin-bottom: .25rem; }
    svg { width: 100%%; height: auto; }
    svg path { fill: none; stroke: var(--line); stroke-width: 1.6; }
    svg .raw { opacity: .3; stroke-width: 1; }
    svg .grid { stroke: var(--faint); stroke-width: 1; }
    svg circle { fill: var(--line); }
    svg text { font-size: 12px; fill: currentColor; }
    svg .value { text-anchor: end; }
    svg .step { text-anchor: middle; }
    pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--faint); border-radius: 6px; }
    </style>
    </head>
    <body>
    <h1>Training of %1$s</h1>
    <p>%2$s</p>
    <p>Learned from %3$d pictures or videos with %4$d captions; %5$d were set aside, %6$d files could
    not be decoded. Curves go over the steps of the run; a pale line shows every step, the strong one
    its running mean. Beside each name stands the last value.</p>
    <main>
    %7$s</main>
    <h2>Recipe</h2>
    <pre>%8$s</pre>
    </body>
    </html>
    """
        .formatted(
            escaped(recipe.name()),
            escaped(recipe.description()),
            trained.examples(),
            trained.captions(),
            trained.validation(),
            trained.skipped(),
            figures,
            escaped(recipe.yaml().strip()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
