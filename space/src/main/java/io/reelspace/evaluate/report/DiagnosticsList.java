package io.reelspace.evaluate.report;

import io.reelspace.evaluate.SpaceDiagnostics;

/** The diagnostics of a space, each with a sentence that says what it tells. */
final class DiagnosticsList {

  private DiagnosticsList() {}

  static void write(EvaluationReport report, Html html) {
    SpaceDiagnostics d = report.space().diagnostics();
    int dimension = report.space().dimension();
    html.raw("<h2>The space itself</h2><dl class=\"diagnostics\">");
    add(
        html,
        "Alignment",
        number(d.alignment()),
        "Mean squared distance between a text and its own video, from 0 (the same place) to 4;"
            + " two unrelated directions are 2 apart.");
    add(
        html,
        "Uniformity",
        number(d.textUniformity()) + " texts, " + number(d.videoUniformity()) + " media",
        "How evenly each side is spread over the sphere; lower is more even, and 0 means that all"
            + " lies on one point. Crowded media are hard to tell apart.");
    add(
        html,
        "Modality gap",
        number(d.modalityGap()),
        "Distance between the centres of texts and of media, from 0 to 2. A wide gap wastes room and"
            + " makes scores of text and picture queries incomparable; centring closes it.");
    add(
        html,
        "Hubness",
        number(d.videoHubness()) + " media, " + number(d.textHubness()) + " texts",
        "Skewness of how often each is among the ten nearest of a query: near 0 without hubs, and"
            + " growing when a few answer everything.");
    add(
        html,
        "Never found",
        String.format(java.util.Locale.ROOT, "%.1f %%", 100 * d.neverRetrieved()),
        "Media that are among the ten best of no text at all: the other side of hubs.");
    add(
        html,
        "Effective rank",
        String.format(
            java.util.Locale.ROOT,
            "%.0f texts, %.0f media",
            d.textEffectiveRank(),
            d.videoEffectiveRank()),
        "How many of the "
            + dimension
            + " dimensions each side really uses. Far fewer than there are: the space can be made"
            + " smaller with reelspace space optimise.");
    html.raw("</dl>");
  }

  private static String number(double value) {
    return String.format(java.util.Locale.ROOT, "%.2f", value);
  }

  private static void add(Html html, String name, String value, String meaning) {
    html.format(
        "<div><dt>%s</dt><dd class=\"value\">%s</dd><dd>%s</dd></div>", name, value, meaning);
  }
}
