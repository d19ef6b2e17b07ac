/**
 * Data sets: pairs of a video (or image) and captions, read from the files in which they are
 * published.
 *
 * <p>A {@link io.reelspace.train.dataset.DatasetReader} turns annotation files and a folder of
 * media into a {@link io.reelspace.train.dataset.Dataset} of {@link
 * io.reelspace.train.dataset.Example}s. What the annotations name but the folder does not hold is
 * listed in {@link io.reelspace.train.dataset.Dataset#missing}; a malformed row is an error with
 * file and line. The project's own form is the {@link io.reelspace.train.dataset.Manifest}, into
 * which any data set can be written.
 */
package io.reelspace.train.dataset;
