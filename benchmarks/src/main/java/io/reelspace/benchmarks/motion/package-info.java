/** What motion adds to frames, and what clip encoders cost. */
package io.reelspace.benchmarks.motion;
