package org.cellineage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.config.Doc;
import org.junit.jupiter.api.Test;

/** The rules of the module and its packages; docs/ARCHITECTURE.md gives the reasons. */
class ArchitectureTest {

    private static final String ROOT = "org.cellineage.";

    /** A package may use those before it. */
    private static final List<String> ORDER = List.of(
            "problem",
            "config",
            "image",
            "format",
            "illumination",
            "model",
            "type",
            "segment",
            "predict",
            "picture",
            "cell",
            "classify",
            "page",
            "link",
            "assign",
            "track",
            "correct",
            "evaluate",
            "api",
            "simulate",
            "train");

    /** Beside the order: pairs that must not know one another. */
    private static final Map<String, Set<String>> APART =
            Map.of("config", Set.of("problem"), "cell", Set.of("segment"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.cellineage");

    @Test
    void noSparkAndNoHadoop() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "com.nvidia..")
                .because("the core is what happens to one frame or one movie, wherever it runs")
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        Set<String> found = new HashSet<>();
        CLASSES.forEach(type -> found.add(base(type)));
        assertThat(found).isNotEmpty().isSubsetOf(ORDER);
    }

    @Test
    void packagesUseEarlierOnesOnly() {
        for (String name : ORDER) {
            Set<String> allowed = new HashSet<>(ORDER.subList(0, ORDER.indexOf(name) + 1));
            allowed.removeAll(APART.getOrDefault(name, Set.of()));
            noClasses()
                    .that(describe("are in " + name, type -> base(type).equals(name)))
                    .should()
                    .dependOnClassesThat(describe(
                            "are in a later package, or one that must stay apart",
                            type -> type.getPackageName().startsWith(ROOT) && !allowed.contains(base(type))))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void noCyclesBetweenPackages() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingEndsTheProcessOrWritesToTheConsole() {
        noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void everyOptionIsExplainedAndHasADefault() throws ReflectiveOperationException {
        int options = 0;
        for (JavaClass type : CLASSES) {
            Class<?> reflected = Class.forName(type.getName());
            if (!reflected.isRecord() || !reflected.getSimpleName().endsWith("Options")) {
                continue;
            }
            options++;
            assertThat(Modifier.isStatic(reflected.getField("DEFAULTS").getModifiers()))
                    .isTrue();
            for (RecordComponent component : reflected.getRecordComponents()) {
                Doc doc = component.getAnnotation(Doc.class);
                assertThat(doc).as(reflected + "." + component.getName()).isNotNull();
                assertThat(doc.value())
                        .as(reflected + "." + component.getName())
                        .endsWith(".");
            }
        }
        assertThat(options).isPositive();
    }

    /** {@code format} of {@code org.cellineage.format.tiff.TiffFile}. */
    private static String base(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : "";
    }
}
