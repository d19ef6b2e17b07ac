/**
 * What an archive of so many hours takes: machines, memory, disk, and time of ingest. Start with
 * {@link io.reelspace.plan.Plan}.
 *
 * <p>{@link io.reelspace.plan.Material} says what the videos are like, which makes {@link
 * io.reelspace.plan.Counts} of segments and frames; an {@link io.reelspace.plan.IndexModel} says
 * what an index of these takes. All numbers that were measured are in {@link
 * io.reelspace.plan.Figures}, each with its source; {@code docs/scaling.md} explains the formulas,
 * and {@code docs/benchmarks/scaling.md} compares what they predict with what was measured.
 */
package io.reelspace.plan;
