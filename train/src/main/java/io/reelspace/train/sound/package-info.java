/**
 * Sounds as examples: spectrograms of labelled recordings, what is done to them before a network
 * sees them, and the directions of the shared space that the texts of their labels have.
 */
package io.reelspace.train.sound;
