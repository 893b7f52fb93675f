package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.Pieces;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.format.GivenFlaw;
import org.cellineage.problem.Problem;

/**
 * Finds given labels whose pixels form components that are far apart in some frame, which is more often two cells with
 * the same number than one cell in two pieces. Serves one movie; each label is reported once, with the first such
 * frame.
 */
public final class SplitLabels {

    private static final int MOST = 100;

    private final String where;
    private final Map<Integer, Split> splits = new TreeMap<>();
    private long others;

    private record Split(int frame, double gapPx, int frames) {}

    /** @param where source of the labels, for messages */
    public SplitLabels(String where) {
        this.where = where;
    }

    /** Checks a frame; frames must ascend. */
    public void check(SegmentedFrame frame) {
        for (Cell cell : frame.cells()) {
            double gap = Pieces.farApartPx(cell);
            Split known = splits.get(cell.label());
            if (gap > 0 && known != null) {
                splits.put(cell.label(), new Split(known.frame(), known.gapPx(), known.frames() + 1));
            } else if (gap > 0 && splits.size() < MOST) {
                splits.put(cell.label(), new Split(frame.frame(), gap, 1));
            } else if (gap > 0) {
                others++;
            }
        }
    }

    /** The flaws found, by ascending label. */
    public List<GivenFlaw> flaws() {
        List<GivenFlaw> flaws = new ArrayList<>();
        splits.forEach((label, split) -> flaws.add(new GivenFlaw(
                split.frame(),
                new Problem(
                        where,
                        String.format(
                                Locale.ROOT,
                                "Label %d consists of pieces %.0f px apart%s; they are measured as one cell.",
                                label,
                                split.gapPx(),
                                split.frames() == 1 ? "" : ", in this frame and " + (split.frames() - 1) + " more"),
                        "Give each cell a different number, or remove the pieces that do not belong to a cell."))));
        if (others > 0) {
            flaws.add(GivenFlaw.of(new Problem(
                    where,
                    others + " more cells consist of pieces that are far apart.",
                    "Give each cell a different number, or remove the pieces that do not belong to a cell.")));
        }
        return flaws;
    }
}
