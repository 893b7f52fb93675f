package org.cellineage.train.classes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.classify.ClassStages;
import org.cellineage.format.TrackSpan;
import org.cellineage.simulate.SimulatedPhase;

/**
 * Counts the stages of cells in movies whose phases are known: interphase, the frames of a mitosis before the division and
 * those after it, and those of a death. Each movie is also looked at with only every second and every fourth frame, as if
 * it had been recorded more slowly, and the stages of each such interval are kept apart.
 */
final class MitosisStages {

    private static final int[] INTERVALS = {1, 2, 4};
    private static final int BEFORE_DIVISION = 4;
    private static final int AFTER_DIVISION = 2;
    private static final int DYING = 4;

    private static final int INTERPHASE = 0;
    private static final int FIRST_BEFORE = 1;
    private static final int FIRST_AFTER = FIRST_BEFORE + BEFORE_DIVISION;
    private static final int FIRST_DYING = FIRST_AFTER + AFTER_DIVISION;
    private static final int STAGES = FIRST_DYING + DYING;

    /** Counted beside what is seen, so that nothing is impossible. */
    private static final double PRIOR = 0.01;

    /** Of the divisions those that a tracker misses. */
    private static final double MISSED = 0.1;
    /** Divisions that a tracker invents, for each that there is. */
    private static final double INVENTED = 0.1;
    /** Of living cells those that a tracker loses per frame. */
    private static final double LOST = 0.01;

    /** Mitoses and deaths of real cells vary more than simulated ones: so often they stay in a stage for one frame more. */
    private static final double STAYS = 0.1;

    private static final double EVIDENCE_WEIGHT = 0.5;
    private static final double LEAST_PROBABILITY = 0.01;

    private static final int[] NONE = {};

    private final List<Counts> intervals = new ArrayList<>();

    /** The phases of a track, frame by frame from its first. */
    private record Life(TrackSpan span, List<SimulatedPhase> phases) {}

    /** What was counted at one frame interval. */
    private static final class Counts {
        final double[] cells = new double[STAGES];
        final double[][] next = new double[STAGES][STAGES];
        final double[][] daughters = new double[STAGES][STAGES];
        final double[] divided = new double[STAGES];
        final double[] lost = new double[STAGES];
    }

    MitosisStages() {
        for (int i = 0; i < INTERVALS.length; i++) {
            intervals.add(new Counts());
        }
    }

    /**
     * Counts the cells of a movie.
     *
     * @param phases the phase of each cell that is seen, by frame and track
     * @param lineage all tracks
     */
    void count(List<Map<Integer, SimulatedPhase>> phases, List<TrackSpan> lineage) {
        Map<Integer, Life> lives = new TreeMap<>();
        for (TrackSpan span : lineage) {
            List<SimulatedPhase> own = new ArrayList<>();
            for (int frame = span.begin(); frame <= span.end(); frame++) {
                SimulatedPhase phase = phases.get(frame).get(span.track());
                if (phase == null) {
                    break;
                }
                own.add(phase);
            }
            if (own.size() == span.end() - span.begin() + 1) {
                lives.put(span.track(), new Life(span, own));
            }
        }
        Map<Integer, List<Life>> daughters = new TreeMap<>();
        for (Life life : lives.values()) {
            if (lives.containsKey(life.span().parent())) {
                daughters
                        .computeIfAbsent(life.span().parent(), mother -> new ArrayList<>())
                        .add(life);
            }
        }
        for (int i = 0; i < INTERVALS.length; i++) {
            for (int offset = 0; offset < INTERVALS[i]; offset++) {
                count(intervals.get(i), new Sampling(INTERVALS[i], offset, phases.size() - 1), lives, daughters);
            }
        }
    }

    /** Every so many frames, from an offset. */
    private record Sampling(int interval, int offset, int lastFrame) {

        List<SimulatedPhase> of(Life life) {
            List<SimulatedPhase> seen = new ArrayList<>();
            for (int i = 0; i < life.phases().size(); i++) {
                if ((life.span().begin() + i) % interval == offset) {
                    seen.add(life.phases().get(i));
                }
            }
            return seen;
        }

        boolean reachesEnd(Life life) {
            return life.span().end() + interval > lastFrame;
        }
    }

    private static void count(
            Counts counts, Sampling sampling, Map<Integer, Life> lives, Map<Integer, List<Life>> daughters) {
        Map<Integer, int[]> seen = new TreeMap<>();
        lives.forEach((track, life) -> seen.put(
                track,
                stages(sampling.of(life), lives.containsKey(life.span().parent()), daughters.containsKey(track))));
        for (Life life : lives.values()) {
            List<Life> born = daughters.getOrDefault(life.span().track(), List.of());
            int[] stages = seen.getOrDefault(life.span().track(), NONE);
            for (int i = 0; i < stages.length; i++) {
                counts.cells[stages[i]]++;
                if (i > 0) {
                    counts.next[stages[i - 1]][stages[i]]++;
                }
            }
            if (stages.length == 0) {
                continue;
            }
            int last = stages[stages.length - 1];
            if (!born.isEmpty()) {
                counts.divided[last]++;
                for (Life daughter : born) {
                    int[] after = seen.getOrDefault(daughter.span().track(), NONE);
                    if (after.length > 0) {
                        counts.daughters[last][after[0]]++;
                    }
                }
            } else if (last >= FIRST_DYING && !sampling.reachesEnd(life)) {
                counts.lost[last]++;
            }
        }
    }

