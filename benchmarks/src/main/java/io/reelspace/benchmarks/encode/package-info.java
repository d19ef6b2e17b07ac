/** How long encoders take for a frame and for a text. */
package io.reelspace.benchmarks.encode;
