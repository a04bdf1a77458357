package dev.meridian.controlplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.meridian", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule platformKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage("..controlplane.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..controlplane.audit..",
              "..controlplane.catalog..",
              "..controlplane.deletion..",
              "..controlplane.events..",
              "..controlplane.fairness..",
              "..controlplane.federation..",
              "..controlplane.identity..",
              "..controlplane.instances..",
              "..controlplane.isolation..",
              "..controlplane.keycloak..",
              "..controlplane.maintenance..",
              "..controlplane.metrics..",
              "..controlplane.overview..",
              "..controlplane.placement..",
              "..controlplane.plans..",
              "..controlplane.quotas..",
              "..controlplane.secrets..",
              "..controlplane.usage..",
              "..controlplane.web..");

  @ArchTest
  static final ArchRule theTimeIsGivenAndNotAskedOfTheSystem =
      noClasses()
          .that()
          .resideInAnyPackage("dev.meridian.controlplane..", "dev.meridian.tenancy..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.OffsetDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyTenancyOpensTheDatabaseForSomebody =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.meridian.tenancy..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev\\.meridian\\.tenancy\\.(Scope|ScopedDataSource)");

  @ArchTest
  static final ArchRule thePureCoreOfPlansKnowsNoDatabase =
      noClasses()
          .that()
          .haveFullyQualifiedName("dev.meridian.controlplane.plans.Reconciliation")
          .or()
          .haveFullyQualifiedName("dev.meridian.controlplane.plans.LaunchStep")
          .or()
          .haveFullyQualifiedName("dev.meridian.controlplane.plans.RemoveStep")
          .or()
          .haveFullyQualifiedName("dev.meridian.controlplane.plans.PodStates")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "java.sql..");

  @ArchTest
  static final ArchRule controllersStayInsideTheirFeature =
      classes().that().haveSimpleNameEndingWith("Controller").should().bePackagePrivate();

  @ArchTest
  static final ArchRule theServiceModelKnowsNoFramework =
      noClasses()
          .that()
          .resideInAPackage("dev.meridian.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "dev.meridian.controlplane..");
}
