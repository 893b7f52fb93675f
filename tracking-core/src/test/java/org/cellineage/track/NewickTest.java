package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NewickTest {

    private static Newick.Branch branch(String path, double length) {
        return new Newick.Branch(LineagePath.parse(path), length);
    }

    /** Reads Newick by recursive descent: name to mother's name and length. */
    private static final class Reader {
        private final String text;
        private int at;
        private final Map<String, String> motherOf = new TreeMap<>();
        private final Map<String, Double> lengths = new TreeMap<>();

        Reader(String text) {
            this.text = text;
        }

        Reader read() {
            while (at < text.length()) {
                node();
                assertThat(text.charAt(at++)).isEqualTo(';');
                if (at < text.length()) {
                    assertThat(text.charAt(at++)).isEqualTo('\n');
                }
            }
            return this;
        }

        private String node() {
            List<String> daughters = new ArrayList<>();
            if (text.charAt(at) == '(') {
                do {
                    at++;
                    daughters.add(node());
                } while (text.charAt(at) == ',');
                assertThat(text.charAt(at++)).isEqualTo(')');
            }
            int from = at;
            while (",():;".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(from, at);
            daughters.forEach(daughter -> motherOf.put(daughter, name));
            if (text.charAt(at) == ':') {
                int start = ++at;
                while (",();".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                lengths.put(name, Double.parseDouble(text.substring(start, at)));
            }
            return name;
        }
    }

    @Test
    void aReaderFindsTheSameTreesAgain() {
        Random random = new Random(8);
        for (int round = 0; round < 300; round++) {
            Map<String, String> motherOf = new TreeMap<>();
            Map<String, Double> lengths = new TreeMap<>();
            List<String> cells = new ArrayList<>();
            for (int i = random.nextInt(25); i >= 0; i--) {
                String mother =
                        cells.isEmpty() || random.nextInt(8) == 0 ? "" : cells.get(random.nextInt(cells.size()));
                String cell = mother.isEmpty()
                        ? Integer.toString(1 + random.nextInt(40))
                        : mother + "." + (1 + random.nextInt(2));
                if (!lengths.containsKey(cell)) {
                    cells.add(cell);
                    if (!mother.isEmpty()) {
                        motherOf.put(cell, mother);
                    }
                    lengths.put(cell, random.nextInt(1000) / 8.0);
                }
            }
            Collections.shuffle(cells, random);
            List<Newick.Branch> branches =
                    cells.stream().map(cell -> branch(cell, lengths.get(cell))).toList();
            Reader read = new Reader(Newick.format(branches)).read();
            assertThat(read.motherOf).isEqualTo(motherOf);
            assertThat(read.lengths).isEqualTo(lengths);
        }
    }

    @Test
    void oneCellIsATree() {
        assertThat(Newick.format(List.of(branch("5", 3)))).isEqualTo("5:3;");
        assertThat(Newick.format(List.of())).isEmpty();
        assertThat(Newick.format(List.of(branch("5.1", Double.NaN)))).isEqualTo("5.1;");
    }

    @Test
    void aSubtreeBeginsAtTheCellFromWhichAllOfItComes() {
        assertThat(Newick.format(List.of(branch("5.1.2", 2), branch("5.1.1.1", 1))))
                .isEqualTo("((5.1.1.1:1)5.1.1,5.1.2:2)5.1;");
    }

    @Test
    void aCellSeenAgainUnderANewTrackIsOneNode() {
        assertThat(Newick.format(List.of(branch("5", 3), branch("5.1", 2), branch("5.1", 4), branch("5.2", 1.5))))
                .isEqualTo("(5.1:6,5.2:1.5)5:3;");
    }

    @Test
    void depthCostsNoStack() {
        List<Newick.Branch> branches = new ArrayList<>();
        StringBuilder path = new StringBuilder("1");
        for (int generation = 0; generation < 2000; generation++) {
            branches.add(branch(path.toString(), 1));
            path.append(".1");
        }
        assertThat(Newick.format(branches)).startsWith("(".repeat(1999)).endsWith(")1:1;");
    }
}
