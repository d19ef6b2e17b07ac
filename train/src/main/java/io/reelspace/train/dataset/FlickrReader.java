package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Captioned images in the forms in which Flickr8k, Flickr30k and COCO circulate: Karpathy's JSON
 * ({@code {"images": [{"filename", "split", "sentences": [{"raw"}]}]}}), the token file ({@code
 * photo.jpg#0<tab>caption}), or a csv with the columns {@code image,caption} or {@code
 * image_name,comment}.
 *
 * @param captions file, recognised by its ending {@code .json} or {@code .csv}/{@code
 *     captions.txt}, else a token file
 * @param images folder of the images
 * @param splitLists files with one image name a line, by split, for forms that do not name splits
 *     themselves; images in no list are of split {@code unlisted}
 */
public record FlickrReader(Path captions, Path images, Map<String, Path> splitLists)
    implements DatasetReader {

  /** Keeps its own copy. */
  public FlickrReader {
    splitLists = Map.copyOf(splitLists);
  }

  /** Without lists of splits. */
  public static FlickrReader of(Path captions, Path images) {
    return new FlickrReader(captions, images, Map.of());
  }

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(images);
    Map<String, List<Caption>> texts = new LinkedHashMap<>();
    Map<String, String> splits = listedSplits();
    String name = captions.getFileName().toString();
    if (name.endsWith(".json")) {
      AnnotationFile.jsonArray(captions, "images", row -> karpathy(row, texts, splits));
    } else if (name.endsWith(".csv") || name.equals("captions.txt")) {
      AnnotationFile.csv(captions, row -> csv(row, texts));
    } else {
      AnnotationFile.lines(captions, (text, line) -> token(text, line, texts));
    }
    DatasetBuilder dataset = new DatasetBuilder(name);
    texts.forEach((image, list) -> add(image, list, splits, folder, dataset));
    return dataset.build();
  }

  private Map<String, String> listedSplits() {
    Map<String, String> splits = new HashMap<>();
    splitLists.forEach(
        (split, file) -> AnnotationFile.list(file).forEach(image -> splits.put(image, split)));
    return splits;
  }

  private static void karpathy(
      Row row, Map<String, List<Caption>> texts, Map<String, String> splits) {
    String image = row.text("filename");
    List<Caption> list = texts.computeIfAbsent(image, i -> new ArrayList<>());
    row.required("sentences")
        .forEach(
            sentence -> list.add(new Row(row.file(), row.line(), "", sentence).caption("raw")));
    if (list.isEmpty()) {
      throw row.malformed("(" + image + ") has no sentence");
    }
    row.optional("split").ifPresent(split -> splits.putIfAbsent(image, split.asText()));
  }

  private static void csv(Row row, Map<String, List<Caption>> texts) {
    boolean newer = row.optional("image").isPresent();
    texts
        .computeIfAbsent(row.text(newer ? "image" : "image_name"), image -> new ArrayList<>())
        .add(row.caption(newer ? "caption" : "comment"));
  }

  private void token(String text, int line, Map<String, List<Caption>> texts) {
    int tab = text.indexOf('\t');
    int hash = text.lastIndexOf('#', Math.max(0, tab));
    if (hash < 1 || text.substring(tab).isBlank()) {
      throw new BadInputException(
          "%s:%d is not an image's name, #, a number, a tab and a caption."
              .formatted(captions, line));
    }
    texts
        .computeIfAbsent(text.substring(0, hash), image -> new ArrayList<>())
        .add(Caption.of(text.substring(tab).strip()));
  }

  private static void add(
      String image,
      List<Caption> list,
      Map<String, String> splits,
      MediaFolder folder,
      DatasetBuilder dataset) {
    String split = splits.getOrDefault(image, "unlisted");
    folder
        .find(image)
        .ifPresentOrElse(
            file ->
                dataset.add(
                    new Example(
                        image,
                        new Medium(Medium.Kind.IMAGE, file, Optional.empty()),
                        list,
                        List.of(),
                        split)),
            () -> dataset.addMissing(image, image + " in " + folder.folder(), split));
  }
}
