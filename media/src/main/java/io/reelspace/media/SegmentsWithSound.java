package io.reelspace.media;

import io.reelspace.error.UnreadableMediaException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Segments with the sound that is heard during them.
 *
 * <p>Pictures and sound are decoded at the same time, by a child process each, and taken in step:
 * what is held is the sound of one segment and the window that reaches beyond it. A fault of the
 * sound is none of the pictures.
 */
final class SegmentsWithSound implements SegmentStream {

  private final SegmentStream pictures;
  private final Optional<SoundStream> sound;

  /** Windows in which something is heard and that may belong to a segment that is still to come. */
  private final Deque<SoundWindow> held = new ArrayDeque<>();

  private double reached = Double.NEGATIVE_INFINITY;
  private Optional<String> fault = Optional.empty();

  private SegmentsWithSound(SegmentStream pictures, Optional<SoundStream> sound) {
    this.pictures = pictures;
    this.sound = sound;
    if (sound.isEmpty()) {
      reached = Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Starts to decode the sound of a file whose pictures are being decoded.
   *
   * @param pictures owned from here on
   */
  static SegmentStream of(
      SegmentStream pictures, MediaReader media, Path file, Excerpt excerpt, SoundFormat format) {
    try {
      return new SegmentsWithSound(
          pictures,
          pictures
              .probe()
              .sound()
              .map(track ->
                  media.sound(
                      file,
                      track,
                      excerpt.heard(
                          track.start(), (double) format.hopSamples() / format.sampleRate()),
                      format)));
    } catch (RuntimeException e) {
      pictures.close();
      throw e;
    }
  }

  @Override
  public MediaProbe probe() {
    return pictures.probe();
  }

  @Override
  public Optional<Segment> next() {
    return pictures.next().map(this::heard);
  }

  private Segment heard(Segment segment) {
    while (reached < segment.end()) {
      listen();
    }
    List<SoundWindow> own = held.stream().filter(window -> belongs(window, segment)).toList();
    held.removeIf(window -> window.end() <= segment.end());
    return segment.withSounds(own);
  }

  private void listen() {
    try {
      Optional<SoundWindow> next = sound.orElseThrow().next();
      next.filter(window -> !window.isSilent()).ifPresent(held::add);
      reached = next.map(SoundWindow::start).orElse(Double.POSITIVE_INFINITY);
    } catch (UnreadableMediaException e) {
      fault = Optional.of("its sound is left out: " + e.getMessage());
      reached = Double.POSITIVE_INFINITY;
    }
  }

  /** They share at least half of the shorter of the two. */
  private static boolean belongs(SoundWindow window, Segment segment) {
    double shared =
        Math.min(window.end(), segment.end()) - Math.max(window.start(), segment.start());
    double shorter = Math.min(window.end() - window.start(), segment.end() - segment.start());
    return shared >= 0 && shared >= shorter / 2;
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(pictures.warnings());
    fault.ifPresentOrElse(all::add, () -> sound.ifPresent(s -> all.addAll(s.warnings())));
    return all;
  }

  @Override
  public void close() {
    try {
      pictures.close();
    } finally {
      sound.ifPresent(SoundStream::close);
    }
  }
}
