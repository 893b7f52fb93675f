package org.cellineage.portal.movie;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.cellineage.cell.Cell;
import org.cellineage.correct.CorrectedLineage;

/** A number for the cells of each frame that is another one if a page would show them otherwise. */
final class FramePrints {

    private static final long PRIME = 1_000_003;

    private FramePrints() {}

    static Map<Integer, Long> of(CorrectedLineage lineage) {
        Map<Integer, Long> prints = new HashMap<>();
        for (CorrectedLineage.CorrectedCell row : lineage.cells()) {
            Cell cell = row.cell().cell();
            long print = row.cell().trackId();
            print = print * PRIME + Double.hashCode(cell.yPx());
            print = print * PRIME + Double.hashCode(cell.xPx());
            print = print * PRIME + cell.mask().hashCode();
            print = print * PRIME + cell.box().hashCode();
            print = print * PRIME + Double.hashCode(row.cell().linkProbability());
            long own = print;
            prints.merge(row.cell().frame(), own, (all, one) -> all * PRIME + one);
        }
        return prints;
    }

    /** The frames whose numbers differ, ascending. */
    static TreeSet<Integer> differing(Map<Integer, Long> a, Map<Integer, Long> b) {
        TreeSet<Integer> frames = new TreeSet<>(a.keySet());
        frames.addAll(b.keySet());
        frames.removeIf(frame -> Objects.equals(a.get(frame), b.get(frame)));
        return frames;
    }
}
