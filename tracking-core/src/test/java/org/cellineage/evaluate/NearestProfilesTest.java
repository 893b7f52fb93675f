package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestProfilesTest {

    private static NearestProfiles.Well well(String name, String compound, String known, double x, double y) {
        return new NearestProfiles.Well(name, compound, known, Map.of("x", x, "y", y));
    }

    @Test
    void theNearestOfItsOwnCompoundDoesNotCount() {
        List<NearestProfiles.Well> wells = List.of(
                well("P/A01", "a", "one", 1, 0),
                well("P/A02", "a", "one", 1, 0.01),
                well("P/A03", "b", "one", 2, 1),
                well("P/A04", "c", "two", 0, 3),
                well("P/A05", "d", "two", 1, 8));
        List<NearestProfiles.Match> matches = NearestProfiles.leavingOneCompoundOut(wells);
        assertThat(matches)
                .extracting(match -> match.well().name() + " " + match.nearest().name())
                .containsExactly("P/A01 P/A03", "P/A02 P/A03", "P/A03 P/A02", "P/A04 P/A05", "P/A05 P/A04");
        // The angle between (2, 1) and (1, 0).
        assertThat(matches.get(0).cosine()).isCloseTo(2 / Math.sqrt(5), within(1e-12));
        ClassConfusion confusion = NearestProfiles.confusion(matches);
        assertThat(confusion.macroRecall()).isEqualTo(1);
        assertThat(confusion.counts()).isDeepEqualTo(new long[][] {{3, 0}, {0, 2}});
    }

    @Test
    void neitherTheOrderOfWellsNorTheStrengthOfAnEffectMatters() {
        Random random = new Random(5);
        List<NearestProfiles.Well> wells = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            wells.add(well("P/" + i, "c" + i % 10, "k" + i % 4, random.nextGaussian(), random.nextGaussian()));
        }
        List<String> expected = shown(wells);
        List<NearestProfiles.Well> others = new ArrayList<>();
        wells.forEach(one -> others.add(well(
                one.name(),
                one.compound(),
                one.known(),
                4 * one.profile().get("x"),
                4 * one.profile().get("y"))));
        Collections.shuffle(others, random);
        assertThat(shown(others)).isEqualTo(expected);
    }

    private static List<String> shown(List<NearestProfiles.Well> wells) {
        return NearestProfiles.leavingOneCompoundOut(wells).stream()
                .map(match -> match.well().name() + " " + match.nearest().name())
                .sorted()
                .toList();
    }

    @Test
    void wellsWithoutAProfileOrAnotherCompoundHaveNoMatch() {
        assertThat(NearestProfiles.leavingOneCompoundOut(
                        List.of(well("P/A01", "a", "one", 1, 0), well("P/A02", "a", "one", 2, 0))))
                .isEmpty();
        assertThat(NearestProfiles.leavingOneCompoundOut(
                        List.of(well("P/A01", "a", "one", 1, 0), well("P/A02", "b", "one", 0, 0))))
                .isEmpty();
    }
}
