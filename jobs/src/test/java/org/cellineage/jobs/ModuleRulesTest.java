package org.cellineage.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md between modules. */
class ModuleRulesTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    @Test
    void functionsDoNotKnowTheJobs() {
        noClasses()
                .that()
                .resideInAPackage("org.cellineage.udf..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.cellineage.jobs..")
                .check(ALL);
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
                .check(ALL);
    }
}
