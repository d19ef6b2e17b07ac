package io.reelspace.examples;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Hit;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.space.Space;
import java.nio.file.Path;

/** Prints the moments of an index that a text describes, as {@code reelspace search} does. */
public final class FindMoments {

  private FindMoments() {}

  /** Takes the home of Reelspace, for example {@code ~/.reelspace}, and a text. */
  public static void main(String[] arguments) {
    Path home = Path.of(arguments[0]);
    Inference inference = Inference.in(home.resolve("cache")); // models are unpacked here once
    Path bundle = BundledSpaces.unpack(BundledSpaces.DEFAULT, inference.cache());
    Space space = Space.open(bundle, inference);
    try (Archive archive = Archive.open(home.resolve("index"), space, inference.cache())) {
      for (Hit moment : archive.search(Query.text(arguments[1])).moments()) {
        IO.println(moment.video() + " from " + moment.start() + " s to " + moment.end() + " s");
      }
    }
  }
}
