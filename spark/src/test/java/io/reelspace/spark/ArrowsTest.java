package io.reelspace.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows from this module that {@code docs/architecture.md} draws. */
@AnalyzeClasses(
    packages = "io.reelspace.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {

  @ArchTest
  static final ArchRule USES_ONLY_WHAT_LIES_BELOW =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.reelspace.cli..", "io.reelspace.export..", "io.reelspace.server..", "ai.djl..");
}
