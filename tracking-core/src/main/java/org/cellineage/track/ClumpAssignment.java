package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.assign.Assignment;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.LineageSolution;
import org.cellineage.assign.SparseGains;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.LinkProblem;

/**
 * Rival cuts of clumps in an assignment of links and divisions. Its columns are the cells with every clump in parts. A
 * link of a track to a whole clump takes both of its parts, as a division does, so that one assignment decides how a
 * clump is cut, by which tracks its cells continue, and what divides.
 *
 * <p>A cut that the segmentation did not choose gains less, by its log odds. If only one of two parts is claimed, the clump
 * is whole unless it is more likely to be two cells; if nothing claims it, the segmentation decides.
 */
final class ClumpAssignment {

    private static final int NONE = -1;

    private final Clumps clumps;
    private final LinkProblem parts;
    private final LinkProblem wholes;
    private final double[] linkGain;
    private final int[] clumpOfPart;
    private final int[] clumpOfWhole;
    private final List<Choice> choices = new ArrayList<>();

    /**
     * Something that takes two columns.
     *
     * @param row the track
     * @param division index of the division; NONE for a link
     * @param entry entry of the link to the whole clump among the links of wholes; NONE for a division
     */
    private record Choice(int row, int first, int second, double gain, int division, int entry) {}

    /**
     * @param linkGain gains of the links to parts; changed here
     */
    ClumpAssignment(Clumps clumps, LinkProblem parts, LinkProblem wholes, double[] linkGain) {
        this.clumps = clumps;
        this.parts = parts;
        this.wholes = wholes;
        this.linkGain = linkGain;
        this.clumpOfPart = new int[parts.cells().size()];
        this.clumpOfWhole = new int[wholes.cells().size()];
        Arrays.fill(clumpOfPart, NONE);
        Arrays.fill(clumpOfWhole, NONE);
        for (int k = 0; k < clumps.all().size(); k++) {
            Clumps.Clump clump = clumps.all().get(k);
            clumpOfPart[clump.first()] = k;
            clumpOfPart[clump.second()] = k;
            clumpOfWhole[clump.whole()] = k;
        }
        for (int e = 0; e < linkGain.length; e++) {
            linkGain[e] += oddsOfPart(parts.cell()[e]);
        }
    }

    /** What cutting a clump that is reported as one cell costs each of its parts. */
    private double oddsOfPart(int part) {
        return clumpOfPart[part] == NONE
                ? 0
                : Math.min(0, clumps.all().get(clumpOfPart[part]).splitLogOdds()) / 2;
    }

    /** Adds divisions into parts. */
    void addDivisions(DivisionCandidates divisions) {
        for (int d = 0; d < divisions.count(); d++) {
            int first = divisions.first()[d];
            int second = divisions.second()[d];
            double gain = divisions.gain()[d] + oddsOfPart(first) + oddsOfPart(second);
            choices.add(new Choice(divisions.row()[d], first, second, gain, d, NONE));
        }
    }

    /** Adds links to whole clumps. */
    void addWholes(double[] gainOfWhole) {
        for (int row = 0; row < wholes.tracks().size(); row++) {
            for (int e = wholes.rowStart()[row]; e < wholes.rowStart()[row + 1]; e++) {
                int k = clumpOfWhole[wholes.cell()[e]];
                if (k != NONE) {
                    Clumps.Clump clump = clumps.all().get(k);
                    double gain = gainOfWhole[e] - Math.max(0, clump.splitLogOdds());
                    choices.add(new Choice(row, clump.first(), clump.second(), gain, NONE, e));
                }
            }
        }
    }

    /** The links to parts. */
    SparseGains links() {
        return new SparseGains(parts.tracks().size(), parts.cells().size(), parts.rowStart(), parts.cell(), linkGain);
    }

    /** Everything that takes two columns: of a division of a clump and a link to it, only the better. */
    DivisionCandidates pairs() {
        Map<List<Integer>, Choice> best = new HashMap<>();
        for (Choice choice : choices) {
            if (choice.gain > 0) {
                best.merge(
                        List.of(choice.row, choice.first, choice.second),
                        choice,
                        (one, other) -> other.gain > one.gain ? other : one);
            }
        }
        choices.removeIf(choice -> best.get(List.of(choice.row, choice.first, choice.second)) != choice);
        int n = choices.size();
        int[] row = new int[n];
        int[] first = new int[n];
        int[] second = new int[n];
        double[] gain = new double[n];
        for (int i = 0; i < n; i++) {
            row[i] = choices.get(i).row;
            first[i] = choices.get(i).first;
            second[i] = choices.get(i).second;
            gain[i] = choices.get(i).gain;
        }
        return new DivisionCandidates(row, first, second, gain);
    }

