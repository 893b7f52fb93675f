package org.cellineage.illumination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;

/**
 * The frames of a plate that flat fields are estimated from: spread evenly over its movies, and within each over time, the
 * same whatever the order of the movies.
 *
 * @param movies those with frames of the most frequent size and number of channels, by key
 * @param frames of these movies
 * @param others movies that are left out because they differ
 */
public record FieldSample(List<Movie> movies, List<FrameRef> frames, List<Movie> others) {

    /** Steps through a movie so that however many frames are taken, they are far apart. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private record Shape(int width, int height, int channels) implements Comparable<Shape> {

        static Shape of(Movie movie) {
            return new Shape(movie.width(), movie.height(), movie.channels().size());
        }

        @Override
        public int compareTo(Shape other) {
            return Comparator.comparingInt(Shape::width)
                    .thenComparingInt(Shape::height)
                    .thenComparingInt(Shape::channels)
                    .compare(this, other);
        }
    }

    /**
     * Chooses frames.
     *
     * @param all at least one movie
     * @param wanted number of frames, at least 1; fewer if the movies have fewer
     */
    public static FieldSample of(List<Movie> all, int wanted) {
        Map<Shape, List<Movie>> byShape = new TreeMap<>();
        for (Movie movie : all) {
            byShape.computeIfAbsent(Shape.of(movie), shape -> new ArrayList<>()).add(movie);
        }
        Shape usual = byShape.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow(() -> new IllegalArgumentException("no movies"))
                .getKey();
        List<Movie> movies = new ArrayList<>();
        List<Movie> others = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparing(Movie::key))
                .forEach(movie -> (Shape.of(movie).equals(usual) ? movies : others).add(movie));
        long there = movies.stream().mapToLong(movie -> movie.frames().size()).sum();
        int count = (int) Math.min(wanted, there);
        List<FrameRef> frames = new ArrayList<>();
        for (int m = 0; m < movies.size(); m++) {
            // As evenly as whole numbers allow, and at a different time in each movie.
            int own = (int) ((m + 1L) * count / movies.size() - (long) m * count / movies.size());
            int length = movies.get(m).frames().size();
            double phase = m * GOLDEN % 1;
            for (int k = 0; k < Math.min(own, length); k++) {
                int at = (int) ((k + phase) * length / Math.min(own, length));
                frames.add(movies.get(m).frames().get(at));
            }
        }
        return new FieldSample(movies, frames, others);
    }
}
