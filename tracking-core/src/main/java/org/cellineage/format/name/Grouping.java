package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The movies that an interpretation of names gives: the movie, frame, channel and plane of each file.
 *
 * <p>Two interpretations that name movies differently but group files in the same way are equal.
 */
final class Grouping {

    /** Position of an image in its movie. */
    private record Slot(Optional<String> channel, OptionalInt z, Optional<TimeValue> time, OptionalInt part) {
        static Slot of(ImageName image) {
            return new Slot(image.channel().map(ChannelName::key), image.z(), image.time(), image.part());
        }
    }

    /** Position of an image independent of names: movies and channels by their first file, planes and times by rank. */
    record Position(int movie, int channel, int z, int frame, int part) {}

    private final Map<String, ImageName> images;
    private final Map<MovieName, Axes> movies = new LinkedHashMap<>();

    /** Values that occur in the images of a movie. */
    static final class Axes {
        final Set<String> channels = new TreeSet<>();
        final Set<Integer> planes = new TreeSet<>();
        final Set<TimeValue> times = new TreeSet<>();
        final Map<String, Set<String>> channelNames = new TreeMap<>();
        int count;
        String example = "";

        long grid() {
            return (long) Math.max(1, channels.size()) * Math.max(1, planes.size()) * Math.max(1, times.size());
        }
    }

    Grouping(Map<String, ImageName> images) {
        this.images = images;
        images.forEach((path, image) -> {
            Axes axes = movies.computeIfAbsent(image.movie(), k -> new Axes());
            axes.count++;
            axes.example = axes.example.isEmpty() ? path : axes.example;
            image.channel().ifPresent(c -> {
                axes.channels.add(c.key());
                c.name()
                        .ifPresent(n -> axes.channelNames
                                .computeIfAbsent(c.key(), k -> new TreeSet<>())
                                .add(n));
            });
            image.z().ifPresent(axes.planes::add);
            image.time().ifPresent(axes.times::add);
        });
    }

    Map<MovieName, Axes> movies() {
        return movies;
    }

    /** Share of all combinations of these channels, planes and times that exist. */
    double filled() {
        long grid = movies.values().stream().mapToLong(Axes::grid).sum();
        return grid == 0 ? 0 : (double) images.size() / grid;
    }

    /** Two files that would be the same image, if any. */
    Optional<List<String>> collision() {
        // Numbers instead of objects: for a million images, this is computed for each possible layout.
        Map<MovieName, Integer> movieNumbers = new HashMap<>();
        Map<Slot, Integer> slotNumbers = new HashMap<>();
        long[] taken = new long[images.size()];
        int n = 0;
        for (ImageName image : images.values()) {
            long movie = number(movieNumbers, image.movie());
            taken[n++] = movie << Integer.SIZE | number(slotNumbers, Slot.of(image));
        }
        long[] sorted = taken.clone();
        Arrays.sort(sorted);
        Set<Long> twice = new HashSet<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                twice.add(sorted[i]);
            }
        }
        return twice.isEmpty() ? Optional.empty() : Optional.of(firstTwo(taken, twice));
    }

    /** The first file whose position is already taken, preceded by the file that has it. */
    private List<String> firstTwo(long[] taken, Set<Long> twice) {
        Map<Long, String> first = new HashMap<>();
        int n = 0;
        for (String path : images.keySet()) {
            long place = taken[n++];
            String before = twice.contains(place) ? first.putIfAbsent(place, path) : null;
            if (before != null) {
                return List.of(before, path);
            }
        }
        throw new IllegalStateException("no place is taken twice");
    }

    /** Position of every image. */
    Map<String, Position> positions() {
        Map<MovieName, Integer> movieNumbers = new HashMap<>();
        Map<MovieName, Map<String, Integer>> channelNumbers = new HashMap<>();
        Map<MovieName, Map<TimeValue, Integer>> frames = new HashMap<>();
        Map<MovieName, Map<Integer, Integer>> planes = new HashMap<>();
        movies.forEach((movie, axes) -> {
            frames.put(movie, ranks(axes.times));
            planes.put(movie, ranks(axes.planes));
        });
        Map<String, Position> positions = new HashMap<>();
        images.forEach((path, image) -> {
            MovieName movie = image.movie();
            Map<String, Integer> channels = channelNumbers.computeIfAbsent(movie, k -> new HashMap<>());
            String channel = image.channel().map(ChannelName::key).orElse("");
            positions.put(
                    path,
                    new Position(
                            number(movieNumbers, movie),
                            number(channels, channel),
                            image.z().isPresent()
                                    ? planes.getOrDefault(movie, Map.of())
                                            .getOrDefault(image.z().getAsInt(), -1)
                                    : -1,
                            image.time()
                                    .map(t ->
                                            frames.getOrDefault(movie, Map.of()).getOrDefault(t, -1))
                                    .orElse(-1),
                            image.part().orElse(0)));
        });
        return positions;
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
        Integer known = numbers.putIfAbsent(key, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    private static <T> Map<T, Integer> ranks(Set<T> sorted) {
        Map<T, Integer> ranks = new HashMap<>();
        List<T> values = new ArrayList<>(sorted);
        for (int i = 0; i < values.size(); i++) {
            ranks.put(values.get(i), i);
        }
        return ranks;
    }
}
