package org.cellineage.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules between the modules, and inside this one. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    @Test
    void nothingOutsideUsesTheJobs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cellineage.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.cellineage.jobs..")
                .because("the core and the SQL functions work without the command line")
                .check(CLASSES);
    }

    @Test
    void theCoreDoesNotUseTheSqlFunctions() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.cellineage.jobs..", "org.cellineage.udf..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.cellineage.udf..", "org.apache.spark..", "org.apache.hadoop..")
                .check(CLASSES);
    }

    @Test
    void stagesDoNotKnowTheCommandLine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.cellineage.jobs.pipeline..",
                        "org.cellineage.jobs.store..",
                        "org.cellineage.jobs.hadoop..",
                        "org.cellineage.jobs.config..",
                        "org.cellineage.jobs.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.cellineage.jobs.command..", "picocli..")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheJobsAreFreeOfCycles() {
        slices().matching("org.cellineage.jobs.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheMainClassEndsTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Cellineage.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }
}
