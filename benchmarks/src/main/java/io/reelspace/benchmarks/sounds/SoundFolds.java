package io.reelspace.benchmarks.sounds;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.SoundCollection;
import io.reelspace.train.SoundRecipe;
import io.reelspace.train.SoundRecipeFile;
import io.reelspace.train.SoundRun;
import io.reelspace.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns the recipe for sounds from all folds but one and listens to that one, for each in turn:
 * how many recordings are told right, how well the text of a label finds its recordings, and how
 * videos with these sounds under photos are found, see {@link HeardVideos}.
 */
public final class SoundFolds {

  private SoundFolds() {}

  /** What one fold gave. */
  private record Figures(double accuracy, double known, double precision) {}

  /**
   * {@code RECIPE PHOTOS WORK [FOLD...]}: the recipe, the folder of Flickr8k, a folder for what is
   * made, and the folds that are listened to in turn (1 to 4).
   */
  public static void main(String[] arguments) throws Exception {
    Path photos = Path.of(arguments[1]).toAbsolutePath();
    Path work = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
    Path cache = work.resolve("cache");
    System.setProperty("ENGINE_CACHE_DIR", cache.resolve("pytorch").toString());
    System.setProperty("ai.djl.offline", "true");
    SoundRecipe recipe = SoundRecipeFile.read(Path.of(arguments[0]));
    List<Integer> folds =
        arguments.length > 3
            ? List.of(arguments).subList(3, arguments.length).stream()
                .map(Integer::valueOf)
                .toList()
            : List.of(1, 2, 3, 4);
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(cache);
    MediaReader media = MediaReader.using(ffmpeg, DecodeLimits.DEFAULT);
    Inference inference = Inference.in(cache);
    SpaceBundle before = SpaceBundle.open(BundledSpaces.unpack(recipe.space(), cache), cache);
    List<Figures> all = new ArrayList<>();
    for (int fold : folds) {
      Path folder = work.resolve("fold-" + fold);
      List<Integer> others =
          SoundCollection.recordings(recipe).stream()
              .map(SoundCollection.Recording::fold)
              .distinct()
              .filter(each -> each != fold)
              .toList();
      if (!Files.exists(folder.resolve("space"))) {
        new SoundRun(media, inference, TrainingListener.SILENT)
            .run(recipe.withFolds(others), before, folder);
      }
      List<SoundCollection.Recording> heldOut =
          SoundCollection.recordings(recipe).stream().filter(each -> each.fold() == fold).toList();
      Figures figures = listen(recipe, heldOut, folder.resolve("space"), media, inference);
      all.add(figures);
      print("fold " + fold, figures);
      new HeardVideos(ffmpeg, media, inference, cache)
          .run(recipe, heldOut, photos, folder)
          .forEach(line -> System.out.println("fold " + fold + "  " + line));
    }
    print(
        "mean",
        new Figures(
            all.stream().mapToDouble(Figures::accuracy).average().orElse(0),
            all.stream().mapToDouble(Figures::known).average().orElse(0),
            all.stream().mapToDouble(Figures::precision).average().orElse(0)));
  }

  private static void print(String name, Figures figures) {
    System.out.printf(
        Locale.ROOT,
        "%s  accuracy %.3f  known %.3f  text to sound mAP %.3f%n",
        name,
        figures.accuracy(),
        figures.known(),
        figures.precision());
  }

  private static Figures listen(
      SoundRecipe recipe,
      List<SoundCollection.Recording> recordings,
      Path bundle,
      MediaReader media,
      Inference inference) {
    List<float[]> queries = new ArrayList<>();
    List<Optional<float[]>> embeddings = new ArrayList<>();
    int right = 0;
    try (Space space = Space.open(bundle, inference);
        SoundEncoder encoder =
            SoundEncoder.open(
                recipe.encoder(),
                bundle.resolve("encoders").resolve(recipe.encoder()),
                List.of("probabilities"),
                inference)) {
      for (SoundRecipe.Kind kind : recipe.kinds()) {
        queries.add(space.embedText(kind.label().toLowerCase(Locale.ROOT)));
      }
      for (SoundCollection.Recording recording : recordings) {
        try (SoundStream stream =
            media.sound(recording.file(), Excerpt.WHOLE, encoder.format()).orElseThrow()) {
          SoundWindow window = stream.next().orElseThrow();
          float[] shares = encoder.encode(List.of(window))[0];
          int likeliest =
              IntStream.range(0, queries.size())
                  .boxed()
                  .max(Comparator.comparingDouble(kind -> shares[kind]))
                  .orElseThrow();
          right += likeliest == recording.kind() ? 1 : 0;
          embeddings.add(space.embedSounds(List.of(window)).getFirst());
        }
      }
    }
    double precision = 0;
    for (int kind = 0; kind < queries.size(); kind++) {
      precision += averagePrecision(kind, queries.get(kind), recordings, embeddings);
    }
    double known = embeddings.stream().filter(Optional::isPresent).count();
    return new Figures(
        (double) right / recordings.size(), known / recordings.size(), precision / queries.size());
  }

  /** Recordings without an embedding come last, the wrong ones first. */
  private static double averagePrecision(
      int kind,
      float[] query,
      List<SoundCollection.Recording> recordings,
      List<Optional<float[]>> embeddings) {
    List<Integer> order =
        IntStream.range(0, recordings.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(
                        i -> -embeddings.get(i).map(each -> dot(query, each)).orElse(-2.0))
                    .thenComparing(i -> recordings.get(i).kind() == kind))
            .toList();
    double sum = 0;
    int found = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      if (recordings.get(order.get(rank)).kind() == kind) {
        found++;
        sum += (double) found / (rank + 1);
      }
    }
    return found == 0 ? 0 : sum / found;
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
