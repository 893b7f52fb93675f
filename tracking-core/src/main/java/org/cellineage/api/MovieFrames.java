package org.cellineage.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cellineage.image.Plane;

/**
 * The frames of a movie, read one at a time: first a few that are spread over the movie, to find the diameter of its
 * nuclei, then all of them in order. {@link MovieFiles} reads them from files.
 */
public interface MovieFrames {

    /** Numbers of the frames that exist, from 0. Tracks bridge a short gap. */
    SortedSet<Integer> frames();

    /**
     * Reads one of the {@link #frames}; called from one thread at a time, not always the same one.
     *
     * @return a plane for each channel, all of one size, which is that of every frame
     * @throws org.cellineage.problem.UserException if the frame cannot be used: the others still are
     * @throws IOException likewise
     */
    List<Plane> read(int frame) throws IOException;

    /** Size of a pixel in micrometres; NaN if unknown. Used only with a diameter in micrometres. */
    default double pixelSizeUm() {
        return Double.NaN;
    }

    /** Names of its channels, in order; empty if they have none. */
    default List<String> channels() {
        return List.of();
    }

    /** Name of the movie, for messages. */
    default String name() {
        return "movie";
    }

    /** Frames 0, 1, … that are in memory, each with its channels. */
    static MovieFrames of(List<List<Plane>> frames) {
        List<List<Plane>> held = new ArrayList<>(frames);
        return new MovieFrames() {
            @Override
            public SortedSet<Integer> frames() {
                SortedSet<Integer> numbers = new TreeSet<>();
                IntStream.range(0, held.size()).forEach(numbers::add);
                return numbers;
            }

            @Override
            public List<Plane> read(int frame) {
                return held.get(frame);
            }
        };
    }
}
