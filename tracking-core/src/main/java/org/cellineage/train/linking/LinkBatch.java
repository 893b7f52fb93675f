package org.cellineage.train.linking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cellineage.cell.Cell;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.Observation;
import org.cellineage.link.TrackHistory;
import org.cellineage.link.learned.CellVector;
import org.cellineage.link.learned.DivisionFeatures;
import org.cellineage.link.learned.FrameViews;
import org.cellineage.link.learned.LinkInputs;
import org.cellineage.link.learned.PairFeatures;
import org.cellineage.link.learned.TrackSequence;
import org.cellineage.model.Tensor;

/**
 * Collects the link problems of some scenes into the tensors of one training step. Each cell is encoded once, however
 * many tracks and pairs it belongs to.
 */
final class LinkBatch {

    /**
     * Compensates for the class imbalance: there are five different pairs per identical one, and a hundred per mother
     * and daughter.
     */
    private static final float SAME_WEIGHT = 2;

    private static final float MOTHER_WEIGHT = 8;
    private static final float DIVISION_WEIGHT = 2;
    private static final int VIEW = FrameViews.CLOSE_SIDE * FrameViews.CLOSE_SIDE;

    /** Augmentation of the cell images in a scene: rotation, reflection, zoom and intensity. */
    record Appearance(double angleRad, boolean mirrored, double zoom, float gain, float offset, float noise) {

        /** One scene in this many has its contrast inverted, and one in this many has no images. */
        private static final int ODD = 12;

        static Appearance draw(SplittableRandom random) {
            return new Appearance(
                    2 * Math.PI * random.nextDouble(),
                    random.nextBoolean(),
                    Math.exp(0.15 * (2 * random.nextDouble() - 1)),
                    gain(random),
                    (float) (0.1 * (2 * random.nextDouble() - 1)),
                    random.nextBoolean() ? (float) (0.1 * random.nextDouble()) : 0);
        }

        private static float gain(SplittableRandom random) {
            float gain = (float) Math.exp(0.25 * (2 * random.nextDouble() - 1));
            int odd = random.nextInt(ODD);
            return odd == 0 ? -gain : odd == 1 ? 0 : gain;
        }

        static Appearance plain() {
            return new Appearance(0, false, 1, 1, 0, 0);
        }
    }

    private final Numbers close = new Numbers();
    private final Numbers wide = new Numbers();
    private final Numbers vectors = new Numbers();
    private final Numbers places = new Numbers();
    private final Numbers steps = new Numbers();
    private final Numbers ahead = new Numbers();
    private final Numbers pairTrack = new Numbers();
    private final Numbers pairCell = new Numbers();
    private final Numbers pairs = new Numbers();
    private final Numbers classes = new Numbers();
    private final Numbers weights = new Numbers();
    private final Numbers divisionCells = new Numbers();
    private final Numbers divisionPairs = new Numbers();
    private final Numbers rivals = new Numbers();
    private final Numbers divisions = new Numbers();
    private final Numbers isDivision = new Numbers();
    private final Numbers divisionWeights = new Numbers();
    private final Map<Cell, Integer> indexOfCell = new IdentityHashMap<>();
    private int cellCount;
    private int trackCount;
    private int pairCount;

    /** A growable list of floats. */
    private static final class Numbers {
        private float[] values = new float[1024];
        private int size;

        void add(double value) {
            room(1);
            values[size++] = (float) value;
        }

        void addAll(float[] from, int at, int count) {
            room(count);
            System.arraycopy(from, at, values, size, count);
            size += count;
        }

        /** Appends room for {@code count} values and returns its offset. */
        int extend(int count) {
            room(count);
            size += count;
            return size - count;
        }

