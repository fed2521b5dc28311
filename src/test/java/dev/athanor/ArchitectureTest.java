package dev.athanor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The layers of {@code docs/architecture.md}: each package knows only those above it. */
@AnalyzeClasses(packages = "dev.athanor", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule eachLayerKnowsOnlyThoseAboveIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("error")
          .definedBy("dev.athanor.error..")
          .layer("revision")
          .definedBy("dev.athanor.revision..")
          .layer("changelog")
          .definedBy("dev.athanor.changelog..")
          .layer("database")
          .definedBy("dev.athanor.database..")
          .layer("migrate")
          .definedBy("dev.athanor.migrate..")
          .layer("api")
          .definedBy("dev.athanor.api..")
          .layer("operator")
          .definedBy("dev.athanor.operator..")
          .layer("cli")
          .definedBy("dev.athanor.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("operator")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("operator", "cli")
          .whereLayer("migrate")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("database")
          .mayOnlyBeAccessedByLayers("migrate", "cli")
          .whereLayer("changelog")
          .mayOnlyBeAccessedByLayers("database", "migrate", "api", "operator", "cli")
          .whereLayer("error")
          .mayOnlyBeAccessedByLayers(
              "revision", "changelog", "database", "migrate", "api", "operator", "cli");

  @ArchTest
  static final ArchRule nothingGoesRoundInCircles =
      SlicesRuleDefinition.slices().matching("dev.athanor.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theGraphIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.athanor.revision..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio..", "java.sql..", "java.net..", "liquibase..", "io.fabric8..");

  @ArchTest
  static final ArchRule theOperatorNeverOpensAConnection =
      noClasses()
          .that()
          .resideInAnyPackage("dev.athanor.operator..", "dev.athanor.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "liquibase..");

  @ArchTest
  static final ArchRule theEngineKnowsNoKubernetes =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.athanor.changelog..", "dev.athanor.database..", "dev.athanor.migrate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule liquibaseStaysInMigrate =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.athanor.migrate..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("liquibase..");

  @ArchTest
  static final ArchRule onlyTheCommandsPrintOrExit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.athanor.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheCommandsAskWhatTimeItIs =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.athanor.cli..")
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaCall<?>>("reads the wall clock") {
                @Override
                public boolean test(JavaCall<?> call) {
                  var owner = call.getTargetOwner().getName();
                  var name = call.getTarget().getName();
                  return (owner.startsWith("java.time.")
                          && name.equals("now")
                          && call.getTarget().getRawParameterTypes().isEmpty())
                      || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                      || (owner.equals("java.time.Clock") && name.startsWith("system"));
                }
              });
}
