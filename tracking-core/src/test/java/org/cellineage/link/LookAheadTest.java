package org.cellineage.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.RunLengthMask;
import org.junit.jupiter.api.Test;

class LookAheadTest {

    private static final double SPACING = 20;

    private static Cell at(int label, double y, double x) {
        BoundingBox own = new BoundingBox(0, 0, 1, 1);
        RunLengthMask mask = RunLengthMask.encode(new int[] {1}, 1, own, 1);
        return new Cell(label, y, x, own, 1, 1, 0, 1, 1, 0, 1, false, List.of(), Double.NaN, false, mask);
    }

    /** One cell goes on, one divides into two, one is gone, and a new one comes far away. */
    @Test
    void cellsAreClaimedByWhatLiesNearestToThem() {
        List<Cell> cells = List.of(at(1, 10, 10), at(2, 10, 100), at(3, 10, 200));
        List<Cell> after = List.of(at(1, 12, 10), at(2, 10, 93), at(3, 10, 108), at(4, 300, 300));
        LookAhead ahead = LookAhead.of(cells, List.of(after), SPACING);
        assertThat(ahead.isKnown()).isTrue();
        assertThat(ahead.claims()).containsExactly(1, 2, 0);
        assertThat(ahead.nearest()).containsExactly(0, 1, PointGrid.NONE);
        assertThat(ahead.nearestY()).containsExactly(12, 10, Double.NaN);
        assertThat(ahead.nearestX()).containsExactly(10, 93, Double.NaN);
    }

    /** A cell that was cut in two for one frame is one again in the frame after the next. */
    @Test
    void theFrameAfterTheNextShowsWhatBecomesOfTheSuccessors() {
        List<Cell> cells = List.of(at(1, 10, 10), at(2, 10, 22), at(3, 10, 100), at(4, 10, 200));
        List<Cell> next = List.of(at(1, 10, 10), at(2, 10, 22), at(3, 10, 103), at(4, 10, 200));
        List<Cell> later = List.of(at(1, 10, 15), at(2, 10, 107));
        LookAhead ahead = LookAhead.of(cells, List.of(next, later), SPACING);
        assertThat(ahead.isLaterKnown()).isTrue();
        assertThat(ahead.later()).containsExactly(0, 0, 1, PointGrid.NONE);
        assertThat(ahead.laterPx()).containsExactly(5, 7, 4, Double.NaN);
        LookAhead shorter = LookAhead.of(cells, List.of(next), SPACING);
        assertThat(shorter.isLaterKnown()).isFalse();
        assertThat(shorter.later()).containsOnly(PointGrid.NONE);
        assertThat(shorter.nearest()).isEqualTo(ahead.nearest());
        assertThat(shorter.claims()).isEqualTo(ahead.claims());
    }

    @Test
    void theLastFrameLooksAtNothing() {
        LookAhead ahead = LookAhead.none(2);
        assertThat(ahead.isKnown()).isFalse();
        assertThat(ahead.nearest()).containsOnly(PointGrid.NONE);
        assertThat(ahead.claims()).containsOnly(0);
        assertThat(LookAhead.of(List.of(), List.of(List.of(at(1, 0, 0))), SPACING)
                        .claims())
                .isEmpty();
        assertThat(LookAhead.of(List.of(at(1, 0, 0)), List.of(List.of()), SPACING)
                        .nearest())
                .containsExactly(PointGrid.NONE);
    }

    /** A stage that shifts by most of a spacing is no motion of the cells. */
    @Test
    void driftIsTakenOut() {
        SplittableRandom random = new SplittableRandom(7);
        List<Cell> cells = new ArrayList<>();
        List<Cell> after = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double y = 20 * (i / 10) + 6 * random.nextDouble();
            double x = 20 * (i % 10) + 6 * random.nextDouble();
            cells.add(at(i + 1, y, x));
            after.add(at(i + 1, y + 13, x - 6));
        }
        LookAhead ahead = LookAhead.of(cells, List.of(after), SPACING);
        for (int i = 0; i < cells.size(); i++) {
            assertThat(ahead.nearest()[i]).isEqualTo(i);
            assertThat(ahead.claims()[i]).isEqualTo(1);
            assertThat(ahead.nearestY()[i]).isCloseTo(cells.get(i).yPx(), within(1.0));
            assertThat(ahead.nearestX()[i]).isCloseTo(cells.get(i).xPx(), within(1.0));
        }
    }
}
