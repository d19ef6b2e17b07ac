/**
 * The shared vector space of videos and queries.
 *
 * <p>A {@link io.reelspace.space.Space} is opened from a bundle (a folder with encoders, towers and
 * a card) and maps frames and texts into one space in which what means the same lies close: all
 * embeddings have length one, and their dot product is their similarity.
 */
package io.reelspace.space;
