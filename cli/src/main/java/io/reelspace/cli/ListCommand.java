package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.filter.Filter;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the videos of an index. */
@Command(
    name = "list",
    description = "Lists the videos of an index.",
    footer = {
      "",
      "Examples:",
      "  reelspace list",
      "  reelspace list --filter 'tag = holiday and duration > 1:30'"
    })
final class ListCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Only the videos that this filter takes.")
  private String filter = "";

  @Mixin private IndexOption index = new IndexOption();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Filter wanted = Filter.parse(filter);
    IndexLocation folder = index.in(root.settings());
    List<IndexedVideo> videos;
    try (VideoIndex opened = folder.openReadOnly()) {
      videos = opened.videos(wanted);
    }
    if (json) {
      write(videos);
    } else {
      videos.forEach(this::print);
    }
    return ExitCode.DONE;
  }

  private void print(IndexedVideo video) {
    StringBuilder line = new StringBuilder();
    line.append(TimeSpan.of(video.duration()));
    line.append("  ").append(video.width()).append('x').append(video.height());
    line.append("  ").append(Printable.of(video.path()));
    new TreeSet<>(video.tags()).forEach(tag -> line.append(" +").append(Printable.of(tag)));
    shell.out().line(line.toString());
  }

  private void write(List<IndexedVideo> videos) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (IndexedVideo video : videos) {
        array.writeStartObject();
        array.writeStringField("video", video.path());
        array.writeStringField("id", video.id());
        array.writeNumberField("duration", video.duration());
        array.writeNumberField("width", video.width());
        array.writeNumberField("height", video.height());
        array.writeStringField("added", video.added().toString());
        if (video.recorded().isPresent()) {
          array.writeStringField("recorded", video.recorded().get().toString());
        }
        write(array, "languages", video.words().languages());
        write(array, "tags", video.tags());
        write(array, "warnings", video.warnings());
        write(array, "wordsWarnings", video.words().warnings());
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }

  private static void write(JsonGenerator array, String name, Iterable<String> texts)
      throws IOException {
    array.writeArrayFieldStart(name);
    TreeSet<String> ordered = new TreeSet<>();
    texts.forEach(ordered::add);
    for (String text : ordered) {
      array.writeString(text);
    }
    array.writeEndArray();
  }
}
