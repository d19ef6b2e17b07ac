package io.reelspace.benchmarks.moments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.index.Hit;
import io.reelspace.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.StreamSupport;

/**
 * Films made of captioned photos: four or five one after another, each shown for 3 to 6 seconds
 * while the camera slowly moves over it, with hard cuts or cross-fades in between.
 *
 * @param moments what is shown when
 * @param absent captions of photos that are in no film
 */
record Films(List<Moment> moments, List<String> absent) {

  private static final int FILMS = 60;
  private static final int RATE = 25;
  private static final long SEED = 20260101;

  /**
   * A photo in a film.
   *
   * @param start seconds; where films cross-fade, the middle of the fade
   * @param end seconds
   */
  record Moment(Path film, double start, double end, String caption) {

    /** Intersection over union in time, 0 in another film. */
    double overlap(Hit hit) {
      double shared = Math.min(hit.end(), end) - Math.max(hit.start(), start);
      double all = Math.max(hit.end(), end) - Math.min(hit.start(), start);
      return hit.video().equals(film.toString()) ? Math.max(0, shared / all) : 0;
    }
  }

  /** A photo and its captions. */
  private record Photo(Path file, List<String> captions) {}

  /**
   * Makes those of a split that are not there yet.
   *
   * @param fade seconds that a cross-fade takes, 0 for hard cuts
   */
  static Films make(Path flickr, String split, double fade, Path folder, Ffmpeg ffmpeg)
      throws IOException, InterruptedException {
    Random random = new Random(SEED);
    List<Photo> photos = photos(flickr, split);
    Collections.shuffle(photos, random);
    Files.createDirectories(folder);
    List<Moment> moments = new ArrayList<>();
    int used = 0;
    for (int film = 0; film < FILMS; film++) {
      int count = 4 + random.nextInt(2);
      List<Photo> shown = photos.subList(used, used + count);
      used += count;
      Path file = folder.resolve("%02d.mp4".formatted(film));
      int[] frames = random.ints(count, 3 * RATE, 6 * RATE + 1).toArray();
      double start = 0;
      for (int i = 0; i < count; i++) {
        double end = start + frames[i] / (double) RATE;
        // A fade begins where the photo before it ends.
        double from = i == 0 ? 0 : start + fade / 2;
        double to = i == count - 1 ? end : end + fade / 2;
        moments.add(new Moment(file, from, to, caption(shown.get(i), random)));
        start = end;
      }
      List<String> command = command(shown, frames, fade, random, ffmpeg, file);
      if (!Files.exists(file)) {
        run(command, ffmpeg);
      }
    }
    List<String> absent = new ArrayList<>();
    for (Photo photo : photos.subList(used, photos.size())) {
      absent.add(caption(photo, random));
    }
    return new Films(moments, absent);
  }

  private static List<Photo> photos(Path flickr, String split) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Photo> photos = new ArrayList<>();
    for (String line : Files.readAllLines(flickr.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (row.path("split").asText().equals(split)) {
        photos.add(
            new Photo(
                flickr.resolve("images").resolve(row.path("image").asText()),
                StreamSupport.stream(row.path("captions").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList()));
      }
    }
    return photos;
  }

  private static String caption(Photo photo, Random random) {
    return photo.captions().get(random.nextInt(photo.captions().size()));
  }

  private static List<String> command(
      List<Photo> photos, int[] frames, double fade, Random random, Ffmpeg ffmpeg, Path file) {
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.folder().resolve("ffmpeg").toString(), "-v", "error", "-y"));
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < frames.length; i++) {
      command.addAll(List.of("-i", photos.get(i).file().toString()));
      boolean last = i == frames.length - 1;
      int shown = frames[i] + (last ? 0 : (int) Math.round(fade * RATE));
      graph.append("[%d:v]%s[v%d];".formatted(i, movement(shown, random), i));
    }
    graph.append(fade == 0 ? cuts(frames.length) : fades(frames, fade));
    command.addAll(List.of("-filter_complex", graph.toString(), "-map", "[out]", "-r", "" + RATE));
    command.addAll(List.of("-c:v", "libopenh264", "-b:v", "600k", file.toString()));
    return command;
  }

  /** A slow zoom in or out by up to .3, and a pan. */
  private static String movement(int frames, Random random) {
    double zoom = 0.1 + 0.2 * random.nextDouble();
    boolean in = random.nextBoolean();
    String zooming =
        in
            ? "1+%.4f*on/%d".formatted(zoom, frames)
            : "%.4f-%.4f*on/%d".formatted(1 + zoom, zoom, frames);
    return String.format(
        Locale.ROOT,
        "scale=1280:960,zoompan=z='%s':x='(iw-iw/zoom)*%s':y='(ih-ih/zoom)*%s':d=%d:s=320x240"
            + ":fps=%d,setsar=1,format=yuv420p",
        zooming,
        from(random, frames),
        from(random, frames),
        frames,
        RATE);
  }

  private static String from(Random random, int frames) {
    double start = random.nextDouble();
    double end = random.nextDouble();
    return String.format(Locale.ROOT, "(%.3f+(%.3f)*on/%d)", start, end - start, frames);
  }

  private static String cuts(int count) {
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < count; i++) {
      graph.append("[v%d]".formatted(i));
    }
    return graph + "concat=n=" + count + ":v=1[out]";
  }

  private static String fades(int[] frames, double fade) {
    StringBuilder graph = new StringBuilder();
    double offset = 0;
    String before = "v0";
    for (int i = 1; i < frames.length; i++) {
      offset += frames[i - 1] / (double) RATE;
      String after = i == frames.length - 1 ? "out" : "x" + i;
      graph.append(
          String.format(
              Locale.ROOT,
              "[%s][v%d]xfade=transition=fade:duration=%s:offset=%.2f[%s];",
              before,
              i,
              fade,
              offset,
              after));
      before = after;
    }
    return graph.substring(0, graph.length() - 1);
  }

  private static void run(List<String> command, Ffmpeg ffmpeg)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    if (builder.start().waitFor() != 0) {
      throw new IOException("ffmpeg failed: " + String.join(" ", command));
    }
  }
}
