/** How quick and how complete the search of a large index is. */
package io.reelspace.benchmarks.search;
