package org.cellineage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md for the core. */
class ArchitectureTest {

    /** Data flows one way: a package may use those before it, and none behind it. */
    private static final List<String> ORDER = List.of(
            "problem",
            "config",
            "image",
            "format",
            "segment",
            "cell",
            "link",
            "assign",
            "track",
            "evaluate",
            "simulate");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    @Test
    void theCoreKnowsNoEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark..",
                        "org.apache.hadoop..",
                        "scala..",
                        "org.cellineage.jobs..",
                        "org.cellineage.udf..")
                .check(CORE);
    }

    @Test
    void dependenciesPointOneWay() {
        for (int i = 0; i < ORDER.size(); i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "org.cellineage." + name + "..")
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("org.cellineage." + ORDER.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .check(CORE);
            }
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.cellineage.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        noClasses()
                .should()
                .resideOutsideOfPackages(ORDER.stream()
                        .map(name -> "org.cellineage." + name + "..")
                        .toArray(String[]::new))
                .check(CORE);
    }
}
