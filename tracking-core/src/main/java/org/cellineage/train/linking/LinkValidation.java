package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cellineage.link.CandidateFinder;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.cellineage.train.Weights;

/**
 * Measures how well a linking network classifies pairs on held-out movies: all pairs within the gate, as they occur in
 * tracking without errors.
 */
final class LinkValidation {

    private static final int FRAMES = 8;
    private static final int BINS = 10;
    private static final int TEMPERATURE_STEPS = 60;
    private static final double MOST_TEMPERATURE = 5;
    private static final double TINY = 1e-12;
    private static final double LEAST_CONTESTED = 0.02;

    /** Index of the target classes in {@link LinkBatch#tensors}. */
    private static final int CLASSES_AT = 9;

    private static final int WEIGHTS_AT = 10;
    private static final int DIVISIONS_AT = 15;
    private static final int DIVISION_WEIGHTS_AT = 16;

    private final List<Held> movies = new ArrayList<>();
    private final Set<LinkNetwork.Branch> branches;
    private final int threads;

    private record Held(String name, List<List<Tensor>> batches) {}

    /**
     * Classification of a movie's pairs.
     *
     * @param confusion pairs by [truth][prediction]: different, same, mother and daughter
     * @param divisions divisions by [truth][prediction]
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Classified(String movie, long[][] confusion, long[][] divisions) {

        /** Share of a class that is classified correctly; NaN if the class does not occur. */
        double recall(int kind) {
            long all = 0;
            for (long count : confusion[kind]) {
                all += count;
            }
            return all == 0 ? Double.NaN : (double) confusion[kind][kind] / all;
        }

