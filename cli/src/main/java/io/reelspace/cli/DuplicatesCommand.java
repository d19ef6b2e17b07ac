package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.duplicate.DuplicateGroup;
import io.reelspace.index.duplicate.DuplicateOptions;
import io.reelspace.index.duplicate.DuplicatePair;
import io.reelspace.index.duplicate.Duplicates;
import io.reelspace.index.duplicate.VideoPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Finds videos and parts of videos that are copies of each other. */
@Command(
    name = "duplicates",
    description = {
      "Finds videos of the index, and parts of them, that are re-encodes, trims, crops or mirrored"
          + " copies of each other.",
      "Each group lists its parts with the interval in which all show the same. Nothing is deleted."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace duplicates",
      "  reelspace duplicates ~/Videos/2024 --min-similarity 0.9"
    })
final class DuplicatesCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Indexed files and folders; only groups with a video of these (default all).")
  private List<Path> paths = List.of();

  @Option(
      names = "--min-similarity",
      paramLabel = "X",
      description =
          "Least mean cosine similarity of frames at the same time, above 0 and at most 1 (default"
              + " 0.8).")
  private Optional<Double> similarity = Optional.empty();

  @Mixin private IndexOption index = new IndexOption();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  DuplicatesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    DuplicateOptions options = options();
    IndexLocation folder = index.in(root.settings());
    List<DuplicateGroup> groups;
    try (VideoIndex opened = folder.openReadOnly()) {
      groups = DuplicateGroup.of(new Duplicates(opened, options).pairs(videos(opened, folder)));
    }
    if (json) {
      write(groups);
    } else {
      print(groups);
    }
    return ExitCode.DONE;
  }

  private DuplicateOptions options() {
    return similarity
        .map(wanted -> {
          if (!(wanted > 0 && wanted <= 1)) {
            throw new BadInputException(
                "--min-similarity is '" + wanted + "'; it must be above 0 and at most 1.");
          }
          return DuplicateOptions.DEFAULT.withSimilarity(wanted);
        })
        .orElse(DuplicateOptions.DEFAULT);
  }

  private List<IndexedVideo> videos(VideoIndex opened, IndexLocation folder) {
    if (paths.isEmpty()) {
      return opened.videosUnder("/");
    }
    List<IndexedVideo> videos = new ArrayList<>();
    for (Path path : paths) {
      List<IndexedVideo> under = opened.videosUnder(path.toAbsolutePath().normalize().toString());
      if (under.isEmpty()) {
        throw new BadInputException(
            path + ": nothing of it is in the index " + folder + "; index it first");
      }
      videos.addAll(under);
    }
    return videos.stream().distinct().sorted(Comparator.comparing(IndexedVideo::path)).toList();
  }

  private void print(List<DuplicateGroup> groups) {
    for (int i = 0; i < groups.size(); i++) {
      DuplicateGroup group = groups.get(i);
      shell
          .out()
          .line(
              String.format(
                  Locale.ROOT,
                  "%d  %d copies, similarity %.3f",
                  i + 1,
                  group.parts().size(),
                  group.similarity()));
      for (VideoPart part : group.parts()) {
        String time = TimeSpan.of(part.start(), part.end());
        shell.out().line("   " + time + "  " + Printable.of(part.video()));
      }
    }
    if (groups.isEmpty()) {
      shell.say("no near-duplicates found");
    }
  }

  private void write(List<DuplicateGroup> groups) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (DuplicateGroup group : groups) {
        array.writeStartObject();
        array.writeNumberField("similarity", group.similarity());
        array.writeArrayFieldStart("parts");
        for (VideoPart part : group.parts()) {
          write(part, array);
        }
        array.writeEndArray();
        array.writeArrayFieldStart("pairs");
        for (DuplicatePair pair : group.pairs()) {
          array.writeStartObject();
          array.writeFieldName("one");
          write(pair.one(), array);
          array.writeFieldName("other");
          write(pair.other(), array);
          array.writeNumberField("similarity", pair.similarity());
          array.writeEndObject();
        }
        array.writeEndArray();
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }

  private static void write(VideoPart part, JsonGenerator object) throws IOException {
    object.writeStartObject();
    object.writeStringField("video", part.video());
    object.writeNumberField("start", part.start());
    object.writeNumberField("end", part.end());
    object.writeEndObject();
  }
}
