/**
 * The index of an archive: which videos it holds, and the moments that match a query.
 *
 * <p>{@link io.reelspace.index.VideoIndex} is the contract that every store keeps (Lucene on this
 * machine); {@code Ingest} walks folders and brings an index up to date with them, one video after
 * another, each all or nothing.
 */
package io.reelspace.index;
