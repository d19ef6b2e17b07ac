package io.reelspace.benchmarks.train;

import io.reelspace.base.BundledEncoders;
import io.reelspace.encode.Inference;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Modality;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureStore;
import io.reelspace.train.run.Extraction;
import io.reelspace.train.run.FrozenEncoder;
import io.reelspace.train.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Photos with their captions, through frozen encoders.
 *
 * @param images features of each photo by EfficientNet-Lite0, {@code [1280]}
 * @param captions features of each caption of each photo by MiniLM, {@code [384]}
 * @param texts the captions themselves
 */
record Photos(List<float[]> images, List<List<float[]>> captions, List<List<String>> texts) {

  private static final String IMAGES = "efficientnet-lite0";
  private static final String TEXTS = "all-minilm-l6-v2";

  /** What else the network gives stands behind its features in a store. */
  private static final int CHANNELS = 1280;

  int count() {
    return images.size();
  }

  /**
   * The same with other features of the images.
   *
   * @param scaling of the training photos
   */
  Photos scaled(ChannelScaling scaling) {
    return new Photos(images.stream().map(scaling::apply).toList(), captions, texts);
  }

  /** Those for which a condition holds. */
  Photos where(IntPredicate condition) {
    int[] kept = IntStream.range(0, count()).filter(condition).toArray();
    return new Photos(pick(images, kept), pick(captions, kept), pick(texts, kept));
  }

  private static <T> List<T> pick(List<T> all, int[] kept) {
    return Arrays.stream(kept).mapToObj(all::get).toList();
  }

  /**
   * Photos of a split of Flickr8k; encodes what the work folder does not hold yet.
   *
   * @param flickr folder of {@code captions.jsonl} and {@code images/}
   * @param work features come to lie below {@code features/}
   */
  static Photos of(Path flickr, String split, Path work) {
    Dataset dataset =
        DatasetReader.of(
                DatasetReader.Format.MANIFEST,
                flickr.resolve("captions.jsonl"),
                flickr.resolve("images"))
            .read()
            .split(split);
    Path cache = work.resolve("cache");
    Extraction extraction =
        new Extraction(
            MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT),
            Inference.in(cache),
            work.resolve("features"),
            FeatureExtraction.Settings.DEFAULT,
            RunListener.SILENT);
    Extraction.Done images =
        extraction.frames(
            dataset, encoder(IMAGES, Modality.VISUAL, cache, "features", "logits", "cells"));
    List<String> texts = dataset.examples().stream().flatMap(e -> e.texts().stream()).toList();
    Extraction.Done captions = extraction.texts(texts, encoder(TEXTS, Modality.TEXT, cache));
    return read(dataset, images.folder(), captions.folder());
  }

  private static FrozenEncoder encoder(
      String id, Modality modality, Path cache, String... outputs) {
    return new FrozenEncoder(id, modality, BundledEncoders.unpack(id, cache), List.of(outputs));
  }

  private static Photos read(Dataset dataset, Path images, Path captions) {
    List<float[]> frames = new ArrayList<>();
    List<List<float[]>> sentences = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    try (FeatureStore visual = FeatureStore.open(images);
        FeatureStore text = FeatureStore.open(captions)) {
      for (Example example : dataset.examples()) {
        String id = FeatureExtraction.sourceId(example.medium());
        visual
            .find(id, 0)
            .ifPresent(sequence -> {
              frames.add(Arrays.copyOf(sequence.features()[0], CHANNELS));
              sentences.add(
                  example.texts().stream()
                      .map(each -> text.find(each, 0).orElseThrow().features()[0])
                      .toList());
              texts.add(example.texts());
            });
      }
    }
    return new Photos(frames, sentences, texts);
  }
}
