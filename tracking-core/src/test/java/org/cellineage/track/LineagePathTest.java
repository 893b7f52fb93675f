package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineagePathTest {

    /** A forest as mothers alone, which answers by climbing. */
    private static final class Forest {
        private final Map<String, String> motherOf = new HashMap<>();
        private final List<String> cells = new ArrayList<>();

        static Forest random(Random random, int cells) {
            Forest forest = new Forest();
            for (int i = 0; i < cells; i++) {
                if (forest.cells.isEmpty() || random.nextInt(12) == 0) {
                    forest.add(Integer.toString(1 + random.nextInt(30)), "");
                } else {
                    String mother = forest.cells.get(random.nextInt(forest.cells.size()));
                    forest.add(mother + ".1", mother);
                    forest.add(mother + ".2", mother);
                }
            }
            return forest;
        }

        private void add(String cell, String mother) {
            if (!motherOf.containsKey(cell)) {
                cells.add(cell);
                motherOf.put(cell, mother);
            }
        }

        /** The cell, its mother, and so on to the root. */
        List<String> up(String cell) {
            List<String> up = new ArrayList<>();
            for (String c = cell; !c.isEmpty(); c = motherOf.get(c)) {
                up.add(c);
            }
            return up;
        }
    }

    @Test
    void anyTwoCellsAreRelatedAsClimbingSays() {
        Random random = new Random(3);
        int related = 0;
        for (int round = 0; round < 60; round++) {
            Forest forest = Forest.random(random, 40);
            for (int pair = 0; pair < 200; pair++) {
                String a = forest.cells.get(random.nextInt(forest.cells.size()));
                String b = forest.cells.get(random.nextInt(forest.cells.size()));
                List<String> upA = forest.up(a);
                List<String> upB = forest.up(b);
                String common = upA.stream().filter(upB::contains).findFirst().orElse("");
                LineagePath pathA = LineagePath.parse(a);
                LineagePath pathB = LineagePath.parse(b);
                assertThat(pathA.commonAncestor(pathB)
                                .map(LineagePath::toString)
                                .orElse(""))
                        .isEqualTo(common);
                assertThat(pathA.descendsFrom(pathB)).isEqualTo(!a.equals(b) && upA.contains(b));
                if (common.isEmpty()) {
                    assertThat(pathA.distance(pathB)).isEmpty();
                    assertThat(pathA.cousinDegree(pathB)).isEmpty();
                } else {
                    int stepsA = upA.indexOf(common);
                    int stepsB = upB.indexOf(common);
                    assertThat(pathA.distance(pathB)).hasValue(stepsA + stepsB);
                    if (stepsA == 0 || stepsB == 0) {
                        assertThat(pathA.cousinDegree(pathB)).isEmpty();
                    } else {
                        related++;
                        assertThat(pathA.cousinDegree(pathB)).hasValue(Math.min(stepsA, stepsB) - 1);
                    }
                }
            }
        }
        assertThat(related).isGreaterThan(1000);
    }

    @Test
    void ancestorsAreWhatClimbingMeets() {
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            Forest forest = Forest.random(random, 40);
            for (String cell : forest.cells) {
                List<String> up = forest.up(cell);
                LineagePath path = LineagePath.parse(cell);
                assertThat(path.generation()).isEqualTo(up.size() - 1);
                assertThat(path.root()).isEqualTo(Integer.parseInt(up.get(up.size() - 1)));
                List<String> ancestors = new ArrayList<>(up.subList(1, up.size()));
                java.util.Collections.reverse(ancestors);
                assertThat(path.ancestors().stream().map(LineagePath::toString)).isEqualTo(ancestors);
                assertThat(path.parent().map(LineagePath::toString).orElse("")).isEqualTo(forest.motherOf.get(cell));
                for (int generation = -1; generation <= up.size(); generation++) {
                    String expected =
                            generation < 0 || generation >= up.size() ? "" : up.get(up.size() - 1 - generation);
                    assertThat(path.ancestor(generation)
                                    .map(LineagePath::toString)
                                    .orElse(""))
                            .isEqualTo(expected);
                }
                if (path.generation() > 0) {
                    LineagePath sister = path.sister().orElseThrow();
                    assertThat(forest.motherOf).containsKey(sister.toString());
                    assertThat(sister.parent()).isEqualTo(path.parent());
                    assertThat(sister.sister()).contains(path).isNotEqualTo(path.toString());
                    assertThat(sister).isNotEqualTo(path);
                } else {
                    assertThat(path.sister()).isEmpty();
                }
            }
        }
    }

    @Test
    void aThirdDaughterHasNoOneSister() {
        assertThat(LineagePath.parse("5.3").sister()).isEmpty();
    }

    @Test
    void orderIsThatOfATreeWalk() {
        List<LineagePath> paths = new ArrayList<>(List.of("10", "9.2", "9.1.2", "9", "9.1", "9.10", "9.1.1").stream()
                .map(LineagePath::parse)
                .toList());
        paths.sort(null);
        assertThat(paths).map(LineagePath::toString).containsExactly("9", "9.1", "9.1.1", "9.1.2", "9.2", "9.10", "10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "5.", ".5", "5..1", "a", "5.x", " 5", "05", "5.01", "-5", "+5", "5.2147483648", "٣"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> LineagePath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a lineage path");
    }

    @Test
    void readsWhatAPatternAllowsAndNothingElse() {
        Pattern allowed = Pattern.compile("[1-9]\\d{0,8}(\\.[1-9]\\d{0,8})*");
        Random random = new Random(5);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                text.append("0123456789...".charAt(random.nextInt(13)));
            }
            boolean isPath = allowed.matcher(text).matches();
            boolean taken;
            try {
                taken = LineagePath.parse(text.toString()).toString().contentEquals(text);
            } catch (IllegalArgumentException e) {
                taken = false;
            }
            assertThat(taken).as(text.toString()).isEqualTo(isPath);
            read += isPath ? 1 : 0;
        }
        assertThat(read).isGreaterThan(1000);
    }
}
