package org.cellineage.train.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.classify.ClassReading;
import org.cellineage.classify.Crop;
import org.cellineage.classify.FrameCrops;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulatedPhase;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.cellineage.train.linking.KnownFrame;
import org.cellineage.train.linking.LinkingTraining;

/**
 * Nuclei in interphase, in mitosis and dead: from movies with known lineages, where cells are mitotic around divisions, and
 * from simulated movies, where cells also die. Counts the stages that cells go through in the simulated ones.
 */
final class MitosisCells {

    /** Names of the classes, in order. */
    static final List<String> CLASSES =
            List.of(SimulatedPhase.INTERPHASE.label(), SimulatedPhase.MITOTIC.label(), SimulatedPhase.DEAD.label());

    private static final String MOVIE = "movie";
    private static final String SIMULATED = "simulated";
    private static final int SIDE = 24;
    private static final double DIAMETERS = 2.2;

    /** Interphase is common: one cell of so many is enough. */
    private static final int INTERPHASE_STEP = 4;

    /** A condensed nucleus is at most so large, relative to what is usual of it. */
    private static final double CONDENSED_AREA = 0.85;

    /** A condensed nucleus is at least so bright, likewise. */
    private static final double CONDENSED_INTENSITY = 1.25;

    private static final int MOVIE_SIDE = 320;
    private static final double[] DIAMETERS_PX = {12, 16, 20, 26, 34};
    private static final double DEATH_RATE = 0.006;
    /** Counted beside what is seen, so that nothing is impossible. */
    private static final double PRIOR = 0.5;

    /** Frames at each side of a division in which it is not certain what a cell shows. */
    private static final int UNCERTAIN_FRAMES = 4;

    private final List<LabelledCrop> crops = new ArrayList<>();
    private final double[] frequency = new double[CLASSES.size()];
    private final MitosisStages stages = new MitosisStages();
    private int interphase;

    /** How such cells are looked at: the channel of the nuclei, at the nuclei's scale, with their own pixels marked. */
    static ClassReading reading() {
        return ClassReading.untrained(CLASSES, List.of(ClassReading.OF_THE_CELLS), SIDE, 0, DIAMETERS, true);
    }

    /** All cells that were added. */
    List<LabelledCrop> crops() {
        return crops;
    }

    /** How frequent classes are and the stages that cells go through, from what was counted. */
    ClassReading staged(ClassReading reading) {
        double[] shares = MitosisStages.shares(frequency, PRIOR);
        return reading.staged(Arrays.stream(shares).boxed().toList(), stages.stages());
    }

    /**
     * Adds the cells of a movie with a known lineage. Cells at a division are mitotic if they are condensed: brighter and
     * smaller than is usual of their own track. At half an hour a frame, many a mother is last seen in interphase and many
     * a daughter first seen so, so that a division alone says nothing. Other frames around divisions are left out, and so
     * are the ends of all tracks: a cell may divide or die just after it was last seen.
     */
    void add(Storage storage, LinkingTraining.Source source) throws IOException {
        Map<MovieKey, Map<Integer, TrackLooks>> looks = new HashMap<>();
        visit(storage, source, seen -> {
            if (seen.framesFromEnd() > UNCERTAIN_FRAMES && !seen.isCut()) {
                looks.computeIfAbsent(seen.movie(), movie -> new HashMap<>())
                        .computeIfAbsent(seen.track(), track -> new TrackLooks())
                        .add(seen.crop());
            }
        });
        visit(storage, source, seen -> {
            TrackLooks usual = looks.getOrDefault(seen.movie(), Map.of()).get(seen.track());
            if (seen.framesFromEnd() > UNCERTAIN_FRAMES) {
                add(
                        SimulatedPhase.INTERPHASE,
                        seen.crop(),
                        seen.movie().id(),
                        seen.movie().plate());
            } else if (seen.framesFromDivision() <= 1
                    && !seen.isCut()
                    && usual != null
                    && usual.isCondensed(seen.crop())) {
                add(
                        SimulatedPhase.MITOTIC,
                        seen.crop(),
                        seen.movie().id(),
                        seen.movie().plate());
            }
        });
    }

    /**
     * A cell of a movie.
     *
     * @param framesFromDivision frames between it and a division of its own or of its mother
     * @param framesFromEnd frames between it and the nearer end of its track
     * @param isCut whether it touches the edge of the frame
     */
    private record Seen(
            MovieKey movie, int track, int framesFromDivision, int framesFromEnd, boolean isCut, Crop crop) {}

    /** How bright and how large a cell usually is, relative to the typical cells of its frames. */
    private static final class TrackLooks {

        private final List<Double> logAreas = new ArrayList<>();
        private final List<Double> logIntensities = new ArrayList<>();

        void add(Crop crop) {
            logAreas.add((double) crop.relative()[FrameCrops.LOG_AREA]);
            logIntensities.add((double) crop.relative()[FrameCrops.LOG_INTENSITY]);
        }

        boolean isCondensed(Crop crop) {
            return crop.relative()[FrameCrops.LOG_AREA] - median(logAreas) <= Math.log(CONDENSED_AREA)
                    && crop.relative()[FrameCrops.LOG_INTENSITY] - median(logIntensities)
                            >= Math.log(CONDENSED_INTENSITY);
        }