        private void room(int count) {
            if (size + count > values.length) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, size + count));
            }
        }

        Tensor tensor(long... rest) {
            long row = 1;
            for (long side : rest) {
                row *= side;
            }
            long[] shape = new long[rest.length + 1];
            shape[0] = size / row;
            System.arraycopy(rest, 0, shape, 1, rest.length);
            return new Tensor(shape, Arrays.copyOf(values, size));
        }
    }

    /**
     * Adds a problem.
     *
     * @param truth true track of each of the problem's tracks
     * @param centreY row around which tracks are chosen
     * @param most maximum number of tracks; the nearest are chosen
     */
    void add(
            Scene scene,
            int frame,
            LinkProblem problem,
            int[] truth,
            double centreY,
            double centreX,
            int most,
            Appearance look,
            SplittableRandom random) {
        int[] chosen = nearest(problem, centreY, centreX, most);
        LinkInputs inputs = LinkInputs.of(problem, track -> Arrays.binarySearch(chosen, track) >= 0);
        int[] pairOfEntry = new int[problem.entries()];
        Arrays.fill(pairOfEntry, LinkInputs.NONE);
        int[] trueTracks = scene.cells(frame).track();
        Decisions decisions = Decisions.of(scene.movie(), scene.frame(frame), scene.cells(frame));
        for (int i : chosen) {
            addTrack(scene, frame, problem, i, look, random);
            for (int e = problem.rowStart()[i]; e < problem.rowStart()[i + 1]; e++) {
                int cell = problem.cell()[e];
                pairOfEntry[e] = pairCount++;
                pairTrack.add(trackCount);
                pairCell.add(index(
                        scene,
                        problem.cells().get(cell),
                        problem.cellFeatures().get(cell).vector(),
                        look,
                        random));
                pairs.addAll(inputs.pairs(), e * PairFeatures.SIZE, PairFeatures.SIZE);
                addClass(scene.movie(), truth[i], trueTracks[cell], decisions.ofPair(truth[i], cell));
            }
            trackCount++;
        }
        for (int d = 0; d < inputs.divisions().size(); d++) {
            if (pairOfEntry[inputs.divisions().get(d).first()] != LinkInputs.NONE) {
                addDivision(scene, inputs, d, pairOfEntry, new Truth(truth, trueTracks, decisions), look, random);
            }
        }
    }

    private static int[] nearest(LinkProblem problem, double y, double x, int most) {
        int[] order = IntStream.range(0, problem.tracks().size())
                .filter(i -> problem.rowStart()[i + 1] > problem.rowStart()[i])
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                i -> Math.hypot(problem.predictedY()[i] - y, problem.predictedX()[i] - x))
                        .thenComparingInt(i -> i))
                .limit(most)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
        return order;
    }

    private void addTrack(
            Scene scene, int frame, LinkProblem problem, int i, Appearance look, SplittableRandom random) {
        TrackHistory track = problem.tracks().get(i);
        int place = places.extend(TrackHistory.LENGTH);
        int step = steps.extend(TrackHistory.LENGTH * TrackSequence.STEP);
        Arrays.fill(places.values, place, place + TrackHistory.LENGTH, 0);
        Arrays.fill(steps.values, step, step + TrackHistory.LENGTH * TrackSequence.STEP, 0);
        TrackSequence.forEach(track, (k, observation, residual, missed) -> {
            int cell = index(scene, observation.cell(), observation.features().vector(), look, random);
            places.values[place + k] = cell;
            TrackSequence.step(residual, missed, steps.values, step + k * TrackSequence.STEP);
        });
        SceneMotion motion = scene.motion(frame);
        int at = ahead.extend(VIEW);
        scene.frame(frame)
                .views()
                .wide(
                        motion.originY(problem.predictedY()[i], problem.predictedX()[i]),
                        motion.originX(problem.predictedY()[i], problem.predictedX()[i]),
                        look.angleRad(),
                        look.mirrored(),
                        look.zoom(),
                        ahead.values,
                        at);
        intensity(ahead.values, at, look, random);
    }

    /** Index of a cell in this batch; its image is sampled at the first call. */
    private int index(Scene scene, Cell cell, float[] vector, Appearance look, SplittableRandom random) {
        Integer known = indexOfCell.get(cell);
        if (known != null) {
            return known;
        }
        Scene.Seen seen = scene.seen(cell);
        LinkMovie.Frame frame = scene.frame(seen.frame());
        int origin = scene.cells(seen.frame()).origin()[seen.cell()];
        Cell original = frame.cells().get(origin);
        int at = close.extend(VIEW);
        frame.views().close(origin, look.angleRad(), look.mirrored(), look.zoom(), close.values, at);
        intensity(close.values, at, look, random);
        at = wide.extend(VIEW);
        frame.views()
                .wide(original.yPx(), original.xPx(), look.angleRad(), look.mirrored(), look.zoom(), wide.values, at);
        intensity(wide.values, at, look, random);
        vectors.addAll(vector, 0, CellVector.SIZE);
        indexOfCell.put(cell, cellCount);
        return cellCount++;
    }

    private static void intensity(float[] values, int at, Appearance look, SplittableRandom random) {
        for (int p = at; p < at + VIEW; p++) {
            float noise = look.noise() == 0 ? 0 : (float) (look.noise() * random.nextGaussian());
            values[p] = values[p] * look.gain() + look.offset() + noise;
        }
    }

    private void addClass(LinkMovie movie, int track, int cell, float emphasis) {
        LinkMovie.Relation relation = movie.relation(track, cell);
        boolean unknown = track == LinkMovie.UNKNOWN && cell == LinkMovie.UNKNOWN;
        classes.add(relation == LinkMovie.Relation.DIFFERENT ? 1 : 0);
        classes.add(relation == LinkMovie.Relation.SAME ? 1 : 0);
        classes.add(relation == LinkMovie.Relation.MOTHER ? 1 : 0);
        weights.add(unknown ? 0 : emphasis * weight(relation));
    }

    private static float weight(LinkMovie.Relation relation) {
        return switch (relation) {
            case UNCLEAR -> 0;
            case DIFFERENT -> 1;
            case SAME -> SAME_WEIGHT;
            case MOTHER -> MOTHER_WEIGHT;
        };
    }

    /** True tracks of a problem's tracks and cells, and which of them people decided. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Truth(int[] ofTrack, int[] ofCell, Decisions decisions) {}

    private void addDivision(
            Scene scene,
            LinkInputs inputs,
            int d,
            int[] pairOfEntry,
            Truth truth,
            Appearance look,
            SplittableRandom random) {
        LinkProblem problem = inputs.problem();
        DivisionFeatures.Candidate division = inputs.divisions().get(d);
        Observation last = problem.tracks().get(division.mother()).last();
        int first = problem.cell()[division.first()];
        int second = problem.cell()[division.second()];
        divisionCells.add(index(scene, last.cell(), last.features().vector(), look, random));
        divisionCells.add(index(
                scene,
                problem.cells().get(first),
                problem.cellFeatures().get(first).vector(),
                look,
                random));
        divisionCells.add(index(
                scene,
                problem.cells().get(second),
                problem.cellFeatures().get(second).vector(),
                look,
                random));
        divisionPairs.add(pairOfEntry[division.first()]);
        divisionPairs.add(pairOfEntry[division.second()]);
        for (int k = 0; k < 2 * DivisionFeatures.RIVALS; k++) {
            int rival = inputs.rivals()[2 * DivisionFeatures.RIVALS * d + k];
            rivals.add(rival == LinkInputs.NONE ? LinkInputs.NONE : pairOfEntry[rival]);
        }
        divisions.addAll(inputs.divisionNumbers(), d * DivisionFeatures.OWN_SIZE, DivisionFeatures.OWN_SIZE);
        LinkMovie.Relation one = scene.movie().relation(truth.ofTrack()[division.mother()], truth.ofCell()[first]);
        LinkMovie.Relation other = scene.movie().relation(truth.ofTrack()[division.mother()], truth.ofCell()[second]);
        boolean isTrue = one == LinkMovie.Relation.MOTHER
                && other == LinkMovie.Relation.MOTHER
                && truth.ofCell()[first] != truth.ofCell()[second];
        isDivision.add(isTrue ? 1 : 0);
        boolean unclear = one == LinkMovie.Relation.UNCLEAR || other == LinkMovie.Relation.UNCLEAR;
        float emphasis = truth.decisions().ofDivision(truth.ofTrack()[division.mother()], first, second);
        divisionWeights.add(unclear ? 0 : emphasis * (isTrue ? DIVISION_WEIGHT : 1));
    }

    /** Number of pairs so far. */
    int pairs() {
        return pairCount;
    }

    /** The tensors in the order in which {@link LinkingTask} reads them. */
    List<Tensor> tensors() {
        if (divisionWeights.size == 0) {
            // Some operations reject empty tensors, so a dummy with weight 0 is added.
            for (int k = 0; k < 3; k++) {
                divisionCells.add(0);
            }
            divisionPairs.add(0);
            divisionPairs.add(0);
            for (int k = 0; k < 2 * DivisionFeatures.RIVALS; k++) {
                rivals.add(LinkInputs.NONE);
            }
            divisions.addAll(new float[DivisionFeatures.OWN_SIZE], 0, DivisionFeatures.OWN_SIZE);
            isDivision.add(0);
            divisionWeights.add(0);
        }
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(close.tensor(FrameViews.CLOSE_SIDE, FrameViews.CLOSE_SIDE, 1));
        tensors.add(wide.tensor(FrameViews.WIDE_SIDE, FrameViews.WIDE_SIDE, 1));
        tensors.add(vectors.tensor(CellVector.SIZE));
        tensors.add(places.tensor(TrackHistory.LENGTH));
        tensors.add(steps.tensor(TrackHistory.LENGTH, TrackSequence.STEP));
        tensors.add(ahead.tensor(FrameViews.WIDE_SIDE, FrameViews.WIDE_SIDE, 1));
        tensors.add(pairTrack.tensor());
        tensors.add(pairCell.tensor());
        tensors.add(pairs.tensor(PairFeatures.SIZE));
        tensors.add(classes.tensor(LinkNetwork.CLASSES));
        tensors.add(weights.tensor());
        tensors.add(divisionCells.tensor(3));
        tensors.add(divisionPairs.tensor(2));
        tensors.add(rivals.tensor(2, DivisionFeatures.RIVALS));
        tensors.add(divisions.tensor(DivisionFeatures.OWN_SIZE));
        tensors.add(isDivision.tensor());
        tensors.add(divisionWeights.tensor());
        return tensors;
    }
}
