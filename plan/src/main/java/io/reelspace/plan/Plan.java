package io.reelspace.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an archive takes.
 *
 * @param disk of one copy of the index
 * @param memory of one copy of the index
 * @param indexMachines that hold and search the index
 * @param serviceMachines that a cluster of Milvus needs beside its query nodes; none for one
 *     machine
 * @param limits the one that is met first before the others
 */
public record Plan(
    Archive archive,
    IndexModel index,
    Machine machine,
    Demand demand,
    List<Part> disk,
    List<Part> memory,
    IngestNeed ingest,
    SearchNeed search,
    long indexMachines,
    long serviceMachines,
    List<Limit> limits) {

  /** Documents that Lucene numbers in one index. */
  private static final double MOST_DOCUMENTS = Integer.MAX_VALUE - 128.0;

  /** Plans an archive. */
  public static Plan of(Archive archive, IndexModel index, Machine machine, Demand demand) {
    Counts counts = archive.counts();
    List<Part> disk = index.disk(counts, archive.embedding());
    List<Part> memory = index.memory(counts, archive.embedding());
    IngestNeed ingest = IngestNeed.of(archive, index, machine, demand);
    double rate = SearchNeed.rate(machine, SearchNeed.coreSeconds(archive, index, demand));
    List<Limit> limits = new ArrayList<>();
    int held = index instanceof LuceneModel ? 1 : demand.copies();
    double fullMemory = machine.memory() * Figures.MEMORY_SHARE.value();
    limits.add(new Limit(Limit.Kind.MEMORY, held * Part.sum(memory) / fullMemory));
    double fullDisk = machine.disk() * Figures.DISK_SHARE.value();
    limits.add(new Limit(Limit.Kind.DISK, held * local(index, disk) / fullDisk));
    limits.add(new Limit(Limit.Kind.SEARCH_RATE, demand.queriesPerSecond() / rate));
    long machines = indexMachines(index, demand, limits);
    double cores = (double) machines * machine.cores();
    SearchNeed search = SearchNeed.of(archive, index, demand, machine, cores);
    limits.add(new Limit(Limit.Kind.SEARCH_TIME, search.time() / Figures.LONGEST_SEARCH.value()));
    limits.add(new Limit(Limit.Kind.INGEST, ingest.machineHours() / (24 * demand.days())));
    if (index instanceof LuceneModel) {
      double documents = counts.segments() + counts.videos() + counts.lines();
      limits.add(new Limit(Limit.Kind.DOCUMENTS, documents / MOST_DOCUMENTS));
    }
    limits.sort(Comparator.comparingDouble(Limit::used).reversed());
    return new Plan(
        archive,
        index,
        machine,
        demand,
        disk,
        memory,
        ingest,
        search,
        machines,
        serviceMachines(index, machine, machines),
        List.copyOf(limits));
  }

  /** What lies on the disks of the machines that search; the rest is in object storage. */
  private static double local(IndexModel index, List<Part> disk) {
    return switch (index) {
      case LuceneModel() -> Part.sum(disk);
      case MilvusModel(MilvusModel.Graph graph) ->
          graph == MilvusModel.Graph.HNSW
              ? 0
              : disk.stream()
                  .filter(part -> part.name().equals(MilvusModel.GRAPHS))
                  .mapToDouble(Part::bytes)
                  .sum();
    };
  }

  private static long indexMachines(IndexModel index, Demand demand, List<Limit> limits) {
    double most = 1;
    for (Limit limit : limits) {
      boolean counts =
          switch (limit.kind()) {
            case SEARCH_RATE -> true;
            case MEMORY, DISK -> index instanceof MilvusModel;
            case DOCUMENTS, SEARCH_TIME, INGEST -> false;
          };
      if (counts) {
        most = Math.max(most, limit.used());
      }
    }
    return Math.max(demand.copies(), (long) Math.ceil(most));
  }

  private static long serviceMachines(IndexModel index, Machine machine, long indexMachines) {
    if (index instanceof LuceneModel || indexMachines == 1) {
      return 0;
    }
    double cores = Figures.MILVUS_SERVICE_CORES.value() / machine.cores();
    double memory =
        Figures.MILVUS_SERVICE_MEMORY.value() / (machine.memory() * Figures.MEMORY_SHARE.value());
    return (long) Math.ceil(Math.max(cores, memory));
  }

  /** What is met first; of what makes the archive impossible, the worst. */
  public Limit first() {
    return impossible().stream().findFirst().orElseGet(limits::getFirst);
  }

  /**
   * Hours of the same material that one machine holds and searches, whatever the days of the
   * ingest.
   *
   * @return to about three digits; infinite where no limit is met
   */
  public double hoursOfOneMachine() {
    double enough = 0;
    double tooMuch = Double.POSITIVE_INFINITY;
    double tried = archive.hours();
    while (tooMuch - enough > enough * 0.001 && tried < 1e15) {
      if (holds(tried)) {
        enough = tried;
      } else {
        tooMuch = tried;
      }
      tried = Double.isInfinite(tooMuch) ? 2 * enough : (enough + tooMuch) / 2;
      if (tried < 0.01) {
        return 0;
      }
    }
    return enough;
  }

  private boolean holds(double hours) {
    Archive other = new Archive(hours, archive.material(), archive.embedding());
    return of(other, index, machine, demand).limits().stream()
        .allMatch(limit -> limit.kind() == Limit.Kind.INGEST || limit.used() <= 1);
  }

  /** How much of a kind is used; 0 where the index knows no such limit. */
  public double used(Limit.Kind kind) {
    return limits.stream()
        .filter(limit -> limit.kind() == kind)
        .mapToDouble(Limit::used)
        .findFirst()
        .orElse(0);
  }

  /** What more of the same machines cannot mend; a folder lies on one machine as a whole. */
  public List<Limit> impossible() {
    return limits.stream()
        .filter(limit -> limit.used() > 1)
        .filter(limit ->
            !limit.kind().machinesHelp()
                || (index instanceof LuceneModel
                    && (limit.kind() == Limit.Kind.MEMORY || limit.kind() == Limit.Kind.DISK)))
        .toList();
  }
}
