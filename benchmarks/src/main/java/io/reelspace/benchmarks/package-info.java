/** Measurements of Reelspace, each beside a peer in the same run. */
package io.reelspace.benchmarks;
