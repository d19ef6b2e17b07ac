package io.reelspace.cli;

import io.reelspace.plan.Archive;
import io.reelspace.plan.Demand;
import io.reelspace.plan.Embedding;
import io.reelspace.plan.Figure;
import io.reelspace.plan.Figures;
import io.reelspace.plan.Lever;
import io.reelspace.plan.Limit;
import io.reelspace.plan.LuceneModel;
import io.reelspace.plan.Machine;
import io.reelspace.plan.Part;
import io.reelspace.plan.Plan;
import io.reelspace.plan.Precision;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes plans for people: a column for each. */
final class PlanTable {

  private static final int LABEL = 30;
  private static final int COLUMN = 15;

  /** Rows of less than this share of the whole are left out. */
  private static final double LEAST_SHARE = 0.001;

  private final List<Plan> plans;
  private final Plan first;

  /**
   * Plans that differ in their hours alone.
   *
   * @param plans at least one
   */
  PlanTable(List<Plan> plans) {
    this.plans = List.copyOf(plans);
    this.first = plans.getFirst();
  }

  void print(Output out) {
    heading(out);
    out.line("");
    row(out, "hours of video", plan -> PlanNumbers.count(plan.archive().hours()));
    row(out, "segments", plan -> PlanNumbers.count(plan.archive().counts().segments()));
    row(out, "frames", plan -> PlanNumbers.count(plan.archive().counts().frames()));
    out.line("");
    parts(out, "one copy on disk", Plan::disk);
    out.line("");
    parts(out, "one copy in memory", Plan::memory);
    out.line("");
    search(out);
    out.line("");
    ingest(out);
    out.line("");
    keeping(out);
    out.line("");
    oneMachine(out);
    plans.forEach(plan -> limits(plan, out));
  }

  private void heading(Output out) {
    Archive archive = first.archive();
    Embedding embedding = archive.embedding();
    Machine machine = first.machine();
    Demand demand = first.demand();
    out.line(
        Printable.of(embedding.space())
            + " ("
            + embedding.dimension()
            + " dimensions, "
            + embedding.precision().label()
            + "), "
            + PlanNumbers.plain(embedding.framesPerSecond())
            + (embedding.framesPerSecond() == 1 ? " frame a second; " : " frames a second; ")
            + first.index().label());
    out.line(
        PlanNumbers.count(archive.material().segmentsPerHour())
            + " segments in an hour of "
            + archive.material().width()
            + "x"
            + archive.material().height()
            + " at "
            + PlanNumbers.plain(archive.material().pictureRate())
            + " pictures a second");
    out.line(
        "machines of "
            + machine.cores()
            + " cores, "
            + PlanNumbers.bytes(machine.memory())
            + " of memory, "
            + PlanNumbers.bytes(machine.disk())
            + " of disk; "
            + PlanNumbers.plain(demand.queriesPerSecond())
            + " searches a second for "
            + (demand.results().moments() ? "moments" : "segments")
            + (demand.copies() > 1 ? ", " + demand.copies() + " copies" : ""));
    if (embedding.precision() != Precision.FLOAT32) {
      out.line(
          "(this release keeps float32; "
              + embedding.precision().label()
              + " is what it would be)");
    }
    if (demand.gpu()) {
      out.line("(this release does not use GPUs; their hours are from published figures)");
    }
  }

  private void row(Output out, String label, Function<Plan, String> value) {
    String cells =
        plans.stream()
            .map(value)
            .map(cell -> String.format(Locale.ROOT, "%" + COLUMN + "s", cell))
            .collect(Collectors.joining(" "));
    out.line(String.format(Locale.ROOT, "%-" + LABEL + "s%s", label, cells).stripTrailing());
  }

  private void parts(Output out, String title, Function<Plan, List<Part>> parts) {
    row(out, title, plan -> PlanNumbers.bytes(Part.sum(parts.apply(plan))));
    for (int i = 0; i < parts.apply(first).size(); i++) {
      int number = i;
      boolean counts =
          plans.stream()
              .map(parts)
              .anyMatch(list -> list.get(number).bytes() > LEAST_SHARE * Part.sum(list));
      if (counts) {
        String name = parts.apply(first).get(number).name();
        row(out, "  " + name, plan -> PlanNumbers.bytes(parts.apply(plan).get(number).bytes()));
      }
    }
  }

