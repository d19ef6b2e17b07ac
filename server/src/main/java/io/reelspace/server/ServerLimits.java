package io.reelspace.server;

import java.time.Duration;

/**
 * What one request may cost.
 *
 * @param bodyBytes most bytes of a request with JSON
 * @param uploadBytes most bytes of an uploaded image or clip
 * @param uploadSeconds longest uploaded clip, in seconds
 * @param uploads files that are kept at once, and most files of one request
 * @param uploadAge how long an upload is kept
 * @param cacheBytes most bytes of pictures and converted videos on disk
 * @param idle longest silence of a connection within a request or its answer
 * @param bodyBytesPerSecond slowest body of a request that is waited for
 * @param connections most connections at once
 * @param stop longest wait for running requests when the server stops
 */
public record ServerLimits(
    long bodyBytes,
    long uploadBytes,
    double uploadSeconds,
    int uploads,
    Duration uploadAge,
    long cacheBytes,
    Duration idle,
    long bodyBytesPerSecond,
    int connections,
    Duration stop) {

  /**
   * 256 KiB of JSON; images and clips of 64 MiB and 10 minutes, 32 of them for an hour; 2 GiB of
   * cache; 30 s of silence, at least 1 KiB/s; 512 connections; 10 s to stop.
   */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          256 << 10,
          64 << 20,
          600,
          32,
          Duration.ofHours(1),
          2L << 30,
          Duration.ofSeconds(30),
          1 << 10,
          512,
          Duration.ofSeconds(10));

  /** The same with another longest silence. */
  public ServerLimits withIdle(Duration other) {
    return new ServerLimits(
        bodyBytes,
        uploadBytes,
        uploadSeconds,
        uploads,
        uploadAge,
        cacheBytes,
        other,
        bodyBytesPerSecond,
        connections,
        stop);
  }

  /** The same with other limits on uploads. */
  public ServerLimits withUploads(long bytes, double seconds) {
    return new ServerLimits(
        bodyBytes,
        bytes,
        seconds,
        uploads,
        uploadAge,
        cacheBytes,
        idle,
        bodyBytesPerSecond,
        connections,
        stop);
  }

  /** The same with another number of bytes of cache. */
  public ServerLimits withCacheBytes(long other) {
    return new ServerLimits(
        bodyBytes,
        uploadBytes,
        uploadSeconds,
        uploads,
        uploadAge,
        other,
        idle,
        bodyBytesPerSecond,
        connections,
        stop);
  }
}
