package org.cellineage.train.classes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.classify.ClassReading;
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
 * from simulated movies, where cells also die. Counts how classes follow one another in the simulated ones.
 */
final class MitosisCells {

    /** Names of the classes, in order. */
    static final List<String> CLASSES =
            List.of(SimulatedPhase.INTERPHASE.label(), SimulatedPhase.MITOTIC.label(), SimulatedPhase.DEAD.label());

    private static final String MOVIE = "movie";
    private static final int SIDE = 24;
    private static final double DIAMETERS = 2.2;

    /** Interphase is common: one cell of so many is enough. */
    private static final int INTERPHASE_STEP = 12;

    private static final int MOVIE_SIDE = 320;
    private static final double[] DIAMETERS_PX = {12, 16, 20, 26, 34};
    private static final double DEATH_RATE = 0.006;
    /** Counted beside what is seen, so that nothing is impossible. */
    private static final double PRIOR = 0.5;

    /** Frames at each side of a division in which it is not certain what a cell shows. */
    private static final int UNCERTAIN_FRAMES = 4;

    private final List<LabelledCrop> crops = new ArrayList<>();
    private final double[] frequency = new double[CLASSES.size()];
    private final double[][] following = new double[CLASSES.size()][CLASSES.size()];
    private final double[][] dividing = new double[CLASSES.size()][CLASSES.size()];
    private int interphase;

    /** How such cells are looked at: the channel of the nuclei, at the nuclei's scale, with their own pixels marked. */
    static ClassReading reading() {
        return ClassReading.untrained(CLASSES, List.of(ClassReading.OF_THE_CELLS), SIDE, 0, DIAMETERS, true);
    }

    /** All cells that were added. */
    List<LabelledCrop> crops() {
        return crops;
    }

    /** How frequent classes are and how they follow one another, from what was counted. */
    ClassReading following(ClassReading reading) {
        return reading.following(
                shares(frequency),
                Arrays.stream(following).map(MitosisCells::shares).toList(),
                Arrays.stream(dividing).map(MitosisCells::shares).toList());
    }

    private static List<Double> shares(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count + PRIOR;
        }
        List<Double> shares = new ArrayList<>();
        for (double count : counts) {
            shares.add((count + PRIOR) / sum);
        }
        return shares;
    }

    /**
     * Adds the cells of a movie with a known lineage: the last frame of a mother and the first of her daughters are
     * mitotic; the frames around them are left out.
     */
    void add(Storage storage, LinkingTraining.Source source) throws IOException {
        Map<MovieKey, Map<Integer, Integer>> daughters = new HashMap<>();
        KnownFrame.visit(storage, source, frame -> {
            Map<Integer, Integer> divided = daughters.computeIfAbsent(frame.movie(), movie -> daughters(frame));
            FrameCrops cut = new FrameCrops(frame.channels(), 0, frame.cells(), reading());
            for (int i = 0; i < frame.cells().size(); i++) {
                TrackSpan span = frame.spans().get(frame.tracks()[i]);
                if (span == null || frame.cells().get(i).touchesBorder()) {
                    continue;
                }
                boolean divides = divided.getOrDefault(span.track(), 0) >= 2;
                boolean isBorn = span.parent() != TrackSpan.NO_PARENT && divided.getOrDefault(span.parent(), 0) >= 2;
                int toDivision = divides ? span.end() - frame.frame() : Integer.MAX_VALUE;
                int sinceBirth = isBorn ? frame.frame() - span.begin() : Integer.MAX_VALUE;
                int nearest = Math.min(toDivision, sinceBirth);
                if (nearest == 0) {
                    add(SimulatedPhase.MITOTIC, cut, i, frame.movie().id());
                } else if (nearest > UNCERTAIN_FRAMES) {
                    add(SimulatedPhase.INTERPHASE, cut, i, frame.movie().id());
                }
            }
        });
    }

    /** Number of daughters of each mother. */
    private static Map<Integer, Integer> daughters(KnownFrame frame) {
        Map<Integer, Integer> daughters = new HashMap<>();
        frame.spans().values().forEach(span -> daughters.merge(span.parent(), 1, Integer::sum));
        return daughters;
    }

    private void add(SimulatedPhase phase, FrameCrops cut, int cell, String movie) {
        if (phase == SimulatedPhase.INTERPHASE && interphase++ % INTERPHASE_STEP != 0) {
            return;
        }
        crops.add(new LabelledCrop(phase.ordinal(), cut.crop(cell), crops.size(), Map.of(MOVIE, movie)));
    }

    /** Adds the cells of simulated movies: each with another microscope, and cells of another size, number and speed. */
    void simulate(int movies, long seed) {
        for (int m = 0; m < movies; m++) {
            simulate(new SplittableRandom(seed + m), seed + m, "simulated/" + m);
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
        Map<Integer, SimulatedPhase> before = Map.of();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            List<Cell> measured = CellMeasurer.measure(grown(frame.truth(), grown), frame.channels());
            if (!measured.isEmpty()) {
                FrameCrops cut = new FrameCrops(frame.channels(), 0, measured, reading());
                for (int i = 0; i < measured.size(); i++) {
                    SimulatedPhase phase = frame.phases().get(measured.get(i).label());
                    if (phase != null && !measured.get(i).touchesBorder()) {
                        add(phase, cut, i, movie);
                    }
                }
            }
            count(frame, before, simulator.lineage());
            before = frame.phases();
        }
    }

    private void count(SimulatedFrame frame, Map<Integer, SimulatedPhase> before, List<TrackSpan> lineage) {
        Map<Integer, TrackSpan> spans = new TreeMap<>();
        lineage.forEach(span -> spans.put(span.track(), span));
        frame.phases().forEach((track, phase) -> {
            frequency[phase.ordinal()]++;
            SimulatedPhase own = before.get(track);
            TrackSpan span = spans.get(track);
            if (own != null) {
                following[own.ordinal()][phase.ordinal()]++;
            } else if (span != null && before.get(span.parent()) != null) {
                dividing[before.get(span.parent()).ordinal()][phase.ordinal()]++;
            }
        });
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
