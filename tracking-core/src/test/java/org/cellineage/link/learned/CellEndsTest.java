package org.cellineage.link.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cellineage.link.CellAxis;
import org.junit.jupiter.api.Test;

/** Rods along the rows' direction to the right, whose distances can be told from a sketch. */
class CellEndsTest {

    private static final double CLOSE = 1e-12;

    private static CellAxis rod(double halfLength, double halfWidth) {
        return new CellAxis(0, 1, halfLength, halfWidth);
    }

    @Test
    void aRodThatGrowsInPlaceMovesItsEndsByHalfOfIt() {
        assertThat(CellEnds.apart(rod(20, 4), rod(24, 4), 0, 0)).isCloseTo(4 / 8.0, within(CLOSE));
    }

    /** Of two rods side by side, each end is a width from its neighbour's, however long they are. */
    @Test
    void rodsSideBySide() {
        for (double length : new double[] {6, 20, 40}) {
            assertThat(CellEnds.apart(rod(length, 4), rod(length, 4), 8, 0)).isCloseTo(1, within(CLOSE));
            assertThat(CellEnds.nearest(rod(length, 4), rod(length, 4), 8, 0)).isCloseTo(1, within(CLOSE));
        }
    }

    /** It does not matter which end of an axis its direction points to. */
    @Test
    void axesHaveNoSign() {
        CellAxis other = new CellAxis(0, -1, 24, 4);
        assertThat(CellEnds.apart(rod(20, 4), other, 1, 3)).isEqualTo(CellEnds.apart(rod(20, 4), rod(24, 4), 1, 3));
        assertThat(CellEnds.nearest(rod(20, 4), other, 1, 3)).isEqualTo(CellEnds.nearest(rod(20, 4), rod(24, 4), 1, 3));
    }

    /** A mother of half length 20 becomes two daughters of half length 10 at her ends. */
    @Test
    void daughtersKeepTheOuterEndsAndShareTheInnerOne() {
        CellAxis mother = rod(20, 4);
        CellAxis daughter = rod(10, 4);
        assertThat(CellEnds.outer(mother, daughter, daughter, 0, -10, 0, 10)).isCloseTo(0, within(CLOSE));
        assertThat(CellEnds.outer(mother, daughter, daughter, 0, 10, 0, -10)).isCloseTo(0, within(CLOSE));
        // Between the inner ends lie two halves of a width.
        assertThat(CellEnds.nearest(daughter, daughter, 0, 20)).isCloseTo(1, within(CLOSE));
        assertThat(CellEnds.nearest(mother, daughter, 0, 10)).isCloseTo(0, within(CLOSE));
        // A rod beside the mother is no daughter: one outer end fits, the other lies a rod away.
        assertThat(CellEnds.outer(mother, daughter, daughter, 0, -10, 8, -10)).isGreaterThan(1);
    }

    /** The direction of a round cell has no influence. */
    @Test
    void roundCellsAreAsFarApartAsTheirCentres() {
        CellAxis one = new CellAxis(Math.cos(0.4), Math.sin(0.4), 5, 5);
        CellAxis other = new CellAxis(Math.cos(2), Math.sin(2), 7, 7);
        assertThat(CellEnds.apart(one, other, 12, 0)).isCloseTo(1, within(CLOSE));
        assertThat(CellEnds.nearest(one, other, 12, 0)).isCloseTo(1, within(CLOSE));
        assertThat(CellEnds.outer(one, other, other, 10, 0, -10, 0)).isCloseTo(1, within(CLOSE));
    }
}
