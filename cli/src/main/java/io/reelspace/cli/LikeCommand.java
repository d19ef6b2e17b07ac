package io.reelspace.cli;

import io.reelspace.query.Archive;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.SearchLimits;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Finds more like a moment that is in the index. */
@Command(
    name = "like",
    description = "Finds more like a moment of the index.",
    footer = {
      "",
      "Examples:",
      "  reelspace like ~/Videos/holiday.mp4@0:42",
      "  reelspace like --by video 2c26b46b68ffc68f@83.500"
    })
final class LikeCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(
      paramLabel = "VIDEO@TIME|ID",
      description = "A time of an indexed video; or an id that a search gave.")
  private String moment = "";

  @Mixin private ResultOptions results = new ResultOptions();

  LikeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = root.settings();
    Spaces spaces = new Spaces(settings.home());
    SearchLimits limits = results.limits(settings);
    MomentQuery query = new MomentQuery(moment);
    try (Archive archive = ArchiveOpening.open(results.index(settings), spaces)) {
      results.print(archive.like(query, limits), archive, limits, settings, shell);
    }
    return ExitCode.DONE;
  }
}
