package io.reelspace.server;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.index.IndexedVideo;
import io.reelspace.query.AudioQuery;
import io.reelspace.query.Clock;
import io.reelspace.query.FeedbackQuery;
import io.reelspace.query.ImageQuery;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.Query;
import io.reelspace.query.SingleQuery;
import io.reelspace.query.SumQuery;
import io.reelspace.query.TemporalQuery;
import io.reelspace.query.TextQuery;
import io.reelspace.query.VectorQuery;
import io.reelspace.query.VideoQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Queries as they come over the network. Their images and videos are named in three ways, and no
 * other names a file of this machine:
 *
 * <ul>
 *   <li>{@code upload:ID}, an image or clip that was uploaded
 *   <li>{@code frame:VIDEO@TIME}, a frame of a video of the index; {@code video:VIDEO}, that video
 *   <li>the name of a part of the same multipart request
 * </ul>
 *
 * @param parts uploads of the same request by the names of their parts
 */
record RemoteQueries(
    ServedArchive archive, Uploads uploads, DiskCache cache, Map<String, Path> parts) {

  private static final int LONGEST_TEXT = 10_000;
  private static final int FRAME_SIDE = 4096;

  /**
   * The query with its images and videos as files.
   *
   * @throws BadInputException when one is named in another way
   */
  Query local(Query query) {
    return switch (query) {
      case TemporalQuery(var steps, double within) ->
          new TemporalQuery(steps.stream().map(this::local).toList(), within);
      case VectorQuery vector -> local(vector);
    };
  }

  private VectorQuery local(VectorQuery query) {
    return switch (query) {
      case SingleQuery single -> local(single);
      case SumQuery(var terms) ->
          new SumQuery(
              terms.stream()
                  .map(term -> new SumQuery.Term(term.weight(), local(term.query())))
                  .toList());
      case FeedbackQuery(VectorQuery before, var good, var bad) ->
          new FeedbackQuery(local(before), good, bad);
    };
  }

  private SingleQuery local(SingleQuery query) {
    return switch (query) {
      case TextQuery(String text) -> {
        if (text.length() > LONGEST_TEXT) {
          throw RequestException.tooLarge("a text to search for has at most 10,000 letters");
        }
        yield query;
      }
      case ImageQuery(Path file, var region) -> new ImageQuery(file(file.toString()), region);
      case VideoQuery(Path file, OptionalDouble from, OptionalDouble to) ->
          new VideoQuery(file(file.toString()), from, to);
      case AudioQuery(Path file, OptionalDouble from, OptionalDouble to) ->
          new AudioQuery(file(file.toString()), from, to);
      case MomentQuery _ -> query;
    };
  }

  private Path file(String name) {
    if (parts.containsKey(name)) {
      return parts.get(name);
    }
    int colon = name.indexOf(':');
    String id = name.substring(colon + 1);
    return switch (name.substring(0, Math.max(0, colon))) {
      case "upload" -> upload(id);
      case "video" -> ServedArchive.file(archive.video(id));
      case "frame" -> frame(id);
      default ->
          throw new BadInputException(
              "'%s' is no image, video or sound that is known here; name upload:ID, frame:VIDEO@TIME,"
                      .formatted(name)
                  + " video:VIDEO or a part of the request");
    };
  }

  private Path upload(String id) {
    return uploads
        .find(id)
        .map(Uploads.Upload::file)
        .orElseThrow(() ->
            RequestException.gone(
                "the image or clip of this search is no longer here: uploads are kept for a while"
                    + " only; choose it again"));
  }

  private Path frame(String reference) {
    int at = reference.lastIndexOf('@');
    if (at < 0) {
      throw new BadInputException("a frame is VIDEO@TIME, not '" + reference + "'");
    }
    IndexedVideo video = archive.video(reference.substring(0, at));
    double time = Clock.seconds(reference.substring(at + 1));
    String key = "frame " + video.id() + video.modified() + " " + time;
    Path file = ServedArchive.file(video);
    Optional<Path> found = cache.find(key);
    if (found.isPresent()) {
      return found.get();
    }
    byte[] picture = archive.renditions().frame(file, time, FRAME_SIDE);
    try {
      Path part = cache.part();
      Files.write(part, picture);
      cache.keepAs(key, part);
    } catch (IOException e) {
      throw new StorageException("a frame cannot be kept (" + e + "); make room", e);
    }
    return cache.find(key).orElseThrow();
  }
}
