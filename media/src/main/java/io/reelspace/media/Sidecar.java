package io.reelspace.media;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file of words beside a video: subtitles ({@code .srt}, {@code .vtt}, {@code .ass}) or a
 * transcript ({@code .json}).
 *
 * @param language that its name states: {@code film.en.srt}
 */
public record Sidecar(Path file, Optional<String> language) {

  private static final Set<String> EXTENSIONS = Set.of("srt", "vtt", "ass", "ssa", "json");

  /** What a name may say between the video's name and the extension, beside a language. */
  private static final Set<String> MARKS = Set.of("forced", "default", "sdh", "cc", "hi");

  /** Whether a file's extension is that of a sidecar. */
  public static boolean mayBe(Path file) {
    return EXTENSIONS.contains(extension(name(file)));
  }

  /**
   * The sidecar that a file is to a video; empty when its name says that it belongs to another.
   *
   * <p>{@code film.srt}, {@code film.en.srt}, {@code film.pt-BR.forced.srt} and {@code film.json}
   * belong to {@code film.mp4}; {@code film2.srt}, {@code film.making-of.srt} and {@code
   * film.info.json} do not.
   */
  public static Optional<Sidecar> of(Path video, Path candidate) {
    String stem = withoutExtension(name(video)) + ".";
    String other = name(candidate);
    if (!mayBe(candidate) || !other.startsWith(stem)) {
      return Optional.empty();
    }
    String between = withoutExtension(other + ".").substring(stem.length());
    String marks = between.contains(".") ? withoutExtension(between) : "";
    Optional<String> language = Optional.empty();
    for (String mark : Arrays.stream(marks.split("\\.")).filter(m -> !m.isEmpty()).toList()) {
      Optional<String> named = Languages.of(mark);
      if (named.isPresent() && language.isEmpty()) {
        language = named;
      } else if (!MARKS.contains(mark.toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Sidecar(candidate, language));
  }

  String extension() {
    return extension(name(file));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