  private void search(Output out) {
    row(out, "a search, alone", plan -> PlanNumbers.seconds(plan.search().time()));
    row(out, "  of one core", plan -> PlanNumbers.seconds(plan.search().coreSeconds()));
    row(out, "  a second, on one machine", plan -> PlanNumbers.digits(plan.search().rate()));
    row(
        out,
        "machines for the index",
        plan ->
            plan.impossible().isEmpty() ? PlanNumbers.whole(plan.indexMachines()) : "impossible");
    if (plans.stream().anyMatch(plan -> plan.serviceMachines() > 0)) {
      row(out, "  and for its services", plan -> PlanNumbers.whole(plan.serviceMachines()));
    }
  }

  private void ingest(Output out) {
    row(out, "ingest, core hours", plan -> PlanNumbers.count(plan.ingest().coreHours()));
    if (first.demand().gpu()) {
      row(out, "  GPU hours", plan -> PlanNumbers.count(plan.ingest().gpuHours()));
    } else {
      row(out, "  decoding, shots", plan -> PlanNumbers.count(plan.ingest().decodeHours()));
      row(out, "  networks", plan -> PlanNumbers.count(plan.ingest().networkHours()));
    }
    row(out, "  index", plan -> PlanNumbers.count(plan.ingest().indexHours()));
    row(out, "machines for the ingest", plan -> PlanNumbers.whole(plan.ingest().machines()));
    row(out, "  days", plan -> PlanNumbers.digits(plan.ingest().days()));
    if (first.index().ingestHeap(first.archive().counts(), first.archive().embedding()) > 0) {
      row(
          out,
          "  more of Java's heap",
          plan ->
              PlanNumbers.bytes(
                  plan.index().ingestHeap(plan.archive().counts(), plan.archive().embedding())));
    }
    row(out, "  reading of videos", plan -> PlanNumbers.bits(plan.ingest().readBits()));
  }

  /** In units that have a price anywhere. */
  private void keeping(Output out) {
    row(
        out,
        "a month: GB of disk",
        plan -> kept(plan, Part.sum(plan.disk()) * diskCopies(plan) / 1e9));
    row(out, "  GB of memory", plan -> kept(plan, machines(plan) * plan.machine().memory() / 1e9));
    row(out, "  cores", plan -> kept(plan, machines(plan) * plan.machine().cores()));
  }

  private static String kept(Plan plan, double amount) {
    return plan.impossible().isEmpty() ? PlanNumbers.count(amount) : "impossible";
  }

  /** Of a folder each machine has a copy; Milvus keeps one, in object storage. */
  static long diskCopies(Plan plan) {
    return plan.index() instanceof LuceneModel ? plan.indexMachines() : 1;
  }

  static double machines(Plan plan) {
    return (double) plan.indexMachines() + plan.serviceMachines();
  }

  private void oneMachine(Output out) {
    double hours = first.hoursOfOneMachine();
    out.line(
        hours == 0
            ? "one such machine does not do for any such archive"
            : "one such machine holds and searches up to "
                + PlanNumbers.count(hours)
                + " hours, the ingest aside");
  }

  private void limits(Plan plan, Output out) {
    Limit limit = plan.first();
    String hours = PlanNumbers.count(plan.archive().hours()) + " hours: ";
    if (!plan.impossible().isEmpty()) {
      out.line(
          hours
              + "this index cannot hold it. Too much: "
              + plan.impossible().stream()
                  .map(one -> one.kind().label() + " (" + times(one) + ")")
                  .collect(Collectors.joining(", ")));
    } else {
      out.line(hours + "first comes " + limit.kind().label() + ", " + times(limit));
    }
    for (Lever lever : Lever.of(plan)) {
      out.line(
          String.format(
              Locale.ROOT, "  %-54s %s", lever.setting(), times(limit.kind(), lever.used())));
    }
  }

  private static String times(Limit limit) {
    return times(limit.kind(), limit.used());
  }

  private static String times(Limit.Kind kind, double used) {
    if (used == 0) {
      return "none";
    }
    return switch (kind) {
      case DOCUMENTS -> PlanNumbers.digits(used) + " times what there may be";
      case SEARCH_TIME -> PlanNumbers.seconds(used * Figures.LONGEST_SEARCH.value());
      case MEMORY, DISK, SEARCH_RATE, INGEST -> PlanNumbers.digits(used) + " machines";
    };
  }

  static void constants(Output out) {
    for (Figure figure : Figures.all()) {
      out.line(
          String.format(
              Locale.ROOT, "%-40s %12s %s", figure.name(), number(figure.value()), figure.unit()));
      out.line("    " + figure.source() + ", " + figure.date());
    }
  }

  private static String number(double value) {
    return value >= 1e6 || (value != 0 && value < 1e-3)
        ? String.format(Locale.ROOT, "%.3g", value)
        : PlanNumbers.plain(value);
  }
}
