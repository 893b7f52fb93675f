package org.cellineage.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cellineage.link.GeometricScorer;
import org.cellineage.segment.ClassicalSegmenter;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.LearnedLinker;
import org.junit.jupiter.api.Test;

/** The rules between the modules, and inside this one. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    private static final int MOST_FILES = 15;
    private static final int MOST_LINES = 2000;
    private static final int MOST_PARAMETERS = 6;

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
                .resideInAPackage("org.cellineage.jobs.*..")
                .and()
                .resideOutsideOfPackage("org.cellineage.jobs.command..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.cellineage.jobs.command..", "picocli..")
                .check(CLASSES);
    }

    /** Settings name segmenters and linkers; nothing but their registries may. */
    @Test
    void onlyTheRegistriesNameSegmentersAndLinkers() {
        // Whatever a run segments with, training takes what this one segmenter outlines far from any truth for debris,
        // and what it outlines in a channel to predict for the objects by which the prediction is judged.
        onlyTheRegistryNames(
                "org.cellineage.segment.method",
                ClassicalSegmenter.class,
                "org.cellineage.segment",
                "org.cellineage.train.segmentation",
                "org.cellineage.train.image");
        onlyTheRegistryNames("org.cellineage.track.method", GeometricLinker.class, "org.cellineage.track");
        onlyTheRegistryNames("org.cellineage.track.method", LearnedLinker.class, "org.cellineage.track");
        onlyTheRegistryNames("org.cellineage.track.method", GeometricScorer.class, "org.cellineage.track");
    }

    /** A site may add a store with a jar, so that nothing may count on one of them. */
    @Test
    void nothingNamesAStore() {
        for (String store : List.of("parquet", "iceberg")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.cellineage.jobs.store." + store + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.cellineage.jobs.store." + store + "..")
                    .check(CLASSES);
        }
    }

    /** Its jar is not part of the release: whoever does without the store does without it. */
    @Test
    void nothingButItsStoreKnowsIceberg() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cellineage.jobs.store.iceberg..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.iceberg..")
                .check(CLASSES);
    }

    private static void onlyTheRegistryNames(String registry, Class<?> implementation, String... allowed) {
        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .and()
                .resideOutsideOfPackage(registry)
                .and()
                .doNotBelongToAnyOf(implementation)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(implementation)
                .because("whoever adds one to " + registry + " must not have to look elsewhere")
                .check(CLASSES);
    }

    /** The data's way: each stage may know those before it. */
    @Test
    void stagesKnowTheStagesBeforeThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("catalog")
                .definedBy("org.cellineage.jobs.catalog..")
                .layer("segmented")
                .definedBy("org.cellineage.jobs.segmented..")
                .layer("plan")
                .definedBy("org.cellineage.jobs.plan..")
                .layer("segment")
                .definedBy("org.cellineage.jobs.segment..")
                .layer("track")
                .definedBy("org.cellineage.jobs.track..")
                .layer("correct")
                .definedBy("org.cellineage.jobs.correct..")
                .layer("publish")
                .definedBy("org.cellineage.jobs.publish..")
                .layer("pipeline")
                .definedBy("org.cellineage.jobs.pipeline..")
                .whereLayer("pipeline")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("publish")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("track")
                .mayOnlyBeAccessedByLayers("correct", "publish", "pipeline")
                .whereLayer("correct")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("segment")
                .mayOnlyBeAccessedByLayers("pipeline")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("segment", "publish", "pipeline")
                .whereLayer("segmented")
                .mayOnlyBeAccessedByLayers("plan", "segment", "track", "publish", "pipeline")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCyclesAndTheRootIsOne() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String prefix = "org.cellineage.jobs";
                        String name = type.getPackageName();
                        if (!name.startsWith(prefix)) {
                            return SliceIdentifier.ignore();
                        }
                        return name.equals(prefix)
                                ? SliceIdentifier.of("(root)")
                                : SliceIdentifier.of(
                                        name.substring(prefix.length() + 1).split("\\.")[0]);
                    }

                    @Override
                    public String getDescription() {
                        return "packages of the jobs";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void packagesOfTheJobsHoldFewFiles() {
        Map<String, Set<String>> files = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            if (type.getPackageName().startsWith("org.cellineage.jobs")) {
                files.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSource().orElseThrow().getFileName().orElseThrow());
            }
        }
        assertThat(files).containsKey("org.cellineage.jobs.pipeline");
        files.forEach((name, ofPackage) -> assertThat(ofPackage)
                .as("files of %s: split it, or move what belongs elsewhere", name)
                .hasSizeLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void packagesOfTheJobsHoldFewLines() throws IOException {
        Map<Path, Long> lines = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                lines.merge(
                        source.getParent(), (long) Files.readAllLines(source).size(), Long::sum);
            }
        }
        assertThat(lines).hasSizeGreaterThan(10);
        lines.forEach((folder, count) -> assertThat(count)
                .as("lines in %s: split it, or move what belongs elsewhere", folder)
                .isLessThanOrEqualTo(MOST_LINES));
    }

    /** What needs more is given a record that says what belongs together. */
    @Test
    void constructorsTakeFewParameters() {
        List<String> tooMany = new ArrayList<>();
        int seen = 0;
        for (JavaClass type : CLASSES) {
            if (type.isRecord() || type.isAnonymousClass()) {
                continue;
            }
            for (JavaConstructor constructor : type.getConstructors()) {
                seen++;
                long written = Arrays.stream(constructor.reflect().getParameters())
                        .filter(parameter -> !parameter.isImplicit() && !parameter.isSynthetic())
                        .count();
                if (written > MOST_PARAMETERS) {
                    tooMany.add(constructor.getFullName());
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(tooMany).isEmpty();
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
