package io.reelspace.benchmarks.sounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.query.SearchLimits;
import io.reelspace.space.Modality;
import io.reelspace.space.Space;
import io.reelspace.train.SoundCollection;
import io.reelspace.train.SoundRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Videos that show a photo while a recording is heard, found by the text of the sound and by a
 * caption of the photo.
 *
 * @param ffmpeg makes the videos
 * @param media decodes them
 * @param inference where the space runs
 * @param cache of unpacked programs
 */
record HeardVideos(Ffmpeg ffmpeg, MediaReader media, Inference inference, Path cache) {

  /** A photo with one of its captions. */
  private record Photo(Path file, String caption) {}

  /** What was found, a line each. */
  List<String> run(
      SoundRecipe recipe, List<SoundCollection.Recording> recordings, Path flickr, Path folder)
      throws IOException, InterruptedException {
    List<Photo> photos = photos(flickr, recordings.size());
    List<Path> videos = new ArrayList<>();
    Path made = Files.createDirectories(folder.resolve("videos"));
    for (int i = 0; i < recordings.size(); i++) {
      Path video = made.resolve("%03d.mp4".formatted(i));
      if (!Files.exists(video)) {
        make(photos.get(i).file(), recordings.get(i).file(), video);
      }
      videos.add(video);
    }
    Path index = folder.resolve("index");
    try (Space space = Space.open(folder.resolve("space"), inference);
        VideoIndex writing = VideoIndex.open(index, SpaceIdentity.of(space))) {
      new Ingest(writing, space, media, IngestOptions.DEFAULT, IngestListener.SILENT)
          .run(List.of(made));
    }
    return measure(recipe, recordings, photos, videos, folder.resolve("space"), index);
  }

  private List<String> measure(
      SoundRecipe recipe,
      List<SoundCollection.Recording> recordings,
      List<Photo> photos,
      List<Path> videos,
      Path bundle,
      Path folder) {
    List<String> lines = new ArrayList<>();
    try (Archive archive = Archive.open(folder, Space.open(bundle, inference), cache);
        Space space = Space.open(bundle, inference);
        VideoIndex index = VideoIndex.openReadOnly(folder)) {
      int first = 0;
      double five = 0;
      for (int kind = 0; kind < recipe.kinds().size(); kind++) {
        String text = recipe.kinds().get(kind).label().toLowerCase(Locale.ROOT);
        List<Hit> hits =
            archive.search(Query.text(text), new SearchLimits(5, Grouping.VIDEO, 0)).moments();
        List<Integer> kinds =
            hits.stream()
                .map(hit -> recordings.get(videos.indexOf(Path.of(hit.video()))).kind())
                .toList();
        first += kinds.getFirst() == kind ? 1 : 0;
        five += kinds.contains(kind) ? 1 : 0;
      }
      int count = recipe.kinds().size();
      lines.add(
          "sound by its text: first right %.2f, within five %.2f"
              .formatted((double) first / count, five / count));
      lines.add(captions(photos, videos, archive, space, index));
    }
    return lines;
  }

  /** Captions find photos as well with sound as without, and no sound answers them. */
  private static String captions(
      List<Photo> photos, List<Path> videos, Archive archive, Space space, VideoIndex index) {
    int seen = 0;
    int both = 0;
    int heard = 0;
    for (int i = 0; i < photos.size(); i++) {
      String caption = photos.get(i).caption();
      List<Hit> pictures =
          index.search(
              new SearchRequest(space.embedText(caption), 1, Grouping.VIDEO, -1)
                  .withRanking(Ranking.MOMENTS));
      seen += Path.of(pictures.getFirst().video()).equals(videos.get(i)) ? 1 : 0;
      Hit best =
          archive
              .search(Query.text(caption), new SearchLimits(1, Grouping.VIDEO, 0))
              .moments()
              .getFirst();
      both += Path.of(best.video()).equals(videos.get(i)) ? 1 : 0;
      heard += best.modality() == Modality.AUDIO ? 1 : 0;
    }
    return "photo by its caption: R@1 %.3f by pictures, %.3f with sound; %d of %d first by a sound"
        .formatted(
            (double) seen / photos.size(), (double) both / photos.size(), heard, photos.size());
  }

  private static List<Photo> photos(Path flickr, int count) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Photo> photos = new ArrayList<>();
    for (String line : Files.readAllLines(flickr.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (row.path("split").asText().equals("dev") && photos.size() < count) {
        photos.add(
            new Photo(
                flickr.resolve("images").resolve(row.path("image").asText()),
                row.path("captions").path(0).asText()));
      }
    }
    return photos;
  }

  private void make(Path photo, Path sound, Path video) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            ffmpeg.folder().resolve("ffmpeg").toString(),
            "-v",
            "error",
            "-y",
            "-loop",
            "1",
            "-framerate",
            "5",
            "-i",
            photo.toString(),
            "-i",
            sound.toString(),
            "-t",
            "5",
            "-c:v",
            "libopenh264",
            "-b:v",
            "400k",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            video.toString());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    if (builder.start().waitFor() != 0) {
      throw new IOException("ffmpeg could not make " + video);
    }
  }
}
