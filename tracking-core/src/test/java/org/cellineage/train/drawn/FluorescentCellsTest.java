package org.cellineage.train.drawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import org.cellineage.image.ConnectedRegions;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;

class FluorescentCellsTest {

    private static final List<LongFunction<DrawnImage>> KINDS =
            List.of(FluorescentCells::nuclei, FluorescentCells::patchyNuclei, FluorescentCells::wholeCells);

    @Test
    void theImageOfANumberIsAlwaysTheSameAndEachIsAnother() {
        for (LongFunction<DrawnImage> kind : KINDS) {
            DrawnImage first = kind.apply(3);
            assertThat(kind.apply(3).plane().toFloats()).isEqualTo(first.plane().toFloats());
            assertThat(kind.apply(3).labels().labels()).isEqualTo(first.labels().labels());
            assertThat(kind.apply(4).plane().toFloats())
                    .isNotEqualTo(first.plane().toFloats());
        }
    }

    @Test
    void everyCellIsInOnePiece() {
        for (LongFunction<DrawnImage> kind : KINDS) {
            for (int seed = 0; seed < 6; seed++) {
                LabelImage labels = kind.apply(seed).labels();
                assertThat(labels.maxLabel()).isPositive();
                for (int label = 1; label <= labels.maxLabel(); label++) {
                    int cell = label;
                    boolean[] mask = new boolean[labels.labels().length];
                    for (int p = 0; p < mask.length; p++) {
                        mask[p] = labels.labels()[p] == cell;
                    }
                    assertThat(ConnectedRegions.of(mask, labels.width(), labels.height(), false)
                                    .maxLabel())
                            .isLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** However dim and noisy an image is, its cells are brighter than the rest on average. */
    @Test
    void cellsAreBrighterThanTheirSurroundings() {
        for (LongFunction<DrawnImage> kind : KINDS) {
            for (int seed = 0; seed < 20; seed++) {
                DrawnImage drawn = kind.apply(seed);
                float[] values = drawn.plane().toFloats();
                double[] sum = new double[2];
                int[] count = new int[2];
                for (int p = 0; p < values.length; p++) {
                    int side = drawn.labels().labels()[p] == 0 ? 0 : 1;
                    sum[side] += values[p];
                    count[side]++;
                }
                assertThat(sum[1] / count[1]).as("image %d", seed).isGreaterThan(sum[0] / count[0]);
            }
        }
    }
}
