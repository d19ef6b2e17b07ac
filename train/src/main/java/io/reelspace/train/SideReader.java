package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.JoinedFeatures;
import io.reelspace.train.features.StepKind;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.Modality;
import io.reelspace.train.tower.TowerInput;
import io.reelspace.train.tuning.TunedNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Reads rows of one side into the arrays that its network takes.
 *
 * <p>The arrays lie in buffers that the next call writes over: one batch of a side is alive at a
 * time, and {@link Slot}s tell which.
 */
final class SideReader {

  private final Recipe.Side recipe;
  private final Map<String, FeatureTable> features;
  private final List<Recipe.Input> inputs;
  private final List<FeatureTable> tables = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final BitSet settled = new BitSet();
  private final Map<String, TunedNetwork> tuned;
  private final long seed;

  /** Native memory of one modality, grown as needed. */
  private static final class Slot {
    private ByteBuffer values = ByteBuffer.allocateDirect(0);
    private ByteBuffer mask = ByteBuffer.allocateDirect(0);

    void reserve(int valueCount, int maskCount) {
      values = reserve(values, valueCount);
      mask = reserve(mask, maskCount);
    }

    private static ByteBuffer reserve(ByteBuffer buffer, int floats) {
      ByteBuffer large =
          buffer.capacity() >= 4 * floats
              ? buffer
              : ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder());
      return large.clear().limit(4 * floats);
    }
  }

  /**
   * A reader of a side's modalities.
   *
   * @param side {@code video} or {@code text}, for messages
   * @throws BadInputException when the recipe names features that are not there
   */
  SideReader(String side, Recipe.Side recipe, Map<String, FeatureTable> features, long seed) {
    this(side, recipe, features, Map.of(), seed);
  }

  /**
   * The same with encoders that are trained as well; their tables hold what comes into them.
   *
   * @param tuned networks by the names of their features
   */
  SideReader(
      String side,
      Recipe.Side recipe,
      Map<String, FeatureTable> features,
      Map<String, TunedNetwork> tuned,
      long seed) {
    this.recipe = recipe;
    this.tuned = Map.copyOf(tuned);
    this.features = Map.copyOf(features);
    this.inputs = recipe.modalities();
    this.seed = seed;
    if (inputs.stream().flatMap(in -> in.features().stream()).allMatch(this::mayBeMissing)) {
      throw new BadInputException(
          "The recipe's %s side takes features of clips or sounds alone; a still picture has none, so it needs a modality of frames too."
              .formatted(side));
    }
    for (Recipe.Input input : inputs) {
      List<FeatureTable> parts = new ArrayList<>();
      for (String name : input.features()) {
        FeatureTable table = features.get(name);
        if (table == null) {
          throw new BadInputException(
              "The recipe's %s modality %s wants features %s; there are %s."
                  .formatted(
                      side,
                      input.name(),
                      name,
                      String.join(", ", features.keySet().stream().sorted().toList())));
        }
        parts.add(table);
      }
      if (parts.stream().map(FeatureTable::kind).distinct().count() > 1) {
        throw new BadInputException(
            "The recipe's %s modality %s joins features of frames, of clips or of sounds; give each kind a modality."
                .formatted(side, input.name()));
      }
      tables.add(JoinedFeatures.of(parts));
      slots.add(new Slot());
    }
  }

  private boolean mayBeMissing(String name) {
    return features.containsKey(name) && features.get(name).kind() != StepKind.FRAMES;
  }

  /**
   * Works out once what would be the same at every step: what the stages that training never
   * changes make of the features. From then on they are read in this form.
   *
   * <p>A modality is left as it is where its features are augmented, where a row has none, and
   * where the result would be large.
   */
  void settle(DualEncoder encoder, EmbeddingNetwork network) {
    for (int m = 0; m < inputs.size(); m++) {
      boolean fixed = inputs.get(m).features().stream().noneMatch(tuned::containsKey);
      if (fixed && network.isSettled(m) && inputs.get(m).augmentations().isEmpty()) {
        Optional<FeatureTable> known =
            SettledFeatures.of(encoder, network, m, tables.get(m), inputs.get(m).steps());
        if (known.isPresent()) {
          tables.set(m, known.get());
          settled.set(m);
        }
      }
    }
  }

  /** The modalities that are read in their settled form. */
  BitSet settled() {
    return settled;
  }

  /** The modalities with the channels that their features have. */
  List<Modality> modalities() {
    List<Modality> modalities = new ArrayList<>();
    for (int m = 0; m < inputs.size(); m++) {
      Recipe.Input input = inputs.get(m);
      int channels = input.features().stream().mapToInt(this::channels).sum();
      modalities.add(new Modality(input.name(), channels, input.tower()));
    }
    return modalities;
  }

  /** The inputs of the side's tower in a space, see {@link SideInputs}. */
  List<TowerInput> towerInputs(boolean timed) {
    return new SideInputs(recipe, name -> features.get(name).kind(), this::channels).of(timed);
  }

  /** Encoders that are trained, by the names of their features. */
  Map<String, TunedNetwork> tuned() {
    return tuned;
  }

  /** Channels of features as towers see them. */
  private int channels(String name) {
    TunedNetwork network = tuned.get(name);
    return network == null ? features.get(name).channels() : network.channels();
  }

  /** The features of a modality. */
  FeatureTable table(int modality) {
    return tables.get(modality);
  }

  /**
   * Reads rows as they are, evenly thinned out where too long.
   *
   * @return values {@code [rows, time, channels]} and mask {@code [rows, time]} of each modality
   */
  NDList read(NDManager manager, int[] rows) {
    return read(manager, rows, OptionalLong.empty());
  }

  /** Reads rows in a random view, augmented as an epoch wants it. */
  NDList readAugmented(NDManager manager, int[] rows, int epoch) {
    return read(manager, rows, OptionalLong.of(epoch));
  }

  private NDList read(NDManager manager, int[] rows, OptionalLong epoch) {
    NDList arrays = new NDList();
    Map<String, NDArray> encoded = new HashMap<>();
    for (int m = 0; m < inputs.size(); m++) {
      FeatureTable table = tables.get(m);
      int[] views = new int[rows.length];
      RandomGenerator[] random = new RandomGenerator[rows.length];
      int[][] steps = new int[rows.length][];
      int time = 1;
      for (int i = 0; i < rows.length; i++) {
        int[] chosen = IntStream.range(0, table.steps(rows[i])).toArray();
        if (epoch.isPresent()) {
          long stream = (epoch.getAsLong() * inputs.size() + m) * table.rows() + rows[i];
          random[i] = RandomStream.AUGMENTATION.at(seed, stream);
          views[i] = view(table, rows[i], epoch.getAsLong());
          for (Augmentation augmentation : inputs.get(m).augmentations()) {
            chosen = chosen.length == 0 ? chosen : augmentation.select(chosen, random[i]);
          }
        }
        steps[i] = thinned(chosen, inputs.get(m).steps());
        time = Math.max(time, steps[i].length);
      }
      fill(slots.get(m), table, rows, views, steps, time, inputs.get(m).augmentations(), random);
      Shape mask = new Shape(rows.length, time);
      Shape values = new Shape(rows.length, time, table.channels());
      NDArray read = manager.create(slots.get(m).values, values, DataType.FLOAT32);
      arrays.add(encoded(m, read, encoded));
      arrays.add(manager.create(slots.get(m).mask, mask, DataType.FLOAT32));
    }
    return arrays;
  }

  /**
   * Sends the channels that belong to trained encoders through these.
   *
   * @param known what encoders gave already for the same rows
   */
  private NDArray encoded(int modality, NDArray read, Map<String, NDArray> known) {
    List<String> names = inputs.get(modality).features();
    if (names.stream().noneMatch(tuned::containsKey)) {
      return read;
    }
    List<NDArray> parts = new ArrayList<>();
    long from = 0;
    for (String name : names) {
      long to = from + features.get(name).channels();
      NDArray own = names.size() == 1 ? read : read.get(new NDIndex(":, :, {}:{}", from, to));
      TunedNetwork network = tuned.get(name);
      parts.add(network == null ? own : known.computeIfAbsent(name, any -> network.apply(own)));
      from = to;
    }
    return parts.stream().reduce((left, right) -> left.concat(right, 2)).orElseThrow();
  }

  /** The view of a row in an epoch, the same for all modalities. */
  private int view(FeatureTable table, int row, long epoch) {
    int views = table.views(row);
    return views == 1 ? 0 : RandomStream.VIEWS.at(seed, epoch * table.rows() + row).nextInt(views);
  }

  private static void fill(
      Slot slot,
      FeatureTable table,
      int[] rows,
      int[] views,
      int[][] steps,
      int time,
      List<Augmentation> augmentations,
      RandomGenerator[] random) {
    int channels = table.channels();
    slot.reserve(rows.length * time * channels, rows.length * time);
    FloatBuffer values = slot.values.order(ByteOrder.nativeOrder()).asFloatBuffer();
    FloatBuffer mask = slot.mask.order(ByteOrder.nativeOrder()).asFloatBuffer();
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(i -> {
          float[] sequence = new float[time * channels];
          int length = steps[i].length;
          for (int t = 0; t < length; t++) {
            table.read(rows[i], views[i], steps[i][t], sequence, t * channels);
          }
          if (random[i] != null && length > 0) {
            for (Augmentation augmentation : augmentations) {
              augmentation.alter(sequence, length, channels, random[i]);
            }
          }
          values.put(i * sequence.length, sequence);
          for (int t = 0; t < time; t++) {
            mask.put(i * time + t, t < length ? 1f : 0f);
          }
        });
  }

  /** The steps that are kept where there are more than {@code most}, evenly spread. */
  static int[] thinned(int[] steps, int most) {
    if (steps.length <= most) {
      return steps;
    }
    int[] kept = new int[most];
    for (int i = 0; i < most; i++) {
      kept[i] = steps[(int) ((2L * i + 1) * steps.length / (2L * most))];
    }
    return kept;
  }
}
