package io.reelspace.benchmarks.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The photos of Flickr8k's {@code dev}, and what their captions say they show: a photo shows a word
 * when one of its five captions has it, and is sure to when two have.
 */
final class CaptionedPhotos {

  /** Words that say little of a picture; a word of three letters or fewer is none either. */
  private static final Set<String> EMPTY =
      Set.of(
          ("with into near while that this another three some down over other through there have"
                  + " behind front next something around against look looking wearing from them"
                  + " their they four five very")
              .split(" "));

  private static final Pattern WORD = Pattern.compile("[a-z]{3,}");
  private static final Set<String> SHORT = Set.of("dog", "man", "boy", "car", "bik", "red");

  /**
   * A photo.
   *
   * @param shown words of any caption
   * @param sure words of at least two captions
   */
  record Photo(Path file, Set<String> shown, Set<String> sure) {}

  /** Two words, and the photos that show both. */
  record Pair(String one, String other) {}

  final List<Photo> photos = new ArrayList<>();

  static CaptionedPhotos read(Path flickr) throws IOException {
    CaptionedPhotos read = new CaptionedPhotos();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(flickr.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (row.path("split").asText().equals("dev")) {
        Path file = flickr.resolve("images").resolve(row.path("image").asText());
        read.photos.add(photo(file.toAbsolutePath().normalize(), row.path("captions")));
      }
    }
    return read;
  }

  private static Photo photo(Path file, JsonNode captions) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode caption : captions) {
      words(caption.asText()).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    Set<String> sure = new HashSet<>(counts.keySet());
    sure.removeIf(word -> counts.get(word) < 2);
    return new Photo(file, counts.keySet(), sure);
  }

  /** Content words without the plural's s. */
  private static Set<String> words(String caption) {
    Set<String> words = new HashSet<>();
    WORD.matcher(caption.toLowerCase(java.util.Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .map(word -> word.matches(".{3,}[^s]s") ? word.substring(0, word.length() - 1) : word)
        .filter(word -> (word.length() > 3 || SHORT.contains(word)) && !EMPTY.contains(word))
        .forEach(words::add);
    return words;
  }

  /** Words that many photos are sure to show, in the order of the alphabet. */
  List<String> commonWords() {
    Map<String, Integer> counts = new TreeMap<>();
    photos.forEach(photo -> photo.sure().forEach(word -> counts.merge(word, 1, Integer::sum)));
    return counts.keySet().stream().filter(word -> counts.get(word) >= 40).toList();
  }

  /** Pairs of common words of which some, but not too many photos show both. */
  List<Pair> pairs() {
    List<String> words = commonWords();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (int j = i + 1; j < words.size(); j++) {
        Pair pair = new Pair(words.get(i), words.get(j));
        long both = photos.stream().filter(photo -> showsBoth(photo, pair)).count();
        if (both >= 15 && both <= 150) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  static boolean showsBoth(Photo photo, Pair pair) {
    return photo.shown().contains(pair.one()) && photo.shown().contains(pair.other());
  }
}
