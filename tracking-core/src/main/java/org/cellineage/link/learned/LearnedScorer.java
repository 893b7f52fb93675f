package org.cellineage.link.learned;

import java.util.List;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.Thumbnail;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.TrackHistory;
import org.cellineage.model.Network;
import org.cellineage.model.Tensor;
import org.tensorflow.proto.ConfigProto;

/**
 * Scores the candidates of a frame with the linking network: tracks are encoded once, then scored with each candidate,
 * then mothers with pairs of daughters. The results equal those of the network as trained in one piece.
 */
public final class LearnedScorer {

    private static final int DIFFERENT = 0;
    private static final int SAME = 1;
    private static final int MOTHER = 2;
    private static final int CLASSES = 3;
    private static final int WIDE = FrameViews.WIDE_SIDE * FrameViews.WIDE_SIDE;

    private final Network encodeTrack;
    private final Network score;
    private final Network divide;
    private final LinkingModel.Settings settings;
    private final int cellSize;

    /**
     * The network's probabilities for the candidates of a frame.
     *
     * @param same for each entry, the probability that the cell is the track's
     * @param mother for each entry, the probability that the cell is the track's daughter
     * @param divisions mothers with pairs of daughters, as entries
     * @param division the probability of each division
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Scores(
            double[] same, double[] mother, List<DivisionFeatures.Candidate> divisions, double[] division) {}

    /** Opens a model's networks, each in its own session. */
    public static LearnedScorer open(LinkingModel model, ConfigProto session) {
        return new LearnedScorer(
                model.openTrackEncoder(session), model.openScore(session), model.openDivide(session), model.settings());
    }

    /** Uses open networks of a model. */
    public LearnedScorer(Network encodeTrack, Network score, Network divide, LinkingModel.Settings settings) {
        this.encodeTrack = encodeTrack;
        this.score = score;
        this.divide = divide;
        this.settings = settings;
        this.cellSize = settings.code() + CellVector.SIZE;
    }

    /**
     * Scores a problem.
     *
     * @param thumbnail thumbnail of the frame to link
     */
    public Scores score(LinkProblem problem, Thumbnail thumbnail) {
        int entries = problem.entries();
        if (entries == 0) {
            return new Scores(new double[0], new double[0], List.of(), new double[0]);
        }
        LinkInputs inputs = LinkInputs.of(problem);
        float[] tracks = encodeTracks(problem, thumbnail);
        float[] trackOfPair = new float[entries * settings.track()];
        float[] cellOfPair = new float[entries * cellSize];
        for (int e = 0; e < entries; e++) {
            System.arraycopy(
                    tracks, inputs.track()[e] * settings.track(), trackOfPair, e * settings.track(), settings.track());
            put(problem.cellFeatures().get(problem.cell()[e]), cellOfPair, e * cellSize);
        }
        float[] logits = score.run(List.of(
                        rows(entries, settings.track(), trackOfPair),
                        rows(entries, cellSize, cellOfPair),
                        rows(entries, PairFeatures.SIZE, inputs.pairs())))
                .get(0)
                .values();
        double[] logs = logSoftmax(logits, entries, 1);
        double[] calibrated = logSoftmax(logits, entries, settings.pairTemperature());
        double[] same = new double[entries];
        double[] mother = new double[entries];
        for (int e = 0; e < entries; e++) {
            same[e] = Math.exp(calibrated[e * CLASSES + SAME]);
            mother[e] = Math.exp(calibrated[e * CLASSES + MOTHER]);
        }
        return new Scores(same, mother, inputs.divisions(), divisions(inputs, logs));
    }