    /**
     * The stage of each frame of a track. Of a mitosis whose division is not seen it is not known how far it has come: such
     * frames are left out, and so is what comes after them.
     */
    private static int[] stages(List<SimulatedPhase> phases, boolean isBorn, boolean divides) {
        int size = phases.size();
        int after = 0;
        while (isBorn && after < size && phases.get(after) == SimulatedPhase.MITOTIC) {
            after++;
        }
        int before = 0;
        while (before < size - after && phases.get(size - 1 - before) == SimulatedPhase.MITOTIC) {
            before++;
        }
        int dying = 0;
        while (dying < size - after && phases.get(size - 1 - dying) == SimulatedPhase.DEAD) {
            dying++;
        }
        int[] stages = new int[size];
        int known = 0;
        for (int i = 0; i < size; i++) {
            if (i < after) {
                stages[i] = FIRST_AFTER + stage(i, after, AFTER_DIVISION);
            } else if (i >= size - dying) {
                stages[i] = FIRST_DYING + Math.min(i - size + dying, DYING - 1);
            } else if (phases.get(i) == SimulatedPhase.INTERPHASE) {
                stages[i] = INTERPHASE;
            } else if (i >= size - before && divides) {
                stages[i] = FIRST_BEFORE + stage(i - size + before, before, BEFORE_DIVISION);
            } else {
                break;
            }
            known++;
        }
        return Arrays.copyOf(stages, known);
    }

    /** Which of a number of stages a frame is in; the last frame is in the last stage. */
    private static int stage(int frame, int frames, int stages) {
        return frames <= stages ? stages - frames + frame : frame * stages / frames;
    }

    /** The stages of all intervals, one after the other. */
    ClassStages stages() {
        int size = intervals.size() * STAGES;
        List<Integer> classOf = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<List<Double>> perFrame = new ArrayList<>();
        List<Double> divides = new ArrayList<>();
        List<List<Double>> atDivision = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        for (int i = 0; i < intervals.size(); i++) {
            Counts counts = intervals.get(i);
            double[] shares = shares(counts.cells);
            double invented = INVENTED
                    * Arrays.stream(counts.divided).sum()
                    / Math.max(1, Arrays.stream(counts.cells).sum());
            for (int stage = 0; stage < STAGES; stage++) {
                classOf.add(classOf(stage));
                first.add(rounded(shares[stage] / intervals.size()));
                double cells = counts.cells[stage] + PRIOR;
                double divided = counts.divided[stage] / cells;
                double[] goesOn = shares(counts.next[stage]);
                if (stage != INTERPHASE) {
                    goesOn = mixed(goesOn, only(stage), STAYS);
                }
                double[] born = shares(counts.daughters[stage]);
                double found = (1 - MISSED) * divided;
                double told = found + invented;
                divides.add(rounded(Math.min(1, told)));
                double missed = MISSED * divided / (1 - found);
                perFrame.add(widened(mixed(goesOn, born, missed), i * STAGES, size));
                double wrong = told > 0 ? invented / told : 0;
                atDivision.add(widened(mixed(born, goesOn, wrong), i * STAGES, size));
                lost.add(rounded(Math.max(LOST, Math.min(1, counts.lost[stage] / cells))));
            }
        }
        return new ClassStages(classOf, first, perFrame, divides, atDivision, lost, EVIDENCE_WEIGHT, LEAST_PROBABILITY);
    }

    private static int classOf(int stage) {
        if (stage == INTERPHASE) {
            return SimulatedPhase.INTERPHASE.ordinal();
        }
        return (stage < FIRST_DYING ? SimulatedPhase.MITOTIC : SimulatedPhase.DEAD).ordinal();
    }

    private static double[] shares(double[] counts) {
        return shares(counts, PRIOR);
    }

    /** The share of each count, to each of which as much is added. */
    static double[] shares(double[] counts, double prior) {
        double sum = Arrays.stream(counts).sum() + prior * counts.length;
        return Arrays.stream(counts).map(count -> (count + prior) / sum).toArray();
    }

    private static double[] only(int stage) {
        double[] only = new double[STAGES];
        only[stage] = 1;
        return only;
    }

    private static double[] mixed(double[] a, double[] b, double shareOfB) {
        double[] mixed = new double[a.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (1 - shareOfB) * a[k] + shareOfB * b[k];
        }
        return mixed;
    }

    /** To six digits, which are more than can be counted. */
    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }

    private static List<Double> widened(double[] row, int from, int size) {
        List<Double> wide = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            wide.add(k >= from && k < from + row.length ? rounded(row[k - from]) : 0);
        }
        return wide;
    }
}