        /** F1 score of divisions; NaN if there are none. */
        double divisionF1() {
            long wrong = divisions[0][1] + divisions[1][0];
            long found = divisions[1][1];
            return divisions[1][0] + found == 0 ? Double.NaN : 2.0 * found / (2 * found + wrong);
        }
    }

    LinkValidation(
            List<LinkMovie> movies,
            CandidateFinder finder,
            int maxGapFrames,
            Set<LinkNetwork.Branch> branches,
            int threads) {
        this.branches = branches;
        this.threads = threads;
        for (LinkMovie movie : movies) {
            this.movies.add(new Held(movie.name(), batches(movie, finder, maxGapFrames)));
        }
    }

    private static List<List<Tensor>> batches(LinkMovie movie, CandidateFinder finder, int maxGapFrames) {
        List<List<Tensor>> batches = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int from = 0; from + 1 < movie.frames().size(); from += FRAMES - 1) {
            int[] frames = new int[Math.min(FRAMES, movie.frames().size() - from)];
            SceneMotion[] motions = new SceneMotion[frames.length];
            for (int t = 0; t < frames.length; t++) {
                frames[t] = from + t;
                motions[t] = SceneMotion.still();
            }
            LinkBatch batch = new LinkBatch();
            Scene.play(
                    movie,
                    frames,
                    motions,
                    SceneCells.Showing.plain(),
                    finder,
                    maxGapFrames,
                    random,
                    (scene, frame, problem, tracks) -> batch.add(
                            scene,
                            frame,
                            problem,
                            tracks,
                            0,
                            0,
                            Integer.MAX_VALUE,
                            LinkBatch.Appearance.plain(),
                            random));
            if (batch.pairs() > 0) {
                batches.add(batch.tensors());
            }
        }
        return batches;
    }

    /** Mean, over movies, of the recall of each class and the F1 of divisions; NaN if nothing is held out. */
    double score(Weights weights) {
        double sum = 0;
        int n = 0;
        for (Classified classified : classify(weights)) {
            for (int kind = 0; kind <= LinkNetwork.CLASSES; kind++) {
                double right = kind < LinkNetwork.CLASSES ? classified.recall(kind) : classified.divisionF1();
                if (!Double.isNaN(right)) {
                    sum += right;
                    n++;
                }
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** Classifies all pairs of all movies. */
    List<Classified> classify(Weights weights) {
        List<Classified> all = new ArrayList<>();
        try (Network network = LinkModel.openWhole(weights, branches, threads)) {
            for (Held movie : movies) {
                long[][] confusion = new long[LinkNetwork.CLASSES][LinkNetwork.CLASSES];
                long[][] divisions = new long[2][2];
                for (List<Tensor> batch : movie.batches()) {
                    List<Tensor> out = network.run(batch);
                    count(out.get(0).values(), batch, confusion);
                    countDivisions(out.get(1).values(), batch, divisions);
                }
                all.add(new Classified(movie.name(), confusion, divisions));
            }
        }
        return all;
    }

    /**
     * Temperatures by which the network's logits are divided to give calibrated probabilities, and how well calibrated
     * these are.
     *
     * @param reliability for the probability that a pair is the same cell, in ten bins
     * @param divisionReliability for the probability of a division, in ten bins
     * @param sets how far the calibrated probabilities are off in each held-out movie
     */
    record Calibration(
            double pairTemperature,
            double divisionTemperature,
            List<Bin> reliability,
            List<Bin> divisionReliability,
            List<SetError> sets) {}

    /**
     * Expected calibration errors of a movie (Naeini et al. 2015): the mean distance, weighted by count, between the
     * mean probability of a bin and the share that is true. Those of pairs and divisions that are nearly certain either
     * way, which are most, say little; the others are told apart.
     *
     * @param contested number of pairs with a probability between {@value #LEAST_CONTESTED} and 1 minus that
     * @param contestedError their error; NaN if there are none
     * @param divisionError error of contested divisions; NaN if there are none
     */
    record SetError(String movie, double error, long contested, double contestedError, double divisionError) {}

    /** One bin of a reliability diagram. */
    record Bin(long pairs, double meanProbability, double shareTrue) {}

    /**
     * Finds the temperatures that minimize the cross-entropy over the held-out movies (Guo et al. 2017); 1 if there are
     * none. They are at least 1, because easy held-out movies would otherwise make the network overconfident on all
     * others.
     */
    Calibration calibrate(Weights weights) {
        List<double[]> pairs = new ArrayList<>();
        List<double[]> divisions = new ArrayList<>();
        int[] pairsTo = new int[movies.size()];
        int[] divisionsTo = new int[movies.size()];
        try (Network network = LinkModel.openWhole(weights, branches, threads)) {
            for (int m = 0; m < pairsTo.length; m++) {
                for (List<Tensor> batch : movies.get(m).batches()) {
                    List<Tensor> out = network.run(batch);
                    collect(out.get(0).values(), batch, pairs);
                    collectDivisions(out.get(1).values(), batch, divisions);
                }
                pairsTo[m] = pairs.size();
                divisionsTo[m] = divisions.size();
            }
        }
        double ofPairs = temperature(pairs);
        double ofDivisions = temperature(divisions);
        List<SetError> sets = new ArrayList<>();
        for (int m = 0; m < pairsTo.length; m++) {
            List<double[]> own = pairs.subList(m == 0 ? 0 : pairsTo[m - 1], pairsTo[m]);
            List<double[]> doubtful = contested(own, ofPairs);
            List<double[]> births =
                    contested(divisions.subList(m == 0 ? 0 : divisionsTo[m - 1], divisionsTo[m]), ofDivisions);
            sets.add(new SetError(
                    movies.get(m).name(),
                    error(reliability(own, ofPairs)),
                    doubtful.size(),
                    error(reliability(doubtful, ofPairs)),
                    error(reliability(births, ofDivisions))));
        }
        return new Calibration(
                ofPairs, ofDivisions, reliability(pairs, ofPairs), reliability(divisions, ofDivisions), sets);
    }

    private static List<double[]> contested(List<double[]> rows, double temperature) {
        return rows.stream()
                .filter(row -> {
                    double p = probability(row, 1, temperature);
                    return p > LEAST_CONTESTED && p < 1 - LEAST_CONTESTED;
                })
                .toList();
    }

    private static double error(List<Bin> bins) {
        double sum = 0;
        long all = 0;
        for (Bin bin : bins) {
            sum += bin.pairs() * Math.abs(bin.meanProbability() - bin.shareTrue());
            all += bin.pairs();
        }
        return all == 0 ? Double.NaN : sum / all;
    }

    /** Collects rows of the true class followed by the logits. */
    private static void collect(float[] logits, List<Tensor> batch, List<double[]> into) {
        float[] classes = batch.get(CLASSES_AT).values();
        float[] weights = batch.get(WEIGHTS_AT).values();
        for (int p = 0; p < weights.length; p++) {
            if (weights[p] > 0) {
                double[] row = new double[LinkNetwork.CLASSES + 1];
                row[0] = largest(classes, p);
                for (int k = 0; k < LinkNetwork.CLASSES; k++) {
                    row[k + 1] = logits[p * LinkNetwork.CLASSES + k];
                }
                into.add(row);
            }
        }
    }

    private static void collectDivisions(float[] logits, List<Tensor> batch, List<double[]> into) {
        float[] truth = batch.get(DIVISIONS_AT).values();
        float[] weights = batch.get(DIVISION_WEIGHTS_AT).values();
        for (int d = 0; d < weights.length; d++) {
            if (weights[d] > 0) {
                into.add(new double[] {truth[d], 0, logits[d]});
            }
        }
    }

    private static double temperature(List<double[]> rows) {
        double best = 1;
        if (rows.isEmpty()) {
            return best;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= TEMPERATURE_STEPS; step++) {
            double temperature = Math.exp(step * Math.log(MOST_TEMPERATURE) / TEMPERATURE_STEPS);
            double sum = 0;
            for (double[] row : rows) {
                sum -= Math.log(Math.max(TINY, probability(row, (int) row[0], temperature)));
            }
            if (sum < least) {
                least = sum;
                best = temperature;
            }
        }
        return best;
    }

    private static double probability(double[] row, int kind, double temperature) {
        double sum = 0;
        for (int k = 1; k < row.length; k++) {
            sum += Math.exp((row[k] - row[kind + 1]) / temperature);
        }
        return 1 / sum;
    }

    private static List<Bin> reliability(List<double[]> pairs, double temperature) {
        long[] count = new long[BINS];
        double[] probabilities = new double[BINS];
        long[] same = new long[BINS];
        for (double[] row : pairs) {
            double probability = probability(row, 1, temperature);
            int bin = (int) Math.min(BINS - 1, probability * BINS);
            count[bin]++;
            probabilities[bin] += probability;
            same[bin] += row[0] == 1 ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            if (count[b] > 0) {
                bins.add(new Bin(count[b], probabilities[b] / count[b], (double) same[b] / count[b]));
            }
        }
        return bins;
    }

    private static void count(float[] logits, List<Tensor> batch, long[][] confusion) {
        float[] classes = batch.get(CLASSES_AT).values();
        float[] weights = batch.get(WEIGHTS_AT).values();
        for (int p = 0; p < weights.length; p++) {
            if (weights[p] > 0) {
                confusion[largest(classes, p)][largest(logits, p)]++;
            }
        }
    }

    private static int largest(float[] values, int row) {
        int best = 0;
        for (int k = 1; k < LinkNetwork.CLASSES; k++) {
            if (values[row * LinkNetwork.CLASSES + k] > values[row * LinkNetwork.CLASSES + best]) {
                best = k;
            }
        }
        return best;
    }

    private static void countDivisions(float[] logits, List<Tensor> batch, long[][] divisions) {
        float[] truth = batch.get(DIVISIONS_AT).values();
        float[] weights = batch.get(DIVISION_WEIGHTS_AT).values();
        for (int d = 0; d < weights.length; d++) {
            if (weights[d] > 0) {
                divisions[truth[d] > 0.5f ? 1 : 0][logits[d] > 0 ? 1 : 0]++;
            }
        }
    }
}
