package io.reelspace.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A split of a data set that a space was trained or fitted on, as its {@code space.json} tells.
 *
 * <p>What {@code training} says is free in form; these are the objects in it, at any depth, that
 * name a {@code "dataset"} with a list {@code "splits"}, or with one {@code "split"}.
 *
 * @param dataset the file's name under its folder's, {@code flickr8k/captions.jsonl}
 * @param split its name, for example {@code train}
 */
public record TrainingSplit(String dataset, String split) {

  /** All splits that a manifest names, each once, in its order. */
  public static Set<TrainingSplit> of(SpaceManifest manifest) {
    Set<TrainingSplit> splits = new LinkedHashSet<>();
    for (JsonNode object : manifest.training().findParents("dataset")) {
      for (String split : names(object)) {
        splits.add(new TrainingSplit(object.get("dataset").asText(), split));
      }
    }
    return splits;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.path("splits").forEach(split -> names.add(split.asText()));
    if (object.path("split").isTextual()) {
      names.add(object.get("split").asText());
    }
    return names;
  }

  /**
   * Whether this is that split, by the name of the file and of its folder: data sets lie elsewhere
   * on other machines.
   */
  public boolean isOf(String otherDataset, String otherSplit) {
    return split.equals(otherSplit) && place(dataset).equals(place(otherDataset));
  }

  private static String place(String name) {
    List<String> parts = List.of(name.replace('\\', '/').split("/", -1));
    return String.join("/", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }
}
