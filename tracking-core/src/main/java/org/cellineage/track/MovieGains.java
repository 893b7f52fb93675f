package org.cellineage.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cellineage.assign.DivisionCandidates;
import org.cellineage.assign.viterbi.GlobalLineage;
import org.cellineage.assign.viterbi.MovieEvents;
import org.cellineage.cell.Cell;
import org.cellineage.link.LinkProblem;

/**
 * Collects what a linker thinks of the candidates of every frame of a movie: some dozens of bytes for each candidate that
 * is worth a link.
 *
 * <p>Cells of a frame are ordered by their places, so that the order in which they are labelled decides nothing.
 */
final class MovieGains implements GainListener {

    /** Log odds of a cell about which there is no doubt, more than a beginning and an end can cost. */
    private static final double CERTAIN = 20;

    /** Probabilities are clipped to this distance from 0 and 1. */
    private static final double TINY = 1e-6;

    private static final Comparator<Cell> BY_PLACE = Comparator.comparingDouble(Cell::yPx)
            .thenComparingDouble(Cell::xPx)
            .thenComparingInt(Cell::areaPx)
            .thenComparingInt(Cell::label);

    /** Whether a cell is certain to be one, whatever the segmentation says. */
    @FunctionalInterface
    interface Certain {
        boolean is(int frame, Cell cell);
    }

    /** A cell by its frame and label. */
    private record Key(int frame, int label) {}

    /**
     * What is known of a possible link or division.
     *
     * @param to the cell, or the first daughter
     * @param second the second daughter, or {@link GlobalLineage#NONE}
     */
    private record Candidate(int from, int to, int second, double gain, double probability, double margin) {}

    private final Certain certain;
    private final Map<Key, Integer> detections = new HashMap<>();
    private final List<Integer> frames = new ArrayList<>();
    private final List<Double> presence = new ArrayList<>();
    private final List<Candidate> links = new ArrayList<>();
    private final List<Candidate> divisions = new ArrayList<>();
    private double threshold;

    MovieGains(Certain certain) {
        this.certain = certain;
    }

    @Override
    public void heard(LinkProblem problem, Gains gains) {
        threshold = gains.threshold();
        List<Cell> cells = problem.cells();
        cells.stream().sorted(BY_PLACE).forEach(cell -> {
            detections.put(new Key(problem.frame(), cell.label()), frames.size());
            frames.add(problem.frame());
            presence.add(certain.is(problem.frame(), cell) ? CERTAIN : logOdds(cell.cellProbability()));
        });
        int[] columns = cells.stream()
                .mapToInt(cell -> detection(problem.frame(), cell.label()))
                .toArray();
        LinkMargins margins = new LinkMargins(problem, gains.probability());
        for (int i = 0; i < problem.tracks().size(); i++) {
            int from = detection(
                    problem.tracks().get(i).last().frame(),
                    problem.tracks().get(i).cell().label());
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                if (gains.link()[e] > 0) {
                    links.add(new Candidate(
                            from,
                            columns[problem.cell()[e]],
                            GlobalLineage.NONE,
                            gains.link()[e],
                            gains.probability()[e],
                            margins.of(i, e)));
                }
            }
        }
        DivisionCandidates found = gains.divisions();
        for (int d = 0; d < found.count(); d++) {
            if (found.gain()[d] > 0) {
                int mother = detection(
                        problem.tracks().get(found.row()[d]).last().frame(),
                        problem.tracks().get(found.row()[d]).cell().label());
                divisions.add(new Candidate(
                        mother,
                        columns[found.first()[d]],
                        columns[found.second()[d]],
                        found.gain()[d],
                        gains.division()[d],
                        Double.NaN));
            }
        }
    }

    /** The number of a cell of a frame that was heard of. */
    int detection(int frame, int label) {
        Integer known = detections.get(new Key(frame, label));
        if (known == null) {
            throw new IllegalStateException("frame " + frame + " had no cell " + label);
        }
        return known;
    }

    /**
     * What may have happened in the movie. Half of the threshold is the score of a beginning, and half that of an end;
     * both cost nothing where the movie begins and ends.
     */
    MovieEvents events() {
        int n = frames.size();
        int[] time = frames.stream().mapToInt(Integer::intValue).toArray();
        double[] appear = new double[n];
        double[] disappear = new double[n];
        for (int i = 0; i < n; i++) {
            appear[i] = time[i] == time[0] ? 0 : threshold / 2;
            disappear[i] = time[i] == time[n - 1] ? 0 : threshold / 2;
        }
        return new MovieEvents(
                time,
                presence.stream().mapToDouble(Double::doubleValue).toArray(),
                appear,
                disappear,
                links.stream().mapToInt(Candidate::from).toArray(),
                links.stream().mapToInt(Candidate::to).toArray(),
                links.stream().mapToDouble(link -> link.gain() + threshold).toArray(),
                divisions.stream().mapToInt(Candidate::from).toArray(),
                divisions.stream().mapToInt(Candidate::to).toArray(),
                divisions.stream().mapToInt(Candidate::second).toArray(),
                divisions.stream()
                        .mapToDouble(division -> division.gain() + 1.5 * threshold)
                        .toArray());
    }

    /** The decided lineage with what is known of its links. */
    DecidedLineage decided(GlobalLineage lineage) {
        int n = frames.size();
        double[] probability = new double[n];
        double[] margin = new double[n];
        Arrays.fill(probability, Double.NaN);
        Arrays.fill(margin, Double.NaN);
        int[] children = new int[n];
        IntStream.of(lineage.parent()).filter(of -> of != GlobalLineage.NONE).forEach(of -> children[of]++);
        for (Candidate link : links) {
            if (lineage.parent()[link.to()] == link.from() && children[link.from()] == 1) {
                probability[link.to()] = link.probability();
                margin[link.to()] = link.margin();
            }
        }
        for (Candidate division : divisions) {
            if (lineage.parent()[division.to()] == division.from()
                    && lineage.parent()[division.second()] == division.from()) {
                probability[division.to()] = division.probability();
                probability[division.second()] = division.probability();
            }
        }
        return new DecidedLineage(lineage, probability, margin);
    }

    /** A lineage; for each cell with a parent, the probability of its link or its division, and the margin of its link. */
    @SuppressWarnings("ArrayRecordComponent")
    record DecidedLineage(GlobalLineage lineage, double[] probability, double[] margin) {}

    private static double logOdds(double probability) {
        double p = Math.max(TINY, Math.min(1 - TINY, probability));
        return Math.log(p / (1 - p));
    }
}
