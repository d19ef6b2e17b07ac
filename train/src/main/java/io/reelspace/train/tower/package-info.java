/**
 * Trained networks from the features of each modality to the shared space.
 *
 * <p>A tower is a list of {@link io.reelspace.train.tower.TowerStage}s: some work on every time
 * step (linear, residual MLP), some across time (LSTM, GRU, transformer), and one pools the
 * sequence {@code [batch, time, channels]} into a vector {@code [batch, channels]} (mean, maximum,
 * last, attention, NetVLAD). The vectors of all modalities are joined by a {@link
 * io.reelspace.train.tower.Fusion} and scaled to length one: that is an {@link
 * io.reelspace.train.tower.EmbeddingNetwork}, a DJL block that can also write itself as ONNX.
 *
 * <p>Masks are float32 {@code [batch, time]}, one where a step exists and zero behind the end of a
 * shorter sequence; a row of zeros is a missing modality.
 */
package io.reelspace.train.tower;
