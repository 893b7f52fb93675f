package org.cellineage.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The portal shows and takes: it computes nothing, and nothing needs it. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    @Test
    void nothingUsesThePortal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cellineage.portal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.cellineage.portal..")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cellineage.portal.http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("org.cellineage.portal..")
                .and()
                .resideOutsideOfPackage("org.cellineage.portal.command")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.cellineage.jobs.command..")
                .check(CLASSES);
    }

    /** What is segmented, linked or tracked is the business of the engines. */
    @Test
    void itComputesNothing() {
        noClasses()
                .that()
                .resideInAPackage("org.cellineage.portal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.cellineage.segment..",
                        "org.cellineage.link..",
                        "org.cellineage.assign..",
                        "org.cellineage.train..",
                        "org.cellineage.jobs.segment..",
                        "org.cellineage.jobs.track..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.cellineage.portal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
