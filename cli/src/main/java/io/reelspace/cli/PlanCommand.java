package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Sampler;
import io.reelspace.plan.Archive;
import io.reelspace.plan.Demand;
import io.reelspace.plan.Embedding;
import io.reelspace.plan.IndexModel;
import io.reelspace.plan.LuceneModel;
import io.reelspace.plan.Machine;
import io.reelspace.plan.Material;
import io.reelspace.plan.MilvusModel;
import io.reelspace.plan.Plan;
import io.reelspace.plan.Precision;
import io.reelspace.plan.Results;
import io.reelspace.space.SpaceBundle;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Says what an archive of so many hours takes. */
@Command(
    name = "plan",
    description = {
      "Says what an archive of so many hours takes: machines, memory, disk, days of ingest, and the"
          + " limit that is met first.",
      "Nothing is read but the space; all numbers are estimates (docs/scaling.md)."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace plan --hours 1000",
      "  reelspace plan --hours 1000,1e6,1e8 --kind milvus-hnsw",
      "  reelspace plan --hours 50000 --fps 1 --cores 32 --memory 128 --disk 8000 --days 14",
      "  reelspace plan --constants"
    })
final class PlanCommand implements Callable<Integer> {

  private static final double GIGABYTE = 1e9;

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(
      names = "--hours",
      paramLabel = "N[,N]",
      description = "Hours of video, or several to compare; 1e6 is a million.")
  private Optional<String> hours = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "The index: lucene, milvus-hnsw or milvus-diskann (default that of REELSPACE_INDEX and"
              + " reelspace.yaml, else lucene).")
  private Optional<String> kind = Optional.empty();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "The space (REELSPACE_SPACE; default " + BundledSpaces.DEFAULT + ").")
  private Optional<String> space = Optional.empty();

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Dimensions, as space optimise would leave (default those of the space).")
  private Optional<Integer> dimension = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "How raw vectors are kept: float32; for comparison float16 or 8-bit, which this release"
              + " does not do.")
  private String precision = Precision.FLOAT32.label();

  @Option(
      names = "--frame-ms",
      paramLabel = "N",
      description =
          "Milliseconds of one core that the space's networks take for a frame, for networks of"
              + " your own; encoder check tells them (default as measured, else those of base).")
  private Optional<Double> frameMilliseconds = Optional.empty();

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames looked at per second of video (REELSPACE_FPS; default 2).")
  private Optional<String> fps = Optional.empty();

  @Mixin private PlannedMaterial material = new PlannedMaterial();

  @Option(names = "--cores", paramLabel = "N", description = "Cores of a machine (default 16).")
  private int cores = Machine.DEFAULT.cores();

  @Option(names = "--memory", paramLabel = "GB", description = "Its memory (default 64).")
  private double memory = Machine.DEFAULT.memory() / GIGABYTE;

  @Option(names = "--disk", paramLabel = "GB", description = "Its disk (default 4000).")
  private double disk = Machine.DEFAULT.disk() / GIGABYTE;

  @Option(names = "--days", paramLabel = "N", description = "Days for the ingest (default 30).")
  private double days = Demand.DEFAULT.days();

  @Option(
      names = "--machines",
      paramLabel = "N",
      description = "Machines for the ingest (default as many as the days need).")
  private Optional<Integer> machines = Optional.empty();

  @Option(
      names = "--gpu",
      description =
          "Ingest on a GPU in each machine, by published figures; this release uses processors"
              + " alone.")
  private boolean gpu;

  @Option(
      names = "--qps",
      paramLabel = "N",
      description = "Searches a second at the busiest time (default 10).")
  private double qps = Demand.DEFAULT.queriesPerSecond();

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "Copies of the index that are searched, for safety (default 1).")
  private int copies = Demand.DEFAULT.copies();

  @Option(
      names = "--rank",
      paramLabel = "BY",
      description = "What searches give: moments (default) or segments.")
  private String rank = "moments";

  @Option(names = "--constants", description = "Print the numbers that plans are made with.")
  private boolean constants;

  @Option(names = "--json", description = "Print a JSON object, constants included.")
  private boolean json;

  PlanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (constants) {
      if (json) {
        PlanJson.constants(shell.out());
      } else {
        PlanTable.constants(shell.out());
      }
      return ExitCode.DONE;
    }
    if (hours.isEmpty()) {
      throw new BadInputException("say how many hours: reelspace plan --hours 1000");
    }
    Settings settings = root.settings();
    Material videos = material.material();
    Machine machine = machine();
    Demand demand = demand();
    IndexModel index = index(settings);
    List<Double> all = PlanNumbers.hours(hours.get());
    Embedding embedding = embedding(settings);
    List<Plan> plans =
        all.stream()
            .map(count -> Plan.of(new Archive(count, videos, embedding), index, machine, demand))
            .toList();
    if (json) {
      PlanJson.write(plans, shell.out());
    } else {
      new PlanTable(plans).print(shell.out());
    }
    return ExitCode.DONE;
  }

  private Machine machine() {
    return new Machine(
        (int) PlanNumbers.within("--cores", cores, 1, 10_000),
        GIGABYTE * PlanNumbers.within("--memory", memory, 1, 1_000_000),
        GIGABYTE * PlanNumbers.within("--disk", disk, 1, 1_000_000_000));
  }

  private Demand demand() {
    Results results =
        switch (rank) {
          case "moments" -> Results.MOMENTS;
          case "segments" -> Results.SEGMENTS;
          default ->
              throw new BadInputException(
                  "--rank is '" + Printable.of(rank) + "'; it must be moments or segments.");
        };
    OptionalInt given =
        machines.isPresent()
            ? OptionalInt.of((int) PlanNumbers.within("--machines", machines.get(), 1, 10_000_000))
            : OptionalInt.empty();
    return new Demand(
        PlanNumbers.within("--qps", qps, 0, 1e9),
        results,
        (int) PlanNumbers.within("--copies", copies, 1, 1000),
        PlanNumbers.within("--days", days, 0.01, 100_000),
        given,
        gpu);
  }

  private IndexModel index(Settings settings) {
    if (kind.isPresent()) {
      return IndexModel.ALL.stream()
          .filter(model -> model.kind().equals(kind.get()))
          .findFirst()
          .orElseThrow(() ->
              new BadInputException(
                  "--kind is '"
                      + Printable.of(kind.get())
                      + "'; it must be "
                      + IndexModel.ALL.stream()
                          .map(IndexModel::kind)
                          .collect(Collectors.joining(", "))
                      + "."));
    }
    String place = settings.get(Setting.INDEX, Optional.empty(), "");
    if (!place.startsWith(Setting.MILVUS)) {
      return new LuceneModel();
    }
    boolean onDisk = settings.get(Setting.MILVUS_GRAPH, Optional.empty(), "hnsw").equals("diskann");
    return new MilvusModel(onDisk ? MilvusModel.Graph.DISKANN : MilvusModel.Graph.HNSW);
  }

  private Embedding embedding(Settings settings) {
    String name = settings.get(Setting.SPACE, space, BundledSpaces.DEFAULT);
    double rate = settings.get(Setting.FPS, fps, Sampler.DEFAULT.framesPerSecond());
    Precision kept =
        Arrays.stream(Precision.values())
            .filter(known -> known.label().equals(precision))
            .findFirst()
            .orElseThrow(() ->
                new BadInputException(
                    "--precision is '"
                        + Printable.of(precision)
                        + "'; it must be float32, float16 or 8-bit."));
    SpaceBundle bundle = new Spaces(settings.home()).bundle(name);
    int values = dimension.orElse(bundle.manifest().dimension());
    double milliseconds =
        frameMilliseconds.isPresent()
            ? PlanNumbers.within("--frame-ms", frameMilliseconds.get(), 0, 1e6)
            : 1000 * FrameCost.seconds(bundle.manifest());
    return new Embedding(
        bundle.manifest().name(),
        (int) PlanNumbers.within("--dimension", values, 1, 4096),
        kept,
        rate,
        milliseconds / 1000);
  }
}
