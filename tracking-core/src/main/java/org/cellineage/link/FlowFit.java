package org.cellineage.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The steps of {@link MotionEstimator} for a pair of frames. */
final class FlowFit {

    private static final double NEAR_SPACINGS = 2.2;
    private static final double FAR_SPACINGS = 10;
    private static final double BIN_SPACINGS = 1.0 / 6;
    private static final int NEAR_PEAKS = 6;
    private static final int FAR_PEAKS = 2;
    /** Number of points used to fit and score a candidate; more would not improve it. */
    private static final int SAMPLE = 600;
    /** Number of candidates that are evaluated on all points. */
    private static final int FINALISTS = 4;

    /** Points with a larger residual than this are not explained by a motion. */
    private static final double REACH_SPACINGS = 0.75;
    /** Minimum relative reduction of the residuals for a motion to be accepted if there are many cells. */
    private static final double GAIN = 0.12;
    /** The same for displacements beyond the near votes, where there are many more alternatives. */
    private static final double FAR_GAIN = 0.2;
    /** With few cells, some motion fits by chance; this, divided by the square root of their number, is added. */
    private static final double CHANCE_GAIN = 0.5;
    /** Minimum relative reduction of a neighbourhood's residuals for it to use another motion than the frame's. */
    private static final double SWITCH_GAIN = 0.3;
    /** Minimum relative reduction of all residuals for regional motions, and then for local flow, to be accepted. */
    private static final double LOCAL_GAIN = 0.05;

    /** Number of points in a tile that votes separately. */
    private static final int TILE_POINTS = 60;

    private static final int TILE_PEAKS = 2;
    /** A tile does not vote if its mean residual under the frame's motion is below this share of the reach. */
    private static final double SETTLED_SHARE = 0.3;

    private static final int NEIGHBOURS = 10;
    private static final int LEAST_NEIGHBOURS = 4;
    private static final double NEIGHBOUR_SPACINGS = 4;
    private static final double MOST_LOCAL_SPACINGS = 0.5;
    private static final int LOCAL_ROUNDS = 2;

    /** A motion of the whole frame and the relative reduction of the residuals that it must achieve. */
    private record Candidate(AffineMotion motion, double gain, double meanMiss) {}

    /** A motion for each point, and the resulting flow. */
    private record Option(AffineMotion[] motions, Flow flow) {}

    private final SortedPoints from;
    private final SortedPoints to;
    private final Points sample;
    private final double spacing;
    private final int n;
    private final double reach;

    FlowFit(SortedPoints from, SortedPoints to, double spacing) {
        this.from = from;
        this.to = to;
        this.spacing = spacing;
        this.n = from.size();
        this.reach = REACH_SPACINGS * spacing;
        int stride = (n + SAMPLE - 1) / SAMPLE;
        this.sample = from.points()
                .pick(IntStream.iterate(0, i -> i < n, i -> i + stride).toArray());
    }

    Flow fit() {
        List<Option> options = new ArrayList<>();
        options.add(everywhere(AffineMotion.STILL));
        double least = options.get(0).flow.meanMiss();
        if (least == 0) {
            return options.get(0).flow;
        }
        Option chosen = options.get(0);
        for (Candidate candidate : finalists()) {
            Option option = everywhere(candidate.motion);
            options.add(option);
            double asked = option.flow.meanMiss() / (1 - candidate.gain);
            if (asked < least) {
                least = asked;
                chosen = option;
            }
        }
        if (n >= 2 * TILE_POINTS) {
            options.add(option(tileMotions(chosen.motions[0])));
        }
        Neighbours neighbours = new Neighbours(from, NEIGHBOURS, NEIGHBOUR_SPACINGS * spacing);
        Option regional = option(regionalMotions(options, chosen, neighbours));
        if (regional.flow.meanMiss() <= (1 - LOCAL_GAIN) * chosen.flow.meanMiss()) {
            chosen = regional;
        }
        for (int round = 0; round < LOCAL_ROUNDS; round++) {
            Flow local = local(chosen, neighbours);
            if (local.meanMiss() > (1 - LOCAL_GAIN) * chosen.flow.meanMiss()) {
                break;
            }
            chosen = new Option(chosen.motions, local);
        }
        return chosen.flow;
    }

