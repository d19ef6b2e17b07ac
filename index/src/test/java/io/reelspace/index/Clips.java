package io.reelspace.index;

import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import java.awt.Color;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real video files made by the bundled ffmpeg, and the real reader of them. */
final class Clips {

  private static final Ffmpeg FFMPEG = Ffmpeg.unpackedInto(Path.of("target", "ffmpeg"));

  private Clips() {}

  static MediaReader reader() {
    return MediaReader.using(FFMPEG, DecodeLimits.DEFAULT);
  }

  /** Writes a video that shows each colour for some seconds. */
  static Path write(Path file, double secondsEach, Color... colours) throws IOException {
    List<String> command = new ArrayList<>();
    StringBuilder inputs = new StringBuilder();
    for (int i = 0; i < colours.length; i++) {
      String hex = "%06x".formatted(colours[i].getRGB() & 0xffffff);
      String source = "color=c=0x%s:s=96x54:r=10:d=%s".formatted(hex, secondsEach);
      command.addAll(List.of("-f", "lavfi", "-i", source));
      inputs.append("[").append(i).append("]");
    }
    command.addAll(List.of("-filter_complex", inputs + "concat=n=" + colours.length));
    command.addAll(List.of("-c:v", "mpeg4", "-q:v", "2", "file:" + file));
    Files.createDirectories(file.getParent());
    ffmpeg(command);
    return file;
  }

  /** Runs the program. */
  static void ffmpeg(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(FFMPEG.folder().resolve("ffmpeg").toString());
    command.addAll(List.of("-v", "error", "-nostdin", "-y"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", FFMPEG.folder().toString());
    Path said = Files.createTempFile("ffmpeg", ".txt");
    try {
      int exit = builder.redirectOutput(Redirect.to(said.toFile())).start().waitFor();
      if (exit != 0) {
        throw new AssertionError(Files.readString(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      Files.delete(said);
    }
  }
}