    /** Codes of all tracks; those without candidates are skipped and remain 0. */
    private float[] encodeTracks(LinkProblem problem, Thumbnail thumbnail) {
        int m = problem.tracks().size();
        int[] rows = new int[m];
        int n = 0;
        for (int i = 0; i < m; i++) {
            if (problem.rowStart()[i + 1] > problem.rowStart()[i]) {
                rows[n++] = i;
            }
        }
        int observation = cellSize + TrackSequence.STEP;
        int sequence = TrackHistory.LENGTH * observation;
        float[] observations = new float[n * sequence];
        float[] ahead = new float[n * WIDE];
        SampledPlane plane = SampledPlane.of(thumbnail);
        for (int k = 0; k < n; k++) {
            int at = k * sequence;
            TrackSequence.forEach(problem.tracks().get(rows[k]), (place, seen, residual, missed) -> {
                put(seen.features(), observations, at + place * observation);
                TrackSequence.step(residual, missed, observations, at + place * observation + cellSize);
            });
            FrameViews.wide(
                    plane,
                    thumbnail.unitPx(),
                    problem.predictedY()[rows[k]],
                    problem.predictedX()[rows[k]],
                    ahead,
                    k * WIDE);
        }
        long side = FrameViews.WIDE_SIDE;
        float[] codes = encodeTrack
                .run(List.of(
                        new Tensor(new long[] {n, TrackHistory.LENGTH, observation}, observations),
                        new Tensor(new long[] {n, side, side, 1}, ahead)))
                .get(0)
                .values();
        float[] all = new float[m * settings.track()];
        for (int k = 0; k < n; k++) {
            System.arraycopy(codes, k * settings.track(), all, rows[k] * settings.track(), settings.track());
        }
        return all;
    }

    private double[] divisions(LinkInputs inputs, double[] logs) {
        int count = inputs.divisions().size();
        if (count == 0) {
            return new double[0];
        }
        LinkProblem problem = inputs.problem();
        float[] mothers = new float[count * cellSize];
        float[] first = new float[count * cellSize];
        float[] second = new float[count * cellSize];
        float[] features = new float[count * DivisionFeatures.SIZE];
        for (int d = 0; d < count; d++) {
            DivisionFeatures.Candidate division = inputs.divisions().get(d);
            put(problem.tracks().get(division.mother()).last().features(), mothers, d * cellSize);
            put(problem.cellFeatures().get(problem.cell()[division.first()]), first, d * cellSize);
            put(problem.cellFeatures().get(problem.cell()[division.second()]), second, d * cellSize);
            int at = d * DivisionFeatures.SIZE;
            System.arraycopy(
                    inputs.divisionNumbers(), d * DivisionFeatures.OWN_SIZE, features, at, DivisionFeatures.OWN_SIZE);
            DivisionFeatures.putScores(logs, division, inputs.rivals(), d, features, at + DivisionFeatures.OWN_SIZE);
        }
        float[] logits = divide.run(List.of(
                        rows(count, cellSize, mothers),
                        rows(count, cellSize, first),
                        rows(count, cellSize, second),
                        rows(count, DivisionFeatures.SIZE, features)))
                .get(0)
                .values();
        double[] probabilities = new double[count];
        for (int d = 0; d < count; d++) {
            probabilities[d] = 1 / (1 + Math.exp(-logits[d] / settings.divisionTemperature()));
        }
        return probabilities;
    }

    private void put(CellFeatures description, float[] to, int at) {
        System.arraycopy(description.code(), 0, to, at, settings.code());
        System.arraycopy(description.vector(), 0, to, at + settings.code(), CellVector.SIZE);
    }

    private static Tensor rows(int rows, int columns, float[] values) {
        return new Tensor(new long[] {rows, columns}, values);
    }

    /** Log probabilities of the classes of each pair, at least {@link DivisionFeatures#LEAST_LOG}. */
    private static double[] logSoftmax(float[] logits, int pairs, double temperature) {
        double[] logs = new double[pairs * CLASSES];
        double[] row = new double[CLASSES];
        for (int p = 0; p < pairs; p++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int k = DIFFERENT; k < CLASSES; k++) {
                row[k] = logits[p * CLASSES + k] / temperature;
                most = Math.max(most, row[k]);
            }
            double sum = 0;
            for (double value : row) {
                sum += Math.exp(value - most);
            }
            for (int k = DIFFERENT; k < CLASSES; k++) {
                logs[p * CLASSES + k] = Math.max(DivisionFeatures.LEAST_LOG, row[k] - most - Math.log(sum));
            }
        }
        return logs;
    }
}
