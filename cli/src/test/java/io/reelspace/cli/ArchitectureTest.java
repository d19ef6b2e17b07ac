package io.reelspace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between the modules that {@code docs/architecture.md} draws. */
@AnalyzeClasses(
    packages = "io.reelspace",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /** Tests of other modules that those of this one use. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule MODULES_USE_ONLY_WHAT_LIES_BELOW_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.reelspace..")
          .layer("error")
          .definedBy("io.reelspace.error..")
          .layer("plan")
          .definedBy("io.reelspace.plan..")
          .layer("media")
          .definedBy("io.reelspace.media..")
          .layer("encode")
          .definedBy("io.reelspace.encode..")
          .layer("space")
          .definedBy("io.reelspace.space..", "io.reelspace.evaluate..", "io.reelspace.optimise..")
          .layer("index")
          .definedBy("io.reelspace.index..", "io.reelspace.query..")
          .layer("train")
          .definedBy("io.reelspace.train..")
          .optionalLayer("base")
          .definedBy("io.reelspace.base..")
          .layer("export")
          .definedBy("io.reelspace.export..")
          .optionalLayer("milvus")
          .definedBy("io.reelspace.milvus..")
          .layer("server")
          .definedBy("io.reelspace.server..")
          .layer("cli")
          .definedBy("io.reelspace.cli..")
          .whereLayer("error")
          .mayNotAccessAnyLayer()
          .whereLayer("plan")
          .mayNotAccessAnyLayer()
          .whereLayer("media")
          .mayOnlyAccessLayers("error")
          .whereLayer("encode")
          .mayOnlyAccessLayers("error", "media")
          .whereLayer("space")
          .mayOnlyAccessLayers("error", "media", "encode")
          .whereLayer("base")
          .mayOnlyAccessLayers("error", "space")
          .whereLayer("index")
          .mayOnlyAccessLayers("error", "media", "encode", "space")
          .whereLayer("train")
          .mayOnlyAccessLayers("error", "media", "encode", "space")
          .whereLayer("export")
          .mayOnlyAccessLayers("error", "space", "index")
          .whereLayer("milvus")
          .mayOnlyAccessLayers("error", "space", "index")
          .whereLayer("server")
          .mayOnlyAccessLayers("error", "media", "encode", "space", "index")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule ONLY_THE_HUB_GOES_TO_THE_NETWORK =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reelspace.encode.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..")
          .because(
              "Reelspace goes to the network only where a person asks for a model by its address");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)")
          .because("such names say nothing of what a class is; see docs/architecture.md");
}
