/** How well sounds are told apart and found. */
package io.reelspace.benchmarks.sounds;
