package io.reelspace.index;

import java.nio.file.Path;

/**
 * A file or folder that could not be brought into the index.
 *
 * @param path the file or folder
 * @param reason what was wrong with it and what to do
 */
public record IngestFailure(Path path, String reason) {}
