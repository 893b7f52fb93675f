package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.Pieces;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.LabelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of which one frame shows pieces far apart. */
class SplitLabelsTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 30;

    private static void square(int[] labels, int y0, int x0, int side, int label) {
        for (int y = y0; y < y0 + side; y++) {
            for (int x = x0; x < x0 + side; x++) {
                labels[y * WIDTH + x] = label;
            }
        }
    }

    private static SegmentedFrame frame(int number, int[] labels) {
        return new SegmentedFrame(
                number, WIDTH, HEIGHT, CellMeasurer.measure(new LabelImage(WIDTH, HEIGHT, labels), List.of()));
    }

    /** Two squares of 10 px: the gap between them in pixels, and whether it is told. */
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, false", "8, true", "50, true"})
    void piecesFarApartAreTold(int gap, boolean told) {
        int[] labels = new int[WIDTH * HEIGHT];
        square(labels, 5, 5, 10, 3);
        square(labels, 5, 15 + gap, 10, 3);
        SplitLabels splits = new SplitLabels("masks");
        splits.check(frame(4, labels));
        if (told) {
            assertThat(splits.flaws()).singleElement().satisfies(flaw -> {
                assertThat(flaw.frame()).isEqualTo(4);
                assertThat(flaw.problem().where()).isEqualTo("masks");
                assertThat(flaw.problem().cause()).contains("Label 3", gap + " px apart");
            });
        } else {
            assertThat(splits.flaws()).isEmpty();
        }
    }

    @Test
    void aSpeckFarAwayIsNoPieceAndALabelIsToldOnce() {
        int[] speck = new int[WIDTH * HEIGHT];
        square(speck, 5, 5, 10, 3);
        square(speck, 5, 60, 2, 3);
        int[] split = new int[WIDTH * HEIGHT];
        square(split, 5, 5, 10, 3);
        square(split, 5, 60, 10, 3);
        SplitLabels splits = new SplitLabels("masks");
        splits.check(frame(0, speck));
        splits.check(frame(1, split));
        splits.check(frame(2, split));
        assertThat(splits.flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.frame()).isEqualTo(1);
            assertThat(flaw.problem().cause()).contains("1 more");
        });
    }

    /** A ring, a U and a diagonal are one piece; as counted by hand. */
    @Test
    void piecesAreThoseThatTouch() {
        int[] labels = new int[WIDTH * HEIGHT];
        for (int x = 10; x <= 14; x++) {
            labels[2 * WIDTH + x] = 1;
            labels[6 * WIDTH + x] = 1;
        }
        for (int y = 2; y <= 6; y++) {
            labels[y * WIDTH + 10] = 1;
            labels[y * WIDTH + 14] = 1;
        }
        for (int i = 0; i < 5; i++) {
            labels[(15 + i) * WIDTH + 30 - i] = 2;
        }
        for (int y = 15; y <= 20; y++) {
            labels[y * WIDTH + 50] = 3;
            labels[y * WIDTH + 54] = 3;
        }
        for (int x = 50; x <= 54; x++) {
            labels[20 * WIDTH + x] = 3;
        }
        labels[25 * WIDTH] = 4;
        labels[25 * WIDTH + WIDTH - 1] = 4;
        assertThat(frame(0, labels).cells())
                .extracting(cell -> Pieces.of(cell.mask(), cell.box()).size())
                .containsExactly(1, 1, 1, 2);
    }
}
