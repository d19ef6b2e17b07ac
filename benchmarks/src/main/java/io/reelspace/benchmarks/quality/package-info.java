/** How well a space finds photos and clips by their captions. */
package io.reelspace.benchmarks.quality;
