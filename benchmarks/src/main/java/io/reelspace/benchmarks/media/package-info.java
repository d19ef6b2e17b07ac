/** What it costs to decode a video into segments, beside the same decoder writing nothing. */
package io.reelspace.benchmarks.media;
