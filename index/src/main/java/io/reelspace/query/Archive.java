package io.reelspace.query;

import io.reelspace.encode.Lazy;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.QueryBank;
import io.reelspace.index.Ranking;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SimilarityDistribution;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.WordQuery;
import io.reelspace.index.WordSearchRequest;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.space.Modality;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An index with the space that it lies in, open for queries: the door for applications. Owns both.
 *
 * <p>The space is opened when a query first needs it. Safe for use by several threads.
 */
public final class Archive implements AutoCloseable {

  /** Candidates of each step of a query in time, at least: its parts are rarely best alone. */
  private static final int LEAST_CANDIDATES = 2000;

  /** There and back, from score to similarity. */
  private static final double ROUNDING = 1e-6;

  private static final int CANDIDATES_FOR_A_RESULT = 50;

  private final VideoIndex index;
  private final Lazy<Space> space;
  private final QueryEmbedding embedding;
  private final Optional<QueryBankFile> bank;
  private volatile Optional<QueryBank> readBank = Optional.empty();

  private Archive(
      VideoIndex index,
      Lazy<Space> space,
      Supplier<MediaReader> media,
      Sampler sampler,
      Optional<QueryBankFile> bank) {
    this.index = index;
    this.space = space;
    this.bank = bank;
    this.embedding = new QueryEmbedding(index, space::get, media, sampler);
  }

  /**
   * Opens the index in a folder for searches; another process may write to it meanwhile.
   *
   * @param space the one that the index was made with; owned from now on, also when this fails
   * @param cache folder of unpacked programs, for queries with images and videos
   * @throws io.reelspace.error.BadInputException when there is no index
   * @throws io.reelspace.error.SpaceMismatchException when it is of another space
   * @throws io.reelspace.error.StorageException when it is damaged or cannot be read
   */
  public static Archive open(Path folder, Space space, Path cache) {
    VideoIndex index = null;
    try {
      index = VideoIndex.openReadOnly(folder);
      index.requireSpace(SpaceIdentity.of(space));
    } catch (RuntimeException e) {
      space.close();
      if (index != null) {
        index.close();
      }
      throw e;
    }
    Lazy<Space> opened = new Lazy<>(() -> space);
    opened.get(); // from here on closed with the archive
    return of(index, opened, decoder(cache), Sampler.DEFAULT);
  }

  /**
   * An archive of parts that are opened elsewhere.
   *
   * @param index owned from now on
   * @param space opened when first needed, then owned; it must be that of the index
   * @param media decodes images and videos of queries; asked for when first needed
   * @param sampler how the videos of queries are divided and sampled
   */
  public static Archive of(
      VideoIndex index, Lazy<Space> space, Supplier<MediaReader> media, Sampler sampler) {
    return of(index, space, media, sampler, Optional.empty());
  }

  /**
   * The same, whose moments are put in order with a bank of queries where they are asked for by a
   * text; see {@link QueryBank}. It is read at the first such search.
   */
  public static Archive of(
      VideoIndex index,
      Lazy<Space> space,
      Supplier<MediaReader> media,
      Sampler sampler,
      Optional<QueryBankFile> bank) {
    return new Archive(index, space, media, sampler, bank);
  }

  /** The bundled decoder, unpacked below a cache folder when first asked for. */
  public static Supplier<MediaReader> decoder(Path cache) {
    return () -> MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
  }

  /** The ten best moments for a query. */
  public Answer search(Query query) {
    return search(query, SearchLimits.DEFAULT);
  }

  /**
   * The best results for a query, best first.
   *
   * @throws io.reelspace.error.BadInputException when a moment is not in the index, a part is not
   *     in its image or video, or the parts of a sum cancel each other out
   * @throws io.reelspace.error.UnreadableMediaException when an image or a video does not decode
   */
  public Answer search(Query query, SearchLimits limits) {
    return switch (query) {
      case TemporalQuery temporal -> search(temporal, limits);
      case FeedbackQuery feedback -> search(feedback, without(feedback.bad()), limits);
      case VectorQuery vector -> search(vector, List.of(), limits);
    };
  }

  /**
   * The least score of a result where a search says nothing else: that of the space, 0 where it has
   * none. It is the least of which nearly all right results have more.
   */
  public double defaultLimit() {
    return calibration().map(ScoreCalibration::limit).orElse(0.0);
  }

  private Optional<ScoreCalibration> calibration() {
    try {
      return space.get().scores();
    } catch (MissingModelException | StorageException e) {
      return Optional.empty(); // stored moments are found without the space, too
    }
  }

  /**
   * More like a moment of the index, without it; grouped by video, without its video.
   *
   * @throws io.reelspace.error.BadInputException when it is not in the index
   */
  public Answer like(MomentQuery moment, SearchLimits limits) {
    StoredMoment stored = StoredMoment.find(index, moment);
    boolean whole = stored.whole() || limits.by() == Grouping.VIDEO;
    return search(
        moment, List.of(new StoredMoment(stored.video(), stored.segments(), whole)), limits);
  }

  private List<StoredMoment> without(List<MomentQuery> bad) {
    return bad.stream().map(moment -> StoredMoment.find(index, moment)).toList();
  }

