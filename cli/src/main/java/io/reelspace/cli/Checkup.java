package io.reelspace.cli;

import ai.onnxruntime.OrtEnvironment;
import io.reelspace.base.SampleClips;
import io.reelspace.error.ReelspaceException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexStats;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Really runs each part: unpacks, verifies, decodes a clip, encodes it and a text, searches. */
final class Checkup {

  private final Path home;
  private final IndexLocation index;
  private final String spaceName;
  private final Spaces spaces;

  /** A decoded piece of a sample clip, once decoding was seen to work. */
  private Optional<Segment> decoded = Optional.empty();

  private Optional<SpaceIdentity> identity = Optional.empty();

  Checkup(Path home, IndexLocation index, String spaceName) {
    this.home = home;
    this.index = index;
    this.spaceName = spaceName;
    this.spaces = new Spaces(home);
  }

  List<Check> run() {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(attempt("home", this::home));
    if (!checks.getLast().works()) {
      return checks; // everything else is unpacked there
    }
    checks.add(attempt("ffmpeg", this::ffmpeg));
    checks.add(attempt("onnx runtime", this::onnxRuntime));
    checks.add(attempt("space", this::space));
    checks.add(attempt("index", this::index));
    return checks;
  }

  private static Check attempt(String name, Supplier<Check> check) {
    try {
      return check.get();
    } catch (ReelspaceException e) {
      return Check.fails(name, "does not work", e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return Check.fails(
          name,
          "does not work: " + e,
          "Build Reelspace again (delete cli/target), or report this.");
    }
  }

  private static Check java() {
    return Check.works("java", Runtime.version() + ", " + Path.of(System.getProperty("java.home")));
  }

  private Check home() {
    try {
      Files.createDirectories(home);
      Files.delete(Files.createTempFile(home, "doctor", ""));
      return Check.works("home", home.toString());
    } catch (IOException e) {
      return Check.fails(
          "home",
          home + " cannot be written: " + e.getMessage(),
          "Make it writable, or choose another with --home or REELSPACE_HOME.");
    }
  }

  private Check ffmpeg() {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(spaces.cache());
    String version = ffmpeg.version();
    ffmpeg.verify();
    Path clips = spaces.cache().resolve("doctor");
    SampleClips.unpackInto(clips);
    try (SegmentStream segments =
        MediaReader.using(ffmpeg, DecodeLimits.DEFAULT)
            .segments(
                clips.resolve("dog.mp4"),
                Sampler.DEFAULT,
                new io.reelspace.media.ImageSize(224, 224))) {
      decoded = segments.next();
    }
    if (decoded.isEmpty()) {
      return Check.fails(
          "ffmpeg", version + ", decodes nothing", "Delete " + ffmpeg.folder() + " and try again.");
    }
    return Check.works("ffmpeg", version + ", decodes, " + ffmpeg.folder());
  }

  private Check onnxRuntime() {
    try (Space space = spaces.open(spaceName)) {
      float[] text = space.embedText("a white dog");
      return Check.works(
          "onnx runtime",
          OrtEnvironment.getEnvironment().getVersion()
              + ", encodes text to "
              + text.length
              + " dimensions");
    }
  }

  private Check space() {
    Path folder = spaces.folder(spaceName);
    SpaceBundle.read(folder).verify();
    try (Space space = spaces.open(spaceName)) {
      identity = Optional.of(SpaceIdentity.of(space));
      String encodes = "";
      if (decoded.isPresent()) {
        space.embedFrames(space.frameFeatures(decoded.get().frames()));
        encodes = ", encodes frames";
      }
      return Check.works("space", identity.get() + ", files verified" + encodes + ", " + folder);
    }
  }

  private Check index() {
    if (index.folder().filter(Files::notExists).isPresent()) {
      return Check.works("index", "none yet in " + index + "; reelspace index PATH makes one");
    }
    try (VideoIndex opened = index.openReadOnly()) {
      identity.ifPresent(opened::requireSpace);
      IndexStats stats = opened.stats();
      return Check.works(
          "index", stats.videos() + " videos, " + stats.segments() + " segments, " + index);
    }
  }
}
