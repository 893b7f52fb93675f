package org.cellineage.format.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cellineage.format.Catalog;
import org.cellineage.format.MovieKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A movie has one name, whatever other movies are in its input. */
class KeyStabilityTest {

    @TempDir
    Path temp;

    /** Movie id to its files, {@code *} for three frames. */
    private static Map<String, List<String>> tree(String... pairs) {
        Map<String, List<String>> tree = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            tree.put(pairs[i], List.of(pairs[i + 1].split(" ")));
        }
        return tree;
    }

    static Stream<Map<String, List<String>>> trees() {
        return Stream.of(
                // Image folders and files of the folder itself.
                tree(
                        "above/-/root", "img_00*.tif",
                        "root/-/dish1_a", "dish1_a_0*.tif",
                        "root/-/dish1_b", "dish1_b_0*.tif",
                        "root/-/x_img", "x/img_*.tif",
                        "root/-/y_deep_img", "y/deep/img_*.tif",
                        "root/B02/1", "B02/img_*.tif",
                        "root/B03/far", "B03/far_*.tif"),
                // Stacks: a screen, a folder a day, wells and free names.
                tree(
                        "root/B02/1", "B02_s1.tif",
                        "root/-/control", "control.tif",
                        "P1/B02/1", "P1/B02_s1.tif",
                        "P2/B02/1", "P2/B02.tif",
                        "P2_day1/C05/3", "P2/day1/C05_s3.tif",
                        "root_day1/B02/1", "day1/B02_s1.tif",
                        "root_day2/B02/1", "day2/B02_s1.tif",
                        "root/-/P1_control", "P1/control.tif"),
                // Vendors' names, one beside the other.
                tree(
                        "PL/B02/1", "PL/TimePoint_*/E_B02_s1_w1.TIF",
                        "PL/B02/12", "PL/TimePoint_*/E_B02_s12_w1.TIF",
                        "QL/AC03/1", "QL/TimePoint_*/E_AC03_s1_w1.TIF",
                        "phenix/A01/1", "phenix/Images/r01c01f01p01-ch1sk*fk1fl1.tiff",
                        "phenix/B03/2", "phenix/Images/r02c03f02p01-ch1sk*fk1fl1.tiff",
                        "cv_P7/A01/1", "cv/P7_A01_T000*F001L01A01Z01C01.tif",
                        "leica/-/Exp3_Series001", "leica/Exp3_Series001_t0*_ch00.tif",
                        "Fluo-A/-/01", "Fluo-A/01/t00*.tif",
                        "Fluo-A/B02/14", "Fluo-A/B02_s14/t00*.tif"));
    }

    private Catalog catalog(List<List<String>> movies) throws IOException {
        MovieFolder folder =
                new MovieFolder(Files.createTempDirectory(temp, "t").resolve("above/root"));
        for (List<String> files : movies) {
            for (String file : files) {
                if (file.contains("*")) {
                    for (int t = 1; t <= 3; t++) {
                        folder.tiff(file.replace("*", Integer.toString(t)), t);
                    }
                } else {
                    folder.tiff(file, 1, 2, 3);
                }
            }
        }
        return folder.catalog();
    }

    private static List<String> ids(Catalog catalog) {
        return catalog.movies().stream().map(m -> m.key().id()).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("trees")
    void aMovieHasTheSameNameAloneAndAmongOthers(Map<String, List<String>> tree) throws IOException {
        Catalog all = catalog(List.copyOf(tree.values()));
        assertThat(all.failures()).isEmpty();
        assertThat(ids(all)).containsExactlyInAnyOrderElementsOf(tree.keySet());
        for (Map.Entry<String, List<String>> movie : tree.entrySet()) {
            Catalog alone = catalog(List.of(movie.getValue()));
            assertThat(ids(alone)).as(movie.getKey()).containsExactly(movie.getKey());
            assertThat(alone.movies().get(0).frameCount()).isEqualTo(3);
        }
    }

    @Test
    void noKeyLeadsOutOfItsFolder() throws IOException {
        for (String bad : List.of("..", ".", "a/b", "a\\b", "a\nb", "")) {
            assertThat(MovieKey.isPart(bad)).as(bad).isFalse();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new MovieKey("P", "-", bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        MovieFolder folder = new MovieFolder(temp.resolve("P"));
        folder.tiff("...tif", 1, 2).tiff("a\\b.tif", 1, 2);
        for (String layout : List.of("auto", "stacks")) {
            Catalog catalog = folder.catalog(layout);
            assertThat(catalog.movies())
                    .isNotEmpty()
                    .allSatisfy(movie ->
                            assertThat(MovieKey.isPart(movie.key().site())).isTrue());
        }
    }
}
