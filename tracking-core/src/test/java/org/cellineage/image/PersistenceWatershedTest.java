package org.cellineage.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The flood against prominences computed from their definition, by growing from each peak alone. */
class PersistenceWatershedTest {

    @Test
    void peaksOfEnoughProminenceKeepTheirBasinsAndNoOthers() {
        SplittableRandom random = new SplittableRandom(1);
        int kept = 0;
        int merged = 0;
        for (int trial = 0; trial < 300; trial++) {
            int width = random.nextInt(1, 14);
            int height = random.nextInt(1, 14);
            boolean[] mask = new boolean[width * height];
            for (int p = 0; p < mask.length; p++) {
                mask[p] = random.nextInt(5) > 0;
            }
            float[] landscape = permutation(random, mask.length);
            int persistence = random.nextInt(mask.length);
            int[] labels = PersistenceWatershed.cut(landscape, mask, width, height, persistence)
                    .labels();
            Set<Integer> summits = new HashSet<>();
            for (int p = 0; p < mask.length; p++) {
                assertThat(labels[p] != 0).isEqualTo(mask[p]);
                if (mask[p]) {
                    float prominence = prominence(landscape, mask, width, p);
                    if (prominence > 0 && prominence >= persistence) {
                        assertThat(summits.add(labels[p]))
                                .as("one peak a basin")
                                .isTrue();
                        kept++;
                    } else if (prominence > 0) {
                        merged++;
                    }
                }
            }
            assertThat(summits).hasSize(Arrays.stream(labels).max().orElse(0));
            assertThat(basinsAreConnected(labels, width)).isTrue();
        }
        assertThat(kept).isGreaterThan(500);
        assertThat(merged).isGreaterThan(500);
    }

    @Test
    void equalHeightsAreSharedOutTheSameWayEveryTimeAndNoPixelIsLost() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 100; trial++) {
            int width = random.nextInt(1, 20);
            int height = random.nextInt(1, 20);
            float[] landscape = new float[width * height];
            boolean[] mask = new boolean[landscape.length];
            for (int p = 0; p < landscape.length; p++) {
                landscape[p] = random.nextInt(4);
                mask[p] = random.nextInt(4) > 0;
            }
            LabelImage cut = PersistenceWatershed.cut(landscape, mask, width, height, 1);
            assertThat(PersistenceWatershed.cut(landscape, mask, width, height, 1)
                            .labels())
                    .isEqualTo(cut.labels());
            int highest = 0;
            for (int p = 0; p < mask.length; p++) {
                assertThat(cut.labels()[p] != 0).isEqualTo(mask[p]);
                assertThat(cut.labels()[p]).isLessThanOrEqualTo(highest + 1);
                highest = Math.max(highest, cut.labels()[p]);
            }
            assertThat(basinsAreConnected(cut.labels(), width)).isTrue();
        }
    }

    @Test
    void aPlateauIsOneBasin() {
        boolean[] all = new boolean[100];
        Arrays.fill(all, true);
        assertThat(PersistenceWatershed.cut(new float[100], all, 10, 10, 0.5).labels())
                .containsOnly(1);
    }

    private static float[] permutation(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            values[i] = values[j];
            values[j] = i;
        }
        return values;
    }

    /** Height above the pass to higher ground; 0 for what is no peak, infinite for the highest of its region. */
    private static float prominence(float[] landscape, boolean[] mask, int width, int peak) {
        Set<Integer> reached = new HashSet<>(List.of(peak));
        float pass = landscape[peak];
        while (true) {
            int next = -1;
            for (int p : reached) {
                for (int q : around(p, width, mask.length)) {
                    if (mask[q] && !reached.contains(q) && (next < 0 || landscape[q] > landscape[next])) {
                        next = q;
                    }
                }
            }
            if (next < 0) {
                return Float.POSITIVE_INFINITY;
            }
            if (landscape[next] > landscape[peak]) {
                return landscape[peak] - pass;
            }
            pass = Math.min(pass, landscape[next]);
            reached.add(next);
        }
    }

    private static boolean basinsAreConnected(int[] labels, int width) {
        Set<Integer> seen = new HashSet<>();
        boolean[] visited = new boolean[labels.length];
        for (int start = 0; start < labels.length; start++) {
            if (labels[start] == 0 || visited[start]) {
                continue;
            }
            if (!seen.add(labels[start])) {
                return false;
            }
            List<Integer> queue = new ArrayList<>(List.of(start));
            visited[start] = true;
            for (int i = 0; i < queue.size(); i++) {
                for (int q : around(queue.get(i), width, labels.length)) {
                    if (labels[q] == labels[start] && !visited[q]) {
                        visited[q] = true;
                        queue.add(q);
                    }
                }
            }
        }
        return true;
    }

    private static List<Integer> around(int p, int width, int size) {
        List<Integer> near = new ArrayList<>();
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int y = p / width + dy;
                int x = p % width + dx;
                if ((dy | dx) != 0 && y >= 0 && y < size / width && x >= 0 && x < width) {
                    near.add(y * width + x);
                }
            }
        }
        return near;
    }
}