  private Answer search(VectorQuery query, List<StoredMoment> without, SearchLimits limits) {
    EmbeddedQuery embedded = embedding.embed(query);
    Scales scales = scales(query, embedded);
    double least = limits.minScore().orElseGet(this::defaultLimit);
    int leftOut = without.stream().mapToInt(moment -> moment.segments().size()).sum();
    int more = Math.min(SearchRequest.MAX_TOP, limits.top() + leftOut);
    SearchLimits wanted = limits.top(more).minScore(scales.scores().similarity(least) - ROUNDING);
    if (kind(query) == ScoreScale.Kind.TEXT && bank.isPresent()) {
      wanted = wanted.ranking(limits.ranking().withBank(bank(bank.get())));
    }
    List<Match> matches =
        find(embedded, scales, wanted, words(query, limits)).stream()
            .filter(hit -> without.stream().noneMatch(moment -> moment.isShownBy(hit)))
            .map(hit -> Match.of(hit, scales))
            .filter(match -> match.isAtLeast(least))
            .limit(limits.top())
            .toList();
    return new Answer(matches, embedded.warnings());
  }

  private Answer search(TemporalQuery query, SearchLimits limits) {
    int wide =
        Math.clamp(
            (long) CANDIDATES_FOR_A_RESULT * limits.top(), LEAST_CANDIDATES, SearchRequest.MAX_TOP);
    if (limits.said().isPresent()) {
      throw new BadInputException(
          "Words that are said cannot be asked for with steps in time yet.");
    }
    SearchLimits candidates =
        new SearchLimits(wide, Grouping.MOMENT, -1)
            .filter(limits.filter())
            .ranking(Ranking.SEGMENTS);
    List<StepsWithinSegment.Step> steps = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (VectorQuery step : query.steps()) {
      EmbeddedQuery embedded = embedding.embed(step);
      Scales scales = scales(step, embedded);
      List<Hit> hits =
          find(embedded, scales, candidates, Optional.empty()).stream()
              .map(hit -> Match.scored(hit, scales.scores()))
              .toList();
      steps.add(new StepsWithinSegment.Step(embedded.vector(), scales.scores(), hits));
      warnings.addAll(embedded.warnings());
    }
    SearchLimits reached = limits.minScore(limits.minScore().orElseGet(this::defaultLimit));
    List<List<Hit>> parts = new StepsWithinSegment(index).parts(steps);
    List<List<Hit>> all = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      all.add(Stream.concat(steps.get(i).hits().stream(), parts.get(i).stream()).toList());
    }
    return new Answer(new TemporalMatching(query.within(), reached).join(all), warnings);
  }

  private QueryBank bank(QueryBankFile file) {
    if (readBank.isEmpty()) {
      readBank = Optional.of(file.in(space.get()));
    }
    return readBank.get();
  }

  private Scales scales(VectorQuery query, EmbeddedQuery embedded) {
    ScoreScale.Kind kind = kind(query);
    float[] vector = embedded.vector();
    if (isHeard(query)) {
      return Scales.ofSounds(
          ScoreScale.ofSounds(calibration(), kind, index.similarities(vector, Modality.AUDIO)));
    }
    ScoreScale pictures = ScoreScale.of(calibration(), kind, index.similarities(vector));
    if (!isText(query) || space.get().sound().isEmpty()) {
      return Scales.ofPictures(pictures);
    }
    SimilarityDistribution sounds = index.similarities(vector, Modality.AUDIO);
    return sounds.count() == 0
        ? Scales.ofPictures(pictures)
        : Scales.ofBoth(pictures, ScoreScale.ofSounds(calibration(), kind, sounds));
  }

  /** Of a sum its first part is what is wanted most. */
  private static ScoreScale.Kind kind(VectorQuery query) {
    return switch (query) {
      case TextQuery _ -> ScoreScale.Kind.TEXT;
      case AudioQuery _ -> ScoreScale.Kind.SOUND;
      case SumQuery sum -> kind(sum.terms().getFirst().query());
      case FeedbackQuery feedback -> kind(feedback.query());
      case SingleQuery _ -> ScoreScale.Kind.PICTURE;
    };
  }

  /** What holds a sound is looked for in sounds alone. */
  private static boolean isHeard(VectorQuery query) {
    return switch (query) {
      case AudioQuery _ -> true;
      case SumQuery sum -> sum.terms().stream().anyMatch(term -> isHeard(term.query()));
      case FeedbackQuery feedback -> isHeard(feedback.query());
      case SingleQuery _ -> false;
    };
  }

  /** Words may speak of what is seen and of what is heard; pictures show what is seen. */
  private static boolean isText(VectorQuery query) {
    return switch (query) {
      case TextQuery _ -> true;
      case SumQuery sum -> sum.terms().stream().allMatch(term -> isText(term.query()));
      case FeedbackQuery feedback -> isText(feedback.query());
      case SingleQuery _ -> false;
    };
  }

  private List<Hit> find(
      EmbeddedQuery query, Scales scales, SearchLimits limits, Optional<WordQuery> words) {
    return index.search(
        new SearchRequest(
            query.vector(),
            limits.top(),
            limits.by(),
            limits.minScore().orElse(-1),
            limits.filter(),
            words,
            limits.ranking(),
            scales.modalities()));
  }

  /** The words that must be said, else those of a plain text, which may be said as well. */
  private static Optional<WordQuery> words(VectorQuery query, SearchLimits limits) {
    if (limits.said().isPresent()) {
      return limits.said().map(words -> new WordQuery(words, true));
    }
    return query instanceof TextQuery(String text)
        ? Optional.of(new WordQuery(text, false))
        : Optional.empty();
  }

  /**
   * The results at which words are said or written that match best, best first; needs no space.
   *
   * @throws io.reelspace.error.BadInputException when there are no words
   */
  public Answer said(String words, SearchLimits limits) {
    List<Hit> hits =
        index.search(new WordSearchRequest(words, limits.top(), limits.by(), limits.filter()));
    return new Answer(hits.stream().map(Match::of).toList(), List.of());
  }

  /** Whether there is nothing to be found. */
  public boolean isEmpty() {
    return index.stats().videos() == 0;
  }

  @Override
  public void close() {
    index.close();
    space.close();
  }
}
