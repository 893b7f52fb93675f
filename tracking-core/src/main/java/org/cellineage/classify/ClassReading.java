package org.cellineage.classify;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a classifying network looks at cells and how its output is read: the part {@code class} of the settings of a
 * model.
 *
 * @param classes names of the network's outputs, at least two
 * @param channels channels that are looked at, by their 0-based index in the movie; {@link #OF_THE_CELLS} is the channel
 *     in which the cells were found
 * @param sidePx side of a view in its own pixels
 * @param windowPx side of what a view shows, in pixels of the frame; 0 if it is given in diameters, or a view shows the
 *     frame
 * @param windowDiameters side of what a view shows, in typical diameters of the frame's cells; 0 if it is given in pixels.
 *     If both are 0, a view shows the square in the middle of the frame, and all cells are of the frame's class
 * @param dark grey level of each channel that a view shows as 0; empty if views are scaled by the frame's typical cell
 * @param bright grey level of each channel that a view shows as 1; empty likewise
 * @param mask whether the cell's own pixels are another channel of the view, and figures are measured on them
 * @param figureMeans mean of each figure over the cells of the training
 * @param figureSpreads standard deviation of each figure, above 0
 * @param temperature divisor of the logits, by which probabilities are calibrated
 * @param transitions probability of each class (columns) a frame after each class (rows); empty if it was not learned
 * @param frequencies share of each class among all cells, above 0, adding up to 1; empty if all are as frequent
 * @param divisions probability of each class of a daughter's first frame (columns), after the class of the mother's last
 *     (rows); empty if it was not learned
 * @param orientations in how many ways each view is turned and mirrored: 1, 2, 4 or 8; what the network says of them is
 *     averaged, at as many times the cost. Null in models of earlier versions, which is 1; see {@link #ways}
 * @param stages the stages of a cell's life, which then stand for {@code transitions} and {@code divisions}; null if they
 *     were not learned
 */
public record ClassReading(
        List<String> classes,
        List<Integer> channels,
        int sidePx,
        double windowPx,
        double windowDiameters,
        List<Double> dark,
        List<Double> bright,
        boolean mask,
        List<Double> figureMeans,
        List<Double> figureSpreads,
        double temperature,
        List<Double> frequencies,
        List<List<Double>> transitions,
        List<List<Double>> divisions,
        @Nullable Integer orientations,
        @Nullable ClassStages stages)
        implements Serializable {

    /** Stands for the channel in which the cells were found. */
    public static final int OF_THE_CELLS = -1;

    private static final int LEAST_SIDE = 8;
    private static final int MOST_SIDE = 256;
    private static final int MOST_ORIENTATIONS = 8;

    public ClassReading {
        classes = List.copyOf(classes);
        channels = List.copyOf(channels);
        dark = List.copyOf(dark);
        bright = List.copyOf(bright);
        figureMeans = List.copyOf(figureMeans);
        figureSpreads = List.copyOf(figureSpreads);
        frequencies = List.copyOf(frequencies);
        transitions = rows(transitions);
        divisions = rows(divisions);
        require(
                classes.size() >= 2 && new HashSet<>(classes).size() == classes.size(),
                "classes must be at least two different names, but are " + classes);
        require(
                !channels.isEmpty() && channels.stream().allMatch(channel -> channel >= OF_THE_CELLS),
                "channels must be numbers from 0, or " + OF_THE_CELLS + " for that of the cells, but are " + channels);
        require(
                sidePx >= LEAST_SIDE && sidePx <= MOST_SIDE,
                "side_px must be between " + LEAST_SIDE + " and " + MOST_SIDE + ", but is " + sidePx);
        require(
                windowPx >= 0 && windowDiameters >= 0 && (windowPx == 0 || windowDiameters == 0),
                "one of window_px and window_diameters must be above 0, or none, but they are " + windowPx + " and "
                        + windowDiameters);
        require(!mask || windowPx + windowDiameters > 0, "a view of a whole frame has no mask");
        require(
                dark.size() == bright.size() && (dark.isEmpty() || dark.size() == channels.size()),
                "dark and bright must have a value for each of the channels, or none");
        for (int c = 0; c < dark.size(); c++) {
            require(bright.get(c) > dark.get(c), "bright must be above dark, but they are " + bright + " and " + dark);
        }
        require(
                figureMeans.size() == figureSpreads.size()
                        && figureSpreads.stream().allMatch(spread -> spread > 0),
                "figure_means and figure_spreads must have a value for each figure, spreads above 0");
        require(
                temperature > 0 && temperature < Double.POSITIVE_INFINITY,
                "temperature must be above 0, but is " + temperature);
        require(
                frequencies.isEmpty()
                        || (frequencies.size() == classes.size()
                                && frequencies.stream().allMatch(share -> share > 0)
                                && Probabilities.isDistribution(frequencies)),
                "frequencies must have a share above 0 for each class, adding up to 1");
        requireOrientations(orientations == null ? 1 : orientations);
        requireProbabilities("transitions", transitions, classes.size());
        requireProbabilities("divisions", divisions, classes.size());
        require(
                stages == null || Set.copyOf(stages.classOf()).equals(indices(classes.size())),
                "class_of of the stages must name each of the " + classes.size()
                        + " classes by its index, and no other");
    }

    /**
     * Checks in how many ways views are turned and mirrored.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public static void requireOrientations(int ways) {
        require(
                ways > 0 && ways <= MOST_ORIENTATIONS && Integer.bitCount(ways) == 1,
                "orientations must be 1, 2, 4 or 8, but is " + ways);
    }

    private static Set<Integer> indices(int size) {
        return IntStream.range(0, size).boxed().collect(Collectors.toSet());
    }

    private static List<List<Double>> rows(List<List<Double>> matrix) {
        return matrix.stream().map(List::copyOf).toList();
    }

    private static void requireProbabilities(String key, List<List<Double>> matrix, int size) {
        require(
                matrix.isEmpty() || Probabilities.isSquare(matrix, size),
                key
                        + " must be a square of probabilities with a row and a column for each class, each row adding up to 1");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** In how many ways each view is turned and mirrored. */
    public int ways() {
        return orientations == null ? 1 : orientations;
    }

    /** Whether grey levels are shown on a scale of their own, not relative to the frame's typical cell. */
    public boolean hasLevels() {
        return !dark.isEmpty();
    }

    /** Whether whole frames are looked at, not cells. */
    public boolean looksAtFrames() {
        return windowPx == 0 && windowDiameters == 0;
    }

    /** Number of channels of a view, the mask included. */
    public int viewChannels() {
        return channels.size() + (mask ? 1 : 0);
    }

    /** How the classes follow one another along tracks: as learned, otherwise with rare changes. */
    public ClassTransitions lineage() {
        ClassTransitions usual = ClassTransitions.persistent(classes.size());
        double[] shares = frequencies.isEmpty() ? usual.frequencies() : Probabilities.array(frequencies);
        if (stages != null) {
            return stages.transitions(shares);
        }
        return new ClassTransitions(
                transitions.isEmpty() ? usual.perFrame() : Probabilities.square(transitions),
                divisions.isEmpty() ? usual.atDivision() : Probabilities.square(divisions),
                shares);
    }

    /** A reading of a network that is not trained yet, of classes that are as frequent and of which nothing else is known. */
    public static ClassReading untrained(
            List<String> classes,
            List<Integer> channels,
            int sidePx,
            double windowPx,
            double windowDiameters,
            boolean mask) {
        return new ClassReading(
                classes,
                channels,
                sidePx,
                windowPx,
                windowDiameters,
                List.of(),
                List.of(),
                mask,
                List.of(),
                List.of(),
                1,
                List.of(),
                List.of(),
                List.of(),
                1,
                null);
    }

    /** Returns the same reading with grey levels on a scale of their own. */
    public ClassReading withLevels(List<Double> newDark, List<Double> newBright) {
        return with(newDark, newBright, figureMeans, figureSpreads, temperature, frequencies, ways(), stages);
    }

    /** Returns the same reading with what was found out after the training. */
    public ClassReading calibrated(double newTemperature) {
        return with(dark, bright, figureMeans, figureSpreads, newTemperature, frequencies, ways(), stages);
    }

    /** Returns the same reading with the scale of its figures. */
    public ClassReading scaled(List<Double> means, List<Double> spreads) {
        return with(dark, bright, means, spreads, temperature, frequencies, ways(), stages);
    }

    /** Returns the same reading with views turned and mirrored in so many ways. */
    public ClassReading turned(int newWays) {
        return with(dark, bright, figureMeans, figureSpreads, temperature, frequencies, newWays, stages);
    }

    /** Returns the same reading with how frequent classes are and the stages of a cell's life. */
    public ClassReading staged(List<Double> newFrequencies, ClassStages newStages) {
        return with(dark, bright, figureMeans, figureSpreads, temperature, newFrequencies, ways(), newStages);
    }

    private ClassReading with(
            List<Double> newDark,
            List<Double> newBright,
            List<Double> means,
            List<Double> spreads,
            double newTemperature,
            List<Double> newFrequencies,
            int newWays,
            @Nullable ClassStages newStages) {
        return new ClassReading(
                classes,
                channels,
                sidePx,
                windowPx,
                windowDiameters,
                newDark,
                newBright,
                mask,
                means,
                spreads,
                newTemperature,
                newFrequencies,
                transitions,
                divisions,
                newWays,
                newStages);
    }
}
