package io.reelspace.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the words of a file beside a video; what is wrong with it becomes a warning. */
final class SidecarReader {

  private static final int LONGEST = 16 << 20;

  private final SubtitleConversion conversion;

  SidecarReader(SubtitleConversion conversion) {
    this.conversion = conversion;
  }

  /** What was read, and what not. */
  record Content(List<Cue> cues, List<String> problems) {}

  Content read(Sidecar sidecar) {
    try {
      if (!Files.isRegularFile(sidecar.file())) { // a pipe would keep us waiting
        return failed("it is not a file");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(sidecar.file())) {
        bytes = in.readNBytes(LONGEST + 1);
      }
      if (bytes.length > LONGEST) {
        return failed("it is larger than " + (LONGEST >> 20) + " MB");
      }
      TextDecoding.Decoded source = TextDecoding.decode(bytes);
      return sidecar.extension().equals("json")
          ? transcript(source, sidecar)
          : subtitles(source, sidecar);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      return failed("it is not JSON from line %d on".formatted(line));
    } catch (AccessDeniedException e) {
      return failed("no permission to read it");
    } catch (IOException e) {
      return failed("it cannot be read (" + MediaProblems.shown(String.valueOf(e)) + ")");
    }
  }

  private static Content failed(String problem) {
    return new Content(List.of(), List.of(problem));
  }

  /** JSON that is no transcript belongs to another program and is passed over. */
  private static Content transcript(TextDecoding.Decoded source, Sidecar sidecar)
      throws IOException {
    if (source.text().isBlank()) {
      return failed("it is empty");
    }
    Transcript.Content transcript = Transcript.read(source.text(), sidecar.language());
    List<String> problems = new ArrayList<>();
    if (transcript.refused() > 0) {
      problems.add(
          "%d entries have no words, or times that cannot be".formatted(transcript.refused()));
    }
    return new Content(transcript.cues(), problems);
  }

  /** The program reads UTF-8 only, so it gets a copy. */
  private Content subtitles(TextDecoding.Decoded source, Sidecar sidecar) throws IOException {
    if (source.text().isBlank()) {
      return new Content(List.of(), SubtitleChecks.of(source, List.of()));
    }
    Path copy = Files.createTempFile("reelspace-subtitles-", ".txt");
    try {
      Files.writeString(copy, source.text().replace("\0", "")); // lone surrogates are refused here
      SubtitleConversion.Converted converted = conversion.file(copy, demuxer(sidecar));
      List<Cue> cues = SubRip.read(converted.subRip(), sidecar.language());
      List<String> problems = new ArrayList<>(SubtitleChecks.of(source, cues));
      if (problems.isEmpty()) {
        converted.failure().map("it cannot be read (%s)"::formatted).ifPresent(problems::add);
      }
      return new Content(cues, problems);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static String demuxer(Sidecar sidecar) {
    return switch (sidecar.extension()) {
      case "vtt" -> "webvtt";
      case "ass", "ssa" -> "ass";
      default -> "srt";
    };
  }
}
