package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The movies that a reading of names makes: which files are of one movie, and which frame, channel and plane each is.
 *
 * <p>Two readings that call the movies otherwise but group the files alike are the same.
 */
final class Grouping {

    /** Where an image stands, without names: movies and channels by their first file, planes and times by rank. */
    record Position(int movie, int channel, int z, int frame, int part) {}

    private record Slot(
            MovieName movie, Optional<String> channel, OptionalInt z, Optional<TimeValue> time, OptionalInt part) {}

    private final Map<String, ImageName> images;
    private final Map<MovieName, Axes> movies = new LinkedHashMap<>();

    /** What the images of one movie take. */
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

    /** Images there are, of all that movies with these channels, planes and times would have. */
    double filled() {
        long grid = movies.values().stream().mapToLong(Axes::grid).sum();
        return grid == 0 ? 0 : (double) images.size() / grid;
    }

    /** Two files that would be the same image; empty where there are none. */
    Optional<List<String>> collision() {
        Map<Slot, String> taken = new HashMap<>();
        for (Map.Entry<String, ImageName> entry : images.entrySet()) {
            ImageName image = entry.getValue();
            String before = taken.putIfAbsent(
                    new Slot(
                            image.movie(),
                            image.channel().map(ChannelName::key),
                            image.z(),
                            image.time(),
                            image.part()),
                    entry.getKey());
            if (before != null) {
                return Optional.of(List.of(before, entry.getKey()));
            }
        }
        return Optional.empty();
    }

    /** Where every image stands. */
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