    /**
     * A decision about a track.
     *
     * @param division index of its division; NONE if it continues
     * @param cell index of the decided frame's cell in which it continues, or of the first daughter
     * @param second index of the second daughter
     * @param inWhole whether the link is to be looked up among those of wholes
     * @param entry entry of the link there, or among those of parts; NONE if there is none
     */
    record Decision(int track, int division, int cell, int second, boolean inWhole, int entry) {}

    /**
     * The frame and what becomes of its tracks.
     *
     * @param decisions by ascending track; tracks without one are not there
     */
    record Decided(SegmentedFrame frame, List<Decision> decisions) {}

    /** Reads the solution of the assignment. */
    Decided decide(LineageSolution solution) {
        boolean[] isTaken = new boolean[parts.cells().size()];
        boolean[] isWhole = new boolean[clumps.all().size()];
        for (int row = 0; row < parts.tracks().size(); row++) {
            int entry = solution.entryOfRow()[row];
            int pair = solution.divisionOfRow()[row];
            if (entry != Assignment.NONE) {
                isTaken[parts.cell()[entry]] = true;
            } else if (pair != Assignment.NONE) {
                Choice choice = choices.get(pair);
                isTaken[choice.first] = true;
                isTaken[choice.second] = true;
                if (choice.division == NONE) {
                    isWhole[clumpOfPart[choice.first]] = true;
                }
            }
        }
        for (int k = 0; k < isWhole.length; k++) {
            Clumps.Clump clump = clumps.all().get(k);
            boolean first = isTaken[clump.first()];
            boolean second = isTaken[clump.second()];
            if (!first && !second) {
                isWhole[k] = clump.isReportedWhole();
            } else if (!first || !second) {
                isWhole[k] = clump.splitLogOdds() <= 0;
            }
        }
        SegmentedFrame frame = clumps.decided(isWhole);
        List<Cell> cells = frame.cells();
        List<Decision> decisions = new ArrayList<>();
        for (int row = 0; row < parts.tracks().size(); row++) {
            int entry = solution.entryOfRow()[row];
            int pair = solution.divisionOfRow()[row];
            if (entry != Assignment.NONE) {
                decisions.add(link(row, entry, isWhole, cells));
            } else if (pair != Assignment.NONE && choices.get(pair).division == NONE) {
                Choice choice = choices.get(pair);
                int cell = Clumps.place(
                        cells, wholes.cells().get(wholes.cell()[choice.entry]).label());
                decisions.add(new Decision(row, NONE, cell, NONE, true, choice.entry));
            } else if (pair != Assignment.NONE) {
                Choice choice = choices.get(pair);
                int a = Clumps.place(cells, labelOf(choice.first, isWhole));
                int b = Clumps.place(cells, labelOf(choice.second, isWhole));
                decisions.add(new Decision(row, choice.division, Math.min(a, b), Math.max(a, b), false, NONE));
            }
        }
        return new Decided(frame, decisions);
    }

    private Decision link(int row, int entry, boolean[] isWhole, List<Cell> cells) {
        int part = parts.cell()[entry];
        int cell = Clumps.place(cells, labelOf(part, isWhole));
        int k = clumpOfPart[part];
        if (k == NONE || !isWhole[k]) {
            return new Decision(row, NONE, cell, NONE, false, entry);
        }
        int whole = clumps.all().get(k).whole();
        for (int e = wholes.rowStart()[row]; e < wholes.rowStart()[row + 1]; e++) {
            if (wholes.cell()[e] == whole) {
                return new Decision(row, NONE, cell, NONE, true, e);
            }
        }
        return new Decision(row, NONE, cell, NONE, false, entry);
    }

    private int labelOf(int part, boolean[] isWhole) {
        int k = clumpOfPart[part];
        return k != NONE && isWhole[k]
                ? wholes.cells().get(clumps.all().get(k).whole()).label()
                : parts.cells().get(part).label();
    }
}