        private static double median(List<Double> values) {
            return values.stream()
                    .sorted()
                    .skip((values.size() - 1) / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void visit(Storage storage, LinkingTraining.Source source, Consumer<Seen> visitor)
            throws IOException {
        Map<MovieKey, Map<Integer, Integer>> daughters = new HashMap<>();
        KnownFrame.visit(storage, source, frame -> {
            Map<Integer, Integer> divided = daughters.computeIfAbsent(frame.movie(), movie -> daughters(frame));
            FrameCrops cut = new FrameCrops(frame.channels(), 0, frame.cells(), reading());
            for (int i = 0; i < frame.cells().size(); i++) {
                TrackSpan span = frame.spans().get(frame.tracks()[i]);
                if (span == null) {
                    continue;
                }
                boolean divides = divided.getOrDefault(span.track(), 0) >= 2;
                boolean isBorn = span.parent() != TrackSpan.NO_PARENT && divided.getOrDefault(span.parent(), 0) >= 2;
                int toEnd = span.end() - frame.frame();
                int sinceBegin = frame.frame() - span.begin();
                int fromDivision =
                        Math.min(divides ? toEnd : Integer.MAX_VALUE, isBorn ? sinceBegin : Integer.MAX_VALUE);
                visitor.accept(new Seen(
                        frame.movie(),
                        span.track(),
                        fromDivision,
                        Math.min(toEnd, sinceBegin),
                        frame.cells().get(i).touchesBorder(),
                        cut.crop(i)));
            }
        });
    }

    /** Number of daughters of each mother. */
    private static Map<Integer, Integer> daughters(KnownFrame frame) {
        Map<Integer, Integer> daughters = new HashMap<>();
        frame.spans().values().forEach(span -> daughters.merge(span.parent(), 1, Integer::sum));
        return daughters;
    }

    private void add(SimulatedPhase phase, Crop crop, String movie, String source) {
        if (phase == SimulatedPhase.INTERPHASE && interphase++ % INTERPHASE_STEP != 0) {
            return;
        }
        crops.add(new LabelledCrop(
                phase.ordinal(), crop, crops.size(), Map.of(MOVIE, movie, LabelledCrop.SOURCE, source)));
    }

    /** Adds the cells of simulated movies: each with another microscope, and cells of another size, number and speed. */
    void simulate(int movies, long seed) {
        for (int m = 0; m < movies; m++) {
            simulate(new SplittableRandom(seed + m), seed + m, SIMULATED + "/" + m);
        }
    }

    private void simulate(SplittableRandom random, long seed, String movie) {
        double diameter = DIAMETERS_PX[random.nextInt(DIAMETERS_PX.length)];
        SimulationOptions usual = SimulationOptions.DEFAULTS;
        double crowd = 0.4 + random.nextDouble();
        int cells = (int) Math.max(6, usual.cells() * crowd * Math.pow(usual.nucleusDiameterPx() / diameter, 2) * 0.7);
        double noise = 0.5 + 3 * random.nextDouble();
        SimulationOptions options = new SimulationOptions(
                MOVIE_SIDE,
                MOVIE_SIDE,
                usual.frames(),
                cells,
                diameter,
                20 + 25 * random.nextDouble(),
                usual.cycleSpread(),
                DEATH_RATE,
                usual.stepPx() * diameter / usual.nucleusDiameterPx(),
                usual.persistence(),
                0,
                0,
                0,
                usual.backgroundLevel(),
                usual.nucleusLevel() * (0.4 + random.nextDouble()),
                0.1 + 0.3 * random.nextDouble(),
                0.15 + 0.35 * random.nextDouble(),
                usual.bleachingShare(),
                0.3 * random.nextDouble(),
                usual.blurPx() * (0.6 + 0.8 * random.nextDouble()) * diameter / usual.nucleusDiameterPx(),
                noise * usual.greyLevelsPerPhoton(),
                noise * usual.readNoise(),
                1,
                0,
                0);
        MovieSimulator simulator = new MovieSimulator(options, WellConditions.UNTREATED, seed, 0, 0);
        int grown = random.nextInt(3) - 1;
        List<Map<Integer, SimulatedPhase>> phases = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            List<Cell> measured = CellMeasurer.measure(grown(frame.truth(), grown), frame.channels());
            if (!measured.isEmpty()) {
                FrameCrops cut = new FrameCrops(frame.channels(), 0, measured, reading());
                for (int i = 0; i < measured.size(); i++) {
                    SimulatedPhase phase = frame.phases().get(measured.get(i).label());
                    // Cells that the edge of the frame cuts are small, too, and no more often mitotic than others.
                    if (phase != null) {
                        add(phase, cut.crop(i), movie, SIMULATED);
                    }
                }
            }
            frame.phases().values().forEach(phase -> frequency[phase.ordinal()]++);
            phases.add(frame.phases());
        }
        stages.count(phases, simulator.lineage());
    }

    /** Cells whose outlines are a pixel wider or narrower, as those of a network may be. */
    private static LabelImage grown(LabelImage labels, int by) {
        if (by == 0) {
            return labels;
        }
        int width = labels.width();
        int height = labels.height();
        int[] from = labels.labels();
        int[] to = from.clone();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int p = y * width + x;
                for (int next : new int[] {p - 1, p + 1, p - width, p + width}) {
                    if (by > 0 && from[p] == 0 && from[next] != 0) {
                        to[p] = from[next];
                    } else if (by < 0 && from[p] != 0 && from[next] != from[p]) {
                        to[p] = 0;
                    }
                }
            }
        }
        return new LabelImage(width, height, to);
    }
}
