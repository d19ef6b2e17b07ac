package io.reelspace.plan;

/**
 * What the ingest of an archive takes.
 *
 * @param decodeHours core hours of decoding and of finding shots; none where a GPU decodes
 * @param networkHours core hours of the networks; none where a GPU runs them
 * @param indexHours core hours of putting vectors into the index
 * @param gpuHours where there are GPUs, else 0
 * @param machineHours hours of one of the machines
 * @param machines that work at it
 * @param days that they take
 * @param readBits bits a second that all of them together read of the videos
 */
public record IngestNeed(
    double decodeHours,
    double networkHours,
    double indexHours,
    double gpuHours,
    double machineHours,
    long machines,
    double days,
    double readBits) {

  private static final double HOURS_OF_DAY = 24;
  private static final double SECONDS_OF_HOUR = 3600;
  private static final double SECONDS_OF_DAY = HOURS_OF_DAY * SECONDS_OF_HOUR;

  /** Core hours of all. */
  public double coreHours() {
    return decodeHours + networkHours + indexHours;
  }

  static IngestNeed of(Archive archive, IndexModel index, Machine machine, Demand demand) {
    Embedding embedding = archive.embedding();
    Material material = archive.material();
    Counts counts = archive.counts();
    double decode =
        archive.hours() * material.pixelsPerSecond() * Figures.DECODE_MEGAPIXEL.value() / 1e6;
    double networks = counts.frames() * embedding.frameSeconds() / SECONDS_OF_HOUR;
    double indexing = index.ingestSeconds(counts, embedding) / SECONDS_OF_HOUR;
    double gpu = demand.gpu() ? gpuHours(archive) : 0;
    double onCores = demand.gpu() ? indexing : decode + networks + indexing;
    double machineHours = Math.max(onCores / (machine.cores() * Figures.INGEST_SHARE.value()), gpu);
    long machines =
        demand.machines().isPresent()
            ? demand.machines().getAsInt()
            : Math.max(1, (long) Math.ceil(machineHours / (demand.days() * HOURS_OF_DAY)));
    double days = machineHours / machines / HOURS_OF_DAY;
    double bits = archive.hours() * SECONDS_OF_HOUR * material.megabits() * 1e6;
    return new IngestNeed(
        demand.gpu() ? 0 : decode,
        demand.gpu() ? 0 : networks,
        indexing,
        gpu,
        machineHours,
        machines,
        days,
        bits / (days * SECONDS_OF_DAY));
  }

  /** A GPU decodes in one part of it and computes in another; the slower one counts. */
  private static double gpuHours(Archive archive) {
    double pictures = archive.hours() * SECONDS_OF_HOUR * archive.material().pixelsPerSecond();
    double decode = pictures / (1920.0 * 1080 * Figures.GPU_DECODE.value());
    double perFrame = 1 / Figures.GPU_LITE0.value() + 1 / Figures.GPU_LITE2.value();
    double networks =
        archive.counts().frames()
            * perFrame
            * archive.embedding().frameSeconds()
            / Figures.frameSecondsOfBase();
    return Math.max(decode, networks) / SECONDS_OF_HOUR;
  }
}
