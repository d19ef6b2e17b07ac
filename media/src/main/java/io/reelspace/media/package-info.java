/**
 * From a media file to segments of decoded frames.
 *
 * <p>A {@link io.reelspace.media.MediaReader} probes a file and streams it as {@link
 * io.reelspace.media.Segment segments}: intervals between cuts, each with a few {@link
 * io.reelspace.media.Frame frames} that carry their presentation time. Decoding runs in a child
 * process, so that no media file can take this process down; memory does not grow with the length
 * of a video.
 */
package io.reelspace.media;
