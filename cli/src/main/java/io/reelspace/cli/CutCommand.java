package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.ClipOptions;
import io.reelspace.media.ClipWriter;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.query.Moment;
import io.reelspace.query.MomentQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a moment of a video to a file of its own. */
@Command(
    name = "cut",
    description = {
      "Writes a moment of a video to a file of its own.",
      "It is encoded anew (h264, AAC), exact to the frame."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace cut ~/Videos/holiday.mp4@0:42-0:50 -o moment.mp4",
      "  reelspace cut 2c26b46b68ffc68f@83.500 -o moment.mp4",
      "  reelspace search --json --top 1 \"a dog\" | reelspace cut - -o dog.mp4"
    })
final class CutCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(
      paramLabel = "RESULT",
      description =
          "VIDEO@START-END; or the id that a search gave, or VIDEO@TIME for the moment of the index"
              + " there; or - for the first result of a search with --json on standard input.")
  private String result = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write: .mp4, .mov or .mkv.")
  private Path output = Path.of("");

  @Option(
      names = "--copy",
      description =
          "Copy the streams without encoding: fast, without loss, and with what lies between the"
              + " start and the key frame before it.")
  private boolean copy;

  @Option(names = "--force", description = "Replace a file that is there already.")
  private boolean force;

  @Mixin private IndexOption index = new IndexOption();

  @Option(names = "--json", description = "Print what was written as a JSON object.")
  private boolean json;

  CutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = root.settings();
    Moment moment = result.equals("-") ? fromInput() : named(settings);
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(new Spaces(settings.home()).cache());
    List<String> warnings =
        ClipWriter.using(ffmpeg, DecodeLimits.DEFAULT)
            .write(
                moment.video(), moment.start(), moment.end(), output, new ClipOptions(copy, force));
    warnings.forEach(warning -> shell.say(Printable.of(warning)));
    if (json) {
      write(moment);
    } else {
      shell
          .out()
          .line(
              "%s  %s of %s"
                  .formatted(
                      Printable.of(output.toString()),
                      TimeSpan.of(moment.start(), moment.end()),
                      Printable.of(moment.video().toString())));
    }
    return ExitCode.DONE;
  }

  private Moment named(Settings settings) {
    Optional<Moment> range = Moment.range(result);
    if (range.isPresent()) {
      return range.get();
    }
    MomentQuery query = new MomentQuery(result);
    try (VideoIndex opened = index.in(settings).openReadOnly()) {
      return Moment.find(opened, query);
    }
  }

  /** The first of an array of results, or a result alone. */
  private Moment fromInput() throws IOException {
    JsonNode first;
    try {
      JsonNode given = new ObjectMapper().readTree(shell.in());
      first = given.isArray() ? given.path(0) : given;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "standard input is no JSON; give it the results of a search with --json", e);
    }
    boolean isResult =
        first.path("video").isTextual()
            && first.path("start").isNumber()
            && first.path("end").isNumber();
    if (!isResult) {
      throw new BadInputException(
          "standard input holds no result with video, start and end; give it those of a search"
              + " with --json that found something");
    }
    return new Moment(
        Path.of(first.path("video").asText()),
        first.path("start").asDouble(),
        first.path("end").asDouble());
  }

  private void write(Moment moment) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeStringField("file", output.toAbsolutePath().normalize().toString());
      object.writeStringField("video", moment.video().toString());
      object.writeNumberField("start", moment.start());
      object.writeNumberField("end", moment.end());
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
