/**
 * Nearest neighbours by clusters, as a vector format of Lucene.
 *
 * <p>Each part of an index keeps its vectors, raw and in 8 bits, and beside them a division into
 * clusters of like ones (an inverted file: Jégou, Douze and Schmid, 2011). A search ranks the
 * centroids and compares the query with the members of the nearest clusters only. A graph, which
 * walks from neighbour to neighbour, is the common choice where queries look like what is stored;
 * here most queries are texts, which lie far from all pictures, and a graph loses its way
 * (docs/benchmarks/search.md has the numbers).
 */
package io.reelspace.index.cluster;
