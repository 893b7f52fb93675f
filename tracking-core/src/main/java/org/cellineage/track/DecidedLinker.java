package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.assign.viterbi.GlobalLineage;
import org.cellineage.cell.Cell;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.Observation;

/** Links the cells of a movie as a lineage says that has been decided for the whole movie. */
final class DecidedLinker implements FrameLinker {

    private final String name;
    private final CandidateFinder candidates;
    private final int motherMissedFrames;
    private final MovieGains cells;
    private final MovieGains.DecidedLineage decided;

    /**
     * @param name name of the linker that has decided
     * @param candidates estimates the motion of the field
     * @param motherMissedFrames frames for which a mother may have gone unseen
     * @param cells numbers the cells of the movie
     * @param decided the lineage, by these numbers
     */
    DecidedLinker(
            String name,
            CandidateFinder candidates,
            int motherMissedFrames,
            MovieGains cells,
            MovieGains.DecidedLineage decided) {
        this.name = name;
        this.candidates = candidates;
        this.motherMissedFrames = motherMissedFrames;
        this.cells = cells;
        this.decided = decided;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CandidateFinder candidates() {
        return candidates;
    }

    @Override
    public int motherMaxMissedFrames(TrackingOptions options) {
        return motherMissedFrames;
    }

    @Override
    public SegmentedFrame sifted(SegmentedFrame frame) {
        List<Cell> kept = frame.cells().stream()
                .filter(cell -> decided.lineage().present()[cells.detection(frame.frame(), cell.label())])
                .toList();
        return kept.size() == frame.cells().size()
                ? frame
                : new SegmentedFrame(frame.frame(), frame.width(), frame.height(), kept, FrameFeatures.NONE);
    }

    @Override
    public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
        Map<Integer, Integer> rows = new HashMap<>();
        for (int i = 0; i < problem.tracks().size(); i++) {
            Observation last = problem.tracks().get(i).last();
            rows.put(cells.detection(last.frame(), last.cell().label()), i);
        }
        int n = problem.cells().size();
        int[] trackOfCell = new int[n];
        double[] probability = new double[n];
        double[] margin = new double[n];
        Arrays.fill(trackOfCell, FrameLinks.NONE);
        Arrays.fill(probability, Double.NaN);
        Arrays.fill(margin, Double.NaN);
        Map<Integer, Integer> firstCell = new HashMap<>();
        List<FrameLinks.FoundDivision> divisions = new ArrayList<>();
        for (int c = 0; c < n; c++) {
            int cell = cells.detection(frame.frame(), problem.cells().get(c).label());
            int parent = decided.lineage().parent()[cell];
            int row = parent == GlobalLineage.NONE ? FrameLinks.NONE : rows.getOrDefault(parent, FrameLinks.NONE);
            if (row == FrameLinks.NONE) {
                continue;
            }
            Integer first = firstCell.putIfAbsent(row, c);
            if (first == null) {
                trackOfCell[c] = row;
                probability[c] = decided.probability()[cell];
                margin[c] = decided.margin()[cell];
            } else {
                trackOfCell[first] = FrameLinks.NONE;
                divisions.add(new FrameLinks.FoundDivision(row, first, c, decided.probability()[cell]));
            }
        }
        return new FrameLinks(trackOfCell, probability, margin, divisions);
    }
}
