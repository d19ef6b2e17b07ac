package io.reelspace.index;

import io.reelspace.error.StorageException;
import io.reelspace.media.Sampler;
import java.nio.file.Path;
import java.util.List;

/**
 * An ingest in a process of its own, to be killed. Says {@code done PATH} for each video that the
 * listener was told of as done, and {@code finished} at the end.
 */
final class IngestProcess {

  private IngestProcess() {}

  /** Takes the index's folder, the videos' folder and milliseconds for each batch. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Path videos = Path.of(arguments[1]);
    long pause = Long.parseLong(arguments[2]);
    ColourSpace space = new ColourSpace();
    space.beforeBatch = () -> sleep(pause);
    IngestOptions options = new IngestOptions(Sampler.DEFAULT, false, 2, 4); // small steps
    IngestListener listener =
        new IngestListener() {
          @Override
          public void found(int unchanged, int pending) {
            System.out.println("found " + pending);
          }

          @Override
          public void done(Path video, int segments, List<String> warnings) {
            System.out.println("done " + video);
          }
        };
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      new Ingest(index, space, Clips.reader(), options, listener).run(List.of(videos));
      System.out.println("finished");
    } catch (StorageException e) {
      System.out.println("storage " + e.getMessage());
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
