package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Unmatched;

/** Gives a video tags, and takes them away. */
@Command(
    name = "tag",
    customSynopsis = "reelspace tag [--index=DIR] VIDEO (+TAG|-TAG)...",
    description = {
      "Gives a video tags (+TAG), and takes them away (-TAG).",
      "Tags stay when the video is indexed again; a filter asks for them: tag = holiday."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace tag ~/Videos/beach.mp4 +holiday -work",
      "  reelspace tag --index /data/archive film.mp4 +2024 +spain"
    })
final class TagCommand implements Callable<Integer> {

  private static final int LONGEST_TAG = 100;

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(index = "0", paramLabel = "VIDEO", description = "A file that is in the index.")
  private Path video;

  /** A tag that is taken away looks like an option, so picocli is not told what these are. */
  @Unmatched private List<String> changes = new ArrayList<>();

  @Mixin private IndexOption index = new IndexOption();

  TagCommand(Shell shell) {
    this.shell = shell;
  }

  /** The command; a tag that is taken away is no option. */
  static CommandLine line(Shell shell) {
    return new CommandLine(new TagCommand(shell)).setPosixClusteredShortOptionsAllowed(false);
  }

  @Override
  public Integer call() {
    Set<String> added = new TreeSet<>();
    Set<String> removed = new TreeSet<>();
    if (changes.isEmpty()) {
      throw new BadInputException("No tags; give some: reelspace tag VIDEO +holiday -work");
    }
    for (String change : changes) {
      (change.startsWith("-") ? removed : added).add(tag(change));
    }
    IndexLocation folder = index.in(root.settings());
    SpaceIdentity space =
        folder
            .space()
            .orElseThrow(() ->
                new BadInputException(
                    folder + ": no index here yet; make one with: reelspace index FOLDER"));
    String id = Identifiers.video(video);
    try (VideoIndex opened = folder.open(space)) {
      if (!opened.tag(id, added, removed)) {
        throw new BadInputException(video + ": not in the index " + folder + "; index it first");
      }
      opened.commit();
      Set<String> tags = new TreeSet<>(opened.video(id).orElseThrow().tags());
      shell.out().line(tags.isEmpty() ? "no tags" : Printable.of(String.join(" ", tags)));
    }
    return ExitCode.DONE;
  }

  private static String tag(String change) {
    String tag = change.substring(1).strip().toLowerCase(Locale.ROOT);
    boolean signed = change.startsWith("+") || change.startsWith("-");
    if (!signed
        || tag.isEmpty()
        || tag.startsWith("-")
        || tag.length() > LONGEST_TAG
        || !Printable.of(tag).equals(tag)) {
      throw new BadInputException(
          "'%s': expected +TAG or -TAG, a tag of at most %d letters"
              .formatted(change, LONGEST_TAG));
    }
    return tag;
  }
}