    /** The candidates with the smallest residuals. */
    private List<Candidate> finalists() {
        List<Candidate> candidates = new ArrayList<>();
        double chance = CHANCE_GAIN / Math.sqrt(Math.min(n, to.size()));
        double bin = BIN_SPACINGS * spacing;
        DisplacementVotes near = new DisplacementVotes(from.points(), to, NEAR_SPACINGS * spacing, bin);
        for (DisplacementVotes.Peak peak : near.peaks(NEAR_PEAKS, 0)) {
            candidates.add(candidate(peak, GAIN + chance));
        }
        DisplacementVotes far = new DisplacementVotes(sample, to, FAR_SPACINGS * spacing, bin);
        for (DisplacementVotes.Peak peak : far.peaks(FAR_PEAKS, NEAR_SPACINGS * spacing)) {
            candidates.add(candidate(peak, FAR_GAIN + 2 * chance));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::meanMiss));
        return candidates.subList(0, Math.min(FINALISTS, candidates.size()));
    }

    private Candidate candidate(DisplacementVotes.Peak peak, double gain) {
        AffineMotion motion = AffineMotion.shift(peak.y(), peak.x()).refined(sample, to, spacing);
        return new Candidate(motion, gain, motion.meanMiss(sample, to, reach));
    }

    /** Lets each tile of the frame vote for its own motion, near that of the frame. */
    private AffineMotion[] tileMotions(AffineMotion ofFrame) {
        AffineMotion[] motions = new AffineMotion[n];
        for (int[] tile : Tiles.of(from.points(), TILE_POINTS)) {
            AffineMotion motion = tileMotion(from.points().pick(tile), ofFrame);
            for (int i : tile) {
                motions[i] = motion;
            }
        }
        return motions;
    }

    private AffineMotion tileMotion(Points tile, AffineMotion ofFrame) {
        AffineMotion best = ofFrame;
        double least = ofFrame.meanMiss(tile, to, reach);
        if (least < SETTLED_SHARE * reach) {
            return best;
        }
        DisplacementVotes votes =
                new DisplacementVotes(tile.moved(ofFrame), to, NEAR_SPACINGS * spacing, BIN_SPACINGS * spacing);
        for (DisplacementVotes.Peak peak : votes.peaks(TILE_PEAKS, 0)) {
            AffineMotion motion = ofFrame.plus(peak.y(), peak.x()).refined(tile, to, spacing);
            double miss = motion.meanMiss(tile, to, reach);
            if (miss < least) {
                least = miss;
                best = motion;
            }
        }
        return best;
    }

    private Option everywhere(AffineMotion motion) {
        AffineMotion[] motions = new AffineMotion[n];
        Arrays.fill(motions, motion);
        return option(motions);
    }

    private Option option(AffineMotion[] motions) {
        double[] flowY = new double[n];
        double[] flowX = new double[n];
        for (int i = 0; i < n; i++) {
            flowY[i] = motions[i].downAt(from.y(i), from.x(i));
            flowX[i] = motions[i].rightAt(from.y(i), from.x(i));
        }
        return new Option(motions, Flow.matched(flowY, flowX, from, to, reach));
    }

    /** For each point, the motion that explains its neighbours, if that is much better than the chosen one. */
    private AffineMotion[] regionalMotions(List<Option> options, Option chosen, Neighbours neighbours) {
        AffineMotion[] motions = chosen.motions.clone();
        for (int i = 0; i < n; i++) {
            if (neighbours.count(i) < LEAST_NEIGHBOURS) {
                continue;
            }
            double least = (1 - SWITCH_GAIN) * neighbours.sum(i, chosen.flow.miss());
            for (Option option : options) {
                double missed = neighbours.sum(i, option.flow.miss());
                if (missed < least) {
                    least = missed;
                    motions[i] = option.motions[i];
                }
            }
        }
        return motions;
    }

    /** Adds to the motions, for each point, the median residual of its neighbours. */
    private Flow local(Option chosen, Neighbours neighbours) {
        double[] flowY = new double[n];
        double[] flowX = new double[n];
        double[] offY = new double[NEIGHBOURS];
        double[] offX = new double[NEIGHBOURS];
        double most = MOST_LOCAL_SPACINGS * spacing;
        for (int i = 0; i < n; i++) {
            AffineMotion motion = chosen.motions[i];
            int count = 0;
            for (int k = 0; k < neighbours.count(i); k++) {
                int j = neighbours.get(i, k);
                int target = chosen.flow.target()[j];
                if (target != PointGrid.NONE) {
                    double dy = to.y(target) - from.y(j) - motion.downAt(from.y(j), from.x(j));
                    double dx = to.x(target) - from.x(j) - motion.rightAt(from.y(j), from.x(j));
                    if (Math.abs(dy) <= 2 * most && Math.abs(dx) <= 2 * most) {
                        offY[count] = dy;
                        offX[count++] = dx;
                    }
                }
            }
            flowY[i] = motion.downAt(from.y(i), from.x(i));
            flowX[i] = motion.rightAt(from.y(i), from.x(i));
            if (count >= LEAST_NEIGHBOURS) {
                flowY[i] += clipped(Median.of(offY, count), most);
                flowX[i] += clipped(Median.of(offX, count), most);
            }
        }
        return Flow.matched(flowY, flowX, from, to, reach);
    }

    private static double clipped(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }
}
