/** How fast towers learn, and what towers that look at time are good for. */
package io.reelspace.benchmarks.train;
