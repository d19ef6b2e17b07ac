/**
 * Filters that narrow a search to some videos: as a small language, {@code duration < 60 and path ~
 * "2024/*"}, and the same as Java values. Start with {@link io.reelspace.index.filter.Filter}.
 */
package io.reelspace.index.filter;
