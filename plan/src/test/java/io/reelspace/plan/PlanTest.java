package io.reelspace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PlanTest {

  private static final Embedding BASE =
      new Embedding("base", 1280, Precision.FLOAT32, 2, Figures.frameSecondsOfBase());
  private static final IndexModel LUCENE = new LuceneModel();
  private static final IndexModel HNSW = new MilvusModel(MilvusModel.Graph.HNSW);

  private static Plan plan(double hours, IndexModel index, Demand demand) {
    Archive archive = new Archive(hours, Material.DEFAULT, BASE);
    return Plan.of(archive, index, Machine.DEFAULT, demand);
  }

  private static Demand demand(double qps, int copies, double days, OptionalInt machines) {
    return new Demand(qps, Results.MOMENTS, copies, days, machines, false);
  }

  @Test
  void coreHoursOfTheIngestAreThoseOfItsParts() {
    IngestNeed ingest = plan(100, LUCENE, Demand.DEFAULT).ingest();
    // An hour of 1280 x 720 at 30 pictures a second is 99,532.8 megapixels and 7,200 frames.
    assertEquals(
        100 * 99_532.8 * Figures.DECODE_MEGAPIXEL.value() / 3600, ingest.decodeHours(), 1e-6);
    assertEquals(100 * 7_200 * BASE.frameSeconds() / 3600, ingest.networkHours(), 1e-6);
    assertEquals(
        ingest.decodeHours() + ingest.networkHours() + ingest.indexHours(),
        ingest.coreHours(),
        1e-9);
  }

  @Test
  void machinesMakeTheDaysAndDaysMakeTheMachines() {
    IngestNeed inTen = plan(1e6, LUCENE, demand(10, 1, 10, OptionalInt.empty())).ingest();
    assertEquals((long) Math.ceil(inTen.machineHours() / 240), inTen.machines());
    assertTrue(inTen.days() <= 10, "days " + inTen.days());
    IngestNeed byOne = plan(1e6, LUCENE, demand(10, 1, 10, OptionalInt.of(1))).ingest();
    assertEquals(byOne.machineHours() / 24, byOne.days(), 1e-9);
    IngestNeed byFour = plan(1e6, LUCENE, demand(10, 1, 10, OptionalInt.of(4))).ingest();
    assertEquals(byOne.days() / 4, byFour.days(), 1e-9);
    // All of the files' bits in those days: 4 Mbit/s for a million hours.
    assertEquals(4e6 * 1e6 * 3600 / (byFour.days() * 86_400), byFour.readBits(), 1);
  }

  @Test
  void aGpuIsBusyWithTheSlowerOfDecodingAndNetworks() {
    Demand gpu = new Demand(10, Results.MOMENTS, 1, 30, OptionalInt.empty(), true);
    // 108,000 pictures of 0.4444 times 1920 x 1080, at 748 a second.
    IngestNeed decoding = plan(1000, LUCENE, gpu).ingest();
    assertEquals(1000 * 108_000 * 0.444444 / 748 / 3600, decoding.gpuHours(), 0.01);
    assertEquals(0, decoding.decodeHours(), 0);
    Archive dense = new Archive(1000, Material.DEFAULT, BASE.withFramesPerSecond(30));
    IngestNeed networks = Plan.of(dense, LUCENE, Machine.DEFAULT, gpu).ingest();
    double aFrame = 1 / 9657.18 + 1 / 4895.77;
    assertEquals(
        1000 * 108_000 * Math.max(aFrame, 0.444444 / 748) / 3600, networks.gpuHours(), 0.01);
  }

  @Test
  void theFirstLimitIsTheOneThatIsUsedMost() {
    for (IndexModel index : IndexModel.ALL) {
      for (double hours : List.of(1.0, 1e3, 1e6, 1e8)) {
        Plan plan = plan(hours, index, Demand.DEFAULT);
        List<Limit> worst = plan.impossible().isEmpty() ? plan.limits() : plan.impossible();
        double most = worst.stream().mapToDouble(Limit::used).max().orElseThrow();
        assertEquals(most, plan.first().used(), 0, index.kind() + ", " + hours);
      }
    }
  }

  @Test
  void aFolderHoldsNoMoreThanItsMachineAndLuceneNoMoreThanItCounts() {
    assertTrue(plan(1000, LUCENE, Demand.DEFAULT).impossible().isEmpty());
    List<Limit.Kind> kinds =
        plan(1e8, LUCENE, Demand.DEFAULT).impossible().stream().map(Limit::kind).toList();
    assertTrue(kinds.contains(Limit.Kind.DISK), kinds.toString());
    assertTrue(kinds.contains(Limit.Kind.DOCUMENTS), kinds.toString());
    assertTrue(plan(1e8, HNSW, Demand.DEFAULT).impossible().isEmpty());
  }

  @Test
  void oneMachineHoldsJustWhatIsSaid() {
    Plan plan = plan(1000, LUCENE, Demand.DEFAULT);
    double most = plan.hoursOfOneMachine();
    Plan justBelow = plan(0.99 * most, LUCENE, Demand.DEFAULT);
    Plan justAbove = plan(1.01 * most, LUCENE, Demand.DEFAULT);
    assertTrue(mostUsed(justBelow) <= 1, "below " + mostUsed(justBelow));
    assertTrue(mostUsed(justAbove) > 1, "above " + mostUsed(justAbove));
    assertEquals(
        0, plan(1000, LUCENE, demand(1e6, 1, 30, OptionalInt.empty())).hoursOfOneMachine());
  }

  private static double mostUsed(Plan plan) {
    return plan.limits().stream()
        .filter(limit -> limit.kind() != Limit.Kind.INGEST)
        .mapToDouble(Limit::used)
        .max()
        .orElseThrow();
  }

  @Test
  void copiesOfACollectionTakeMemoryAndCopiesOfAFolderTakeMachines() {
    Plan one = plan(1e6, HNSW, Demand.DEFAULT);
    Plan two = plan(1e6, HNSW, demand(10, 2, 30, OptionalInt.empty()));
    assertEquals(2 * one.used(Limit.Kind.MEMORY), two.used(Limit.Kind.MEMORY), 1e-9);
    assertEquals(Part.sum(one.disk()), Part.sum(two.disk()), 0);
    Plan folders = plan(1000, LUCENE, demand(1, 3, 30, OptionalInt.empty()));
    assertEquals(3, folders.indexMachines());
    assertTrue(folders.used(Limit.Kind.MEMORY) < 1);
  }

  @Test
  void moreHoursNeverTakeLess() {
    for (IndexModel index : IndexModel.ALL) {
      Plan before = plan(1, index, Demand.DEFAULT);
      for (double hours = 2; hours < 1e9; hours *= 2) {
        Plan now = plan(hours, index, Demand.DEFAULT);
        String what = index.kind() + ", " + hours;
        assertTrue(Part.sum(now.disk()) >= Part.sum(before.disk()), what);
        assertTrue(now.ingest().coreHours() > before.ingest().coreHours(), what);
        assertTrue(now.indexMachines() >= before.indexMachines(), what);
        boolean inClusters = before.archive().counts().segments() > 5_000;
        assertTrue(
            !inClusters || now.search().coreSeconds() >= before.search().coreSeconds(), what);
        before = now;
      }
    }
  }

  @Test
  void eachLeverGivesWhatAPlanWithItSays() {
    Plan plan = plan(1e6, HNSW, Demand.DEFAULT);
    List<Lever> levers = Lever.of(plan);
    assertFalse(levers.isEmpty());
    Lever fewer =
        levers.stream()
            .filter(lever -> lever.setting().equals("--fps 1"))
            .findFirst()
            .orElseThrow();
    Archive changed = new Archive(1e6, Material.DEFAULT, BASE.withFramesPerSecond(1));
    Plan other = Plan.of(changed, HNSW, Machine.DEFAULT, Demand.DEFAULT);
    assertEquals(other.used(plan.first().kind()), fewer.used(), 0);
    for (int i = 0; i < levers.size(); i++) {
      assertTrue(levers.get(i).used() < plan.first().used(), levers.get(i).setting());
      assertTrue(i == 0 || levers.get(i - 1).used() <= levers.get(i).used());
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new Archive(0, Material.DEFAULT, BASE));
    assertThrows(IllegalArgumentException.class, () -> new Machine(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> demand(-1, 1, 30, OptionalInt.empty()));
    assertThrows(IllegalArgumentException.class, () -> demand(1, 1, 30, OptionalInt.of(0)));
    assertThrows(IllegalArgumentException.class, () -> BASE.withDimension(0));
  }
}
