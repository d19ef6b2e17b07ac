package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What has to do with the features of frozen encoders. */
@Command(
    name = "features",
    description = "Extracts the features of frozen encoders over a data set.",
    footer = {
      "",
      "Example:",
      "  reelspace features extract --dataset captions.jsonl --split train --output features"
    })
final class FeaturesCommand implements Runnable {

  @ParentCommand private Reelspace root;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed: extract");
  }

  /** Extracts features. Names no type of the module {@code train}, see {@link TrainCommand}. */
  @Command(
      name = "extract",
      description = {
        "Runs encoders over the pictures, videos and captions of a data set and keeps their features"
            + " as Arrow files, one folder for each encoder.",
        "What is there already and has not changed is left alone, so it is safe to run again and to"
            + " interrupt."
      },
      footer = {
        "",
        "Examples:",
        "  reelspace features extract --dataset captions.jsonl --output features",
        "  reelspace features extract --dataset data/MSRVTT --format msrvtt --media data/videos"
            + " --encoder efficientnet-lite0 --output features"
      })
  static final class Extract implements Callable<Integer> {

    private final Shell shell;

    @ParentCommand private FeaturesCommand parent;

    @Spec private CommandSpec spec;

    @Option(
        names = "--dataset",
        paramLabel = "FILE",
        required = true,
        description = "The annotations: a file, or the folder of them.")
    private Path dataset;

    @Option(
        names = "--format",
        paramLabel = "NAME",
        description =
            "Form of the annotations: manifest (default), flickr, msrvtt, msvd, howto100m,"
                + " activitynet, didemo, qvhighlights.")
    private String format = "manifest";

    @Option(
        names = "--media",
        paramLabel = "DIR",
        description = "Folder of pictures and videos (default that of the annotations).")
    private Optional<Path> media = Optional.empty();

    @Option(
        names = "--split",
        paramLabel = "NAME",
        split = ",",
        description = "Only these splits (default all).")
    private List<String> splits = List.of();

    @Option(
        names = "--output",
        paramLabel = "DIR",
        required = true,
        description = "Where the features are kept.")
    private Path output;

    @Option(
        names = "--space",
        paramLabel = "NAME|FOLDER",
        description = "Use the encoders of this space (default " + BundledSpaces.DEFAULT + ").")
    private Optional<String> space = Optional.empty();

    @Option(
        names = "--encoder",
        paramLabel = "ID|FOLDER[:OUTPUT+...]",
        description =
            "Use this encoder, with these outputs joined; may be given several times. Encoders of"
                + " images and of texts are told apart by their files.")
    private List<String> encoders = List.of();

    @Option(
        names = "--views",
        paramLabel = "K",
        description = "Views of each picture: as it is, and K - 1 changed at random (default 1).")
    private int views = 1;

    @Option(
        names = "--fps",
        paramLabel = "N",
        description = "Frames per second of videos (default 2).")
    private double fps = 2;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random views (default 0).")
    private long seed;

    @Option(names = "--json", description = "Print the summary as a JSON object.")
    private boolean json;

    Extract(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
      if (space.isPresent() && !encoders.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--space and --encoder exclude each other");
      }
      Spaces spaces = new Spaces(parent.root.settings().home());
      return new FeatureExtracting(shell, spaces)
          .run(
              new FeatureExtracting.Order(
                  dataset, format, media, splits, output, space, encoders, views, fps, seed, json));
    }
  }
}
