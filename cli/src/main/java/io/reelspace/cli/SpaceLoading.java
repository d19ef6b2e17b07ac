package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A space that loads, with its text network, in a thread of its own. That is the longest part of a
 * search, so it begins before anything else.
 */
final class SpaceLoading {

  private final Path home;
  private final String name;
  private final boolean forTexts;
  private final CompletableFuture<Space> loaded = new CompletableFuture<>();

  private SpaceLoading(Path home, String name, boolean forTexts) {
    this.home = home;
    this.name = name;
    this.forTexts = forTexts;
  }

  /** Begins to load a space by its name or folder. */
  static SpaceLoading start(Path home, String name) {
    return start(home, name, true);
  }

  private static SpaceLoading start(Path home, String name, boolean forTexts) {
    SpaceLoading loading = new SpaceLoading(home, name, forTexts);
    Thread.ofPlatform().daemon().name("space").start(loading::load);
    return loading;
  }

  /**
   * Begins to load the space that a search most likely needs, before its options are understood;
   * empty when the arguments are of no search, or say that home or space are others.
   */
  static Optional<SpaceLoading> ahead(Shell shell, String... arguments) {
    boolean search = arguments.length > 1 && arguments[0].equals("search");
    boolean others =
        Arrays.stream(arguments)
            .anyMatch(word ->
                word.startsWith("--home")
                    || word.startsWith("--space")
                    || word.startsWith("--said") // words alone need no space
                    || word.equals("--help")
                    || word.equals("-h"));
    // A query by pictures alone needs no text network; with a text it is loaded when it is needed.
    boolean pictures =
        Arrays.stream(arguments).anyMatch(word -> word.matches("--(image|video|moment)(=.*)?"));
    return search && !others
        ? Optional.of(
            start(Settings.home(shell, Optional.empty()), BundledSpaces.DEFAULT, !pictures))
        : Optional.empty();
  }

  private void load() {
    try {
      Space space = new Spaces(home).open(name);
      if (forTexts) {
        space.embedText("video");
      }
      loaded.complete(space);
    } catch (RuntimeException | Error e) {
      loaded.completeExceptionally(e); // told where the space is needed
    }
  }

  /** Whether this is that space in that home. */
  boolean isOf(Path otherHome, String otherName) {
    return home.equals(otherHome) && name.equals(otherName);
  }

  /** Waits for the space; the caller owns it. */
  Space get() {
    try {
      return loaded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("the space " + name + " could not be loaded", e.getCause());
    }
  }

  /**
   * Frees the space once it is loaded. Waits for that: a process that ends while ONNX Runtime opens
   * a session crashes.
   */
  void discard() {
    try {
      loaded.join().close();
    } catch (CompletionException e) {
      // Nobody needs it; where it is needed, the failure is told.
    }
  }
}
