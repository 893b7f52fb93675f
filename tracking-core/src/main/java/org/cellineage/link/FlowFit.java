package org.cellineage.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The steps of {@link MotionEstimator} for one pair of frames. */
final class FlowFit {

    private static final double NEAR_SPACINGS = 2.2;
    private static final double FAR_SPACINGS = 10;
    private static final double BIN_SPACINGS = 1.0 / 6;
    private static final int NEAR_PEAKS = 6;
    private static final int FAR_PEAKS = 2;
    /** Points that judge a candidate and fit it; more would not make it better. */
    private static final int SAMPLE = 600;
    /** Candidates that are tried on all points. */
    private static final int FINALISTS = 4;

    /** A point that a motion leads further off than this counts as not explained by it. */
    private static final double REACH_SPACINGS = 0.75;
    /** Share by which a motion has to shorten the misses to be believed, with many cells. */
    private static final double GAIN = 0.12;
    /** The same beyond the near votes, where there are far more displacements to choose from. */
    private static final double FAR_GAIN = 0.2;
    /** Few cells fit some motion by chance: over the root of their number, this is asked on top. */
    private static final double CHANCE_GAIN = 0.5;
    /** Share by which a neighbourhood's misses have to fall for it to leave the frame's motion for another. */
    private static final double SWITCH_GAIN = 0.3;
    /** Share by which regional motions, and then local flow, have to shorten the misses of all cells. */
    private static final double LOCAL_GAIN = 0.05;

    /** Points of a tile that votes on its own. */
    private static final int TILE_POINTS = 60;

    private static final int TILE_PEAKS = 2;
    /** A tile that the frame's motion leads closer than this share of the reach, on average, needs no vote. */
    private static final double SETTLED_SHARE = 0.3;

    private static final int NEIGHBOURS = 10;
    private static final int LEAST_NEIGHBOURS = 4;
    private static final double NEIGHBOUR_SPACINGS = 4;
    private static final double MOST_LOCAL_SPACINGS = 0.5;
    private static final int LOCAL_ROUNDS = 2;

    /** A motion of the frame and the share by which it must be better than none. */
    private record Candidate(AffineMotion motion, double gain, double meanMiss) {}

    /** A motion for each point, and the flow that they make. */
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

    /** The candidates that miss least. */
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

    /** Every tile of the frame votes for a motion of its own, around the frame's. */
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

    /** For each point the motion that explains its neighbours, where that is far better than the chosen one. */
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

    /** The motions, and on top for each point the median of what its neighbours' targets still lie off. */
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
