package org.cellineage.format.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;

class RecognitionTest {

    private static List<String> names(String format, int frames, Object... channels) {
        return IntStream.range(0, frames)
                .boxed()
                .flatMap(t -> Stream.of(channels).map(c -> String.format(format, t, c)))
                .toList();
    }

    private static List<String> all(List<?>... lists) {
        List<String> all = new ArrayList<>();
        for (List<?> list : lists) {
            list.forEach(name -> all.add((String) name));
        }
        return all;
    }

    private static Recognition one(List<String> names) {
        List<Recognition> found = Recognition.of(names);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String layout(Recognition recognition) {
        return recognition.scheme().map(NamingScheme::name).orElse("none");
    }

    private static long movies(Recognition recognition) {
        return recognition.images().values().stream()
                .map(ImageName::movie)
                .distinct()
                .count();
    }

    @Test
    void aDecisiveFileNamesTheLayout() {
        List<String> names = new ArrayList<>(List.of("P7/P7.HTD"));
        for (String well : List.of("B02", "B03", "C05")) {
            names.add("P7/P7_" + well + ".TIF");
        }
        Recognition found = one(names);
        assertThat(layout(found)).isEqualTo("imagexpress");
        assertThat(found.reason()).isEqualTo("the folder holds P7.HTD, and 3 of 3 image names are like P7/P7_B02.TIF");
        assertThat(movies(found)).isEqualTo(3);
    }

    @Test
    void theOrderOfTheNamesDoesNotMatter() {
        List<String> names = new ArrayList<>(names("Dish1_w%2$s_s1_t%1$d.TIF", 12, "1GFP", "2RFP"));
        Recognition found = one(names);
        Collections.shuffle(names, new Random(3));
        assertThat(one(names))
                .usingRecursiveComparison()
                .ignoringFields("scheme")
                .isEqualTo(found);
        assertThat(layout(found)).isEqualTo("metamorph");
        assertThat(movies(found)).isEqualTo(1);
        assertThat(found.doubts()).isEmpty();
    }

    @Test
    void channelsWithoutAPatternAreDoubted() {
        Recognition found = one(names("img_%04d_%d.tif", 20, 1, 2));
        assertThat(layout(found)).isEqualTo("numbered");
        assertThat(found.doubts()).hasSize(1);
        assertThat(found.doubts().get(0).kind()).isEqualTo(Doubt.Kind.SUSPICIOUS);
        assertThat(found.doubts().get(0).layout()).contains("pattern:img_{frame}_{channel}.tif");
    }

    @Test
    void moreThanNineWavesAreNotReadAsNames() {
        List<String> waves =
                IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
        List<Recognition> found = Recognition.of(names("d_w%2$s_s1_t%1$d.TIF", 5, waves.toArray()));
        assertThat(found).hasSize(1);
        Recognition only = found.get(0);
        boolean right = only.images().values().stream()
                        .map(i -> i.channel().map(ChannelName::key))
                        .distinct()
                        .count()
                == 12;
        assertThat(right || only.isAmbiguous() || only.scheme().isEmpty()).isTrue();
    }

    @Test
    void twoFilesOfOneImageAreAmbiguous() {
        Recognition found = one(List.of(
                "r01c01f01p01-ch1sk1fk1fl1.tiff", "r01c01f01p01-ch1sk1fk2fl1.tiff", "r01c01f01p01-ch1sk2fk1fl1.tiff"));
        assertThat(found.isAmbiguous()).isTrue();
        assertThat(found.doubts().get(0).cause()).contains("fk1fl1").contains("fk2fl1");
    }

    @Test
    void aTreeOfSeveralVendorsIsReadPartByPart() {
        List<Recognition> found = Recognition.of(all(
                names("leica/E_t%02d_ch%02d.tif", 5, 0, 1),
                names("phenix/Images/r01c01f01p01-ch%2$dsk%1$dfk1fl1.tiff", 5, 1, 2),
                names("plain/img_%04d.tif", 5, 0)));
        assertThat(found).extracting(RecognitionTest::layout).containsExactly("leica", "opera-phenix", "numbered");
        assertThat(found).extracting(Recognition::folder).containsExactly("leica", "phenix", "plain");
        assertThat(found).extracting(RecognitionTest::movies).containsExactly(1L, 1L, 1L);
    }

    /** A plate stays what it was when something else arrives beside its images. */
    @Test
    void whatLiesBesideAMovieDoesNotTakeItApart() {
        List<String> plate = new ArrayList<>(List.of("in/P7/P7.HTD"));
        for (int t = 1; t <= 4; t++) {
            for (String site : List.of("B02_s1", "B02_s2", "C05_s1")) {
                plate.add("in/P7/TimePoint_" + t + "/E_" + site + "_w1.TIF");
            }
        }
        Map<String, ImageName> alone = one(plate).images();
        List<List<String>> arrivals = List.of(
                List.of("in/P7/overview/img_0001.tif", "in/P7/overview/img_0002.tif"),
                List.of("in/P7/B05_s1.tif"),
                List.of("in/P7/day 2/TimePoint_1/E_D04_s1_w1.TIF", "in/P7/day 2/TimePoint_2/E_D04_s1_w1.TIF"),
                List.of("in/film_0001.tif", "in/film_0002.tif", "in/Other/B02_s1_t1.tif", "in/Other/B02_s1_t2.tif"));
        List<String> all = new ArrayList<>(plate);
        for (List<String> arrival : arrivals) {
            List<String> both = new ArrayList<>(plate);
            both.addAll(arrival);
            all.addAll(arrival);
            assertThat(images(both)).as(arrival.toString()).containsAllEntriesOf(alone);
            assertThat(images(all)).as(all.toString()).containsAllEntriesOf(alone);
            // Also where no file says which instrument it was.
            both.remove(0);
            assertThat(images(both)).as(arrival.toString()).containsAllEntriesOf(alone);
            assertThat(Recognition.of(both).stream()
                            .filter(part -> part.images().keySet().stream().anyMatch(alone::containsKey)))
                    .as(arrival.toString())
                    .hasSize(1);
        }
    }

    private static Map<String, ImageName> images(List<String> names) {
        Map<String, ImageName> images = new HashMap<>();
        Recognition.of(names).forEach(part -> images.putAll(part.images()));
        return images;
    }

    @Test
    void calibrationAndSummariesBesideMoviesAreLeftOutAndTold() {
        List<String> names = all(
                names("img_%04d.tif", 10, 0), List.of("flatfield.tif", "MAX_img.tif", "img_thumb.tif", "img_0001.jpg"));
        Recognition found = one(names);
        assertThat(found.images()).hasSize(10);
        assertThat(found.leftOut()).containsOnlyKeys("flatfield.tif", "MAX_img.tif", "img_thumb.tif", "img_0001.jpg");
        assertThat(found.unexplained()).isEmpty();
    }

    @Test
    void projectionsAloneAreWhatIsToBeRead() {
        Recognition found = one(names("MAX_exp_%04d.tif", 10, 0));
        assertThat(found.images()).hasSize(10);
        assertThat(found.leftOut()).isEmpty();
    }

    @Test
    void timesOfDifferentKindsAreNotMixed() {
        Recognition found = Recognition.with(
                NamingSchemes.pattern("{well}_{time}.tif"), List.of("B02_1h.tif", "B02_2.tif", "B02_3.tif"));
        assertThat(found.isAmbiguous()).isTrue();
    }

    @Test
    void anUnknownNameIsToldNotDropped() {
        List<String> names =
                all(names("r01c01f01p01-ch%2$dsk%1$dfk1fl1.tiff", 20, 1), List.of("note.tif", "readme.txt"));
        Recognition found = one(names);
        assertThat(found.unexplained()).containsExactly("note.tif");
    }

    @Test
    void stacksNamedByWellAreOfNoScheme() {
        Recognition found = one(List.of("P1/B02_s1.tif", "P1/B03_s1.tif", "P2/B02.tif"));
        assertThat(found.scheme()).isEmpty();
        assertThat(found.unexplained()).hasSize(3);
    }

    private static Recognition tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return one(files.filter(Files::isRegularFile)
                    .map(p -> root.relativize(p).toString().replace('\\', '/'))
                    .toList());
        }
    }

    @Test
    void realPlatesAreRecognised() throws IOException {
        Recognition plate = tree(SharedData.require("plates/imagexpress/9987_Plate_3435"));
        assertThat(layout(plate)).isEqualTo("imagexpress");
        assertThat(movies(plate)).isEqualTo(4);
        assertThat(plate.images()).hasSize(16);
        assertThat(plate.doubts()).isEmpty();

        Recognition store = tree(SharedData.require("plates/imagexpress/SingleChannel"));
        assertThat(layout(store)).isEqualTo("imagexpress");
        assertThat(store.images()).hasSize(12);
        assertThat(store.leftOut())
                .hasSize(12)
                .allSatisfy((name, reason) -> assertThat(name).contains("_thumb"));
        assertThat(movies(store)).isEqualTo(4);
        assertThat(store.unexplained()).isEmpty();
    }
}
