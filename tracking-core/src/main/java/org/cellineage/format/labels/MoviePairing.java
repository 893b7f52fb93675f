package org.cellineage.format.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Assigns label images to movies: first by the names of images, then by those of movies, folders and sequences. */
final class MoviePairing {

    private static final int MOST_NAMES = 12;

    private final String location;
    private final List<LabelCandidate> all;
    private final List<Problem> refused;
    private final Map<MovieKey, LabelSet> sets = new TreeMap<>();
    private final Map<MovieKey, Problem> problems = new TreeMap<>();
    private final Map<MovieKey, Problem> notes = new TreeMap<>();

    /**
     * Collects what is needed to assign labels.
     *
     * @param location where they were searched for
     * @param refused files there that are not label images
     */
    MoviePairing(String location, List<LabelCandidate> candidates, List<Problem> refused) {
        this.location = location;
        this.all = candidates;
        this.refused = refused;
    }

    LabelPairing pair(List<Movie> input) {
        Set<MovieKey> notMovies = labelsTakenForMovies(input);
        List<Movie> real =
                input.stream().filter(movie -> !notMovies.contains(movie.key())).toList();
        List<MovieNames> movies = real.stream().map(MovieNames::of).toList();
        List<LabelCandidate> candidates = without(real);
        ImagePairing images = new ImagePairing(location, movies, candidates);
        sets.putAll(images.sets());
        problems.putAll(images.problems());
        List<MovieNames> open = movies.stream()
                .filter(movie -> !sets.containsKey(movie.key()) && !problems.containsKey(movie.key()))
                .toList();
        byName(
                open,
                candidates.stream()
                        .filter(candidate -> !images.taken().contains(candidate))
                        .toList(),
                movies.size() == 1);
        return new LabelPairing(sets, problems, notes, notMovies);
    }

    /** Assigns labels to movies of which only names are known; does not search for labels among the movies. */
    LabelPairing pairKnown(List<KnownMovie> known) {
        List<MovieNames> movies = known.stream().map(MovieNames::of).toList();
        byName(movies, all, movies.size() == 1);
        return new LabelPairing(sets, problems, notes, Set.of());
    }

    /**
     * Movies all of whose files are label images, or by-products of a segmentation, named after another movie's images.
     */
    private Set<MovieKey> labelsTakenForMovies(List<Movie> input) {
        Set<String> labelFiles = new HashSet<>();
        all.forEach(candidate -> candidate.files().forEach(file -> labelFiles.add(file.location())));
        refused.forEach(problem -> labelFiles.add(problem.where()));
        Map<MovieKey, Set<String>> stems = new TreeMap<>();
        for (Movie movie : input) {
            stems.put(
                    movie.key(),
                    locations(movie).stream()
                            .map(file -> Places.plain(LabelName.stem(Places.last(file))))
                            .collect(Collectors.toSet()));
        }
        Set<MovieKey> labels = new TreeSet<>();
        for (Movie movie : input) {
            boolean ofOthers = locations(movie).stream().allMatch(file -> {
                LabelName name = LabelName.of(Places.last(file));
                return labelFiles.contains(file)
                        && name.marked()
                        && stems.entrySet().stream()
                                .anyMatch(other -> !other.getKey().equals(movie.key())
                                        && name.bases().stream()
                                                .skip(1)
                                                .anyMatch(
                                                        base -> other.getValue().contains(Places.plain(base))));
            });
            if (ofOthers) {
                labels.add(movie.key());
            }
        }
        return labels;
    }

    private static Set<String> locations(Movie movie) {
        Set<String> locations = new TreeSet<>();
        for (FrameRef frame : movie.frames()) {
            frame.channels().forEach(plane -> locations.add(plane.location()));
        }
        return locations;
    }

    /** The candidates that are not the images themselves; all of them if there are no others. */
    private List<LabelCandidate> without(List<Movie> movies) {
        Set<PlaneRef> shown = new HashSet<>();
        for (Movie movie : movies) {
            movie.frames().forEach(frame -> shown.addAll(frame.channels()));
        }
        List<LabelCandidate> others = all.stream()
                .filter(candidate -> candidate.set().frames().values().stream().noneMatch(shown::contains))
                .toList();
        return others.isEmpty() ? all : others;
    }

    private void byName(List<MovieNames> movies, List<LabelCandidate> candidates, boolean onlyMovie) {
        Map<MovieKey, List<LabelCandidate>> claims = new TreeMap<>();
        Map<MovieKey, Problem> shared = new TreeMap<>();
        for (LabelCandidate candidate : candidates) {
            List<MovieNames> named = movies.stream()
                    .filter(movie -> movie.names().stream()
                            .anyMatch(name -> candidate.names().contains(name)))
                    .filter(movie -> candidate.mayServe(location, movie.folders()))
                    .toList();
            List<MovieNames> nearest = nearest(named, candidate);
            for (MovieNames movie : nearest) {
                MovieKey key = movie.key();
                if (nearest.size() > 1) {
                    shared.putIfAbsent(key, severalMovies(candidate, nearest));
                } else {
                    claims.computeIfAbsent(key, movieKey -> new ArrayList<>()).add(candidate);
                }
            }
        }
        for (MovieNames movie : movies) {
            MovieKey key = movie.key();
            List<LabelCandidate> claimed = claims.getOrDefault(key, List.of());
            if (claimed.isEmpty() && shared.containsKey(key)) {
                problems.put(key, shared.get(key));
            } else if (!claimed.isEmpty()) {
                choose(movie, claimed);
            } else if (onlyMovie && candidates.size() == 1 && mayBelong(movie, candidates.get(0))) {
                give(movie, candidates.get(0));
            } else {
                problems.put(key, none(movie));
            }
        }
    }

    private static List<MovieNames> nearest(List<MovieNames> movies, LabelCandidate candidate) {
        int best = movies.stream()
                .mapToInt(movie -> Places.shared(candidate.folders(), movie.folders()))
                .max()
                .orElse(0);
        return movies.stream()
                .filter(movie -> Places.shared(candidate.folders(), movie.folders()) == best)
                .toList();
    }

    /** Labels that name another well do not belong to the movie, even if it is the only one. */
    private static boolean mayBelong(MovieNames movie, LabelCandidate candidate) {
        String well = movie.key().well().toLowerCase(java.util.Locale.ROOT);
        return candidate.names().stream()
                .flatMap(name -> java.util.Arrays.stream(name.split("[_\\-. ]+")))
                .filter(word -> word.matches("[a-p]\\d\\d"))
                .allMatch(word -> word.equals(well) || movie.names().stream().anyMatch(name -> name.contains(word)));
    }

    private void choose(MovieNames movie, List<LabelCandidate> claimed) {
        Comparator<LabelCandidate> order = Comparator.comparingInt(
                        (LabelCandidate candidate) -> -Places.shared(candidate.folders(), movie.folders()))
                .thenComparingInt(LabelCandidate::rank);
        List<LabelCandidate> sorted = claimed.stream().sorted(order).toList();
        if (sorted.size() > 1 && order.compare(sorted.get(0), sorted.get(1)) == 0) {
            problems.put(
                    movie.key(),
                    new Problem(
                            sorted.get(0).set().source(),
                            "It could be the labels of movie "
                                    + movie.key().id() + ", and so could "
                                    + sorted.get(1).set().source() + ".",
                            "Give only the intended folder, or name the labels like the movie."));
        } else {
            give(movie, sorted.get(0));
        }
    }

    private void give(MovieNames movie, LabelCandidate candidate) {
        MovieKey key = movie.key();
        if (candidate.conflict().isPresent()) {
            problems.put(key, candidate.conflict().get());
            return;
        }
        if (candidate.set().frames().isEmpty()) {
            sets.put(key, candidate.set());
            return;
        }
        try {
            FrameNumbers.Aligned aligned = FrameNumbers.align(movie, candidate.forMovie(movie));
            sets.put(key, aligned.set());
            aligned.note().ifPresent(note -> notes.put(key, note));
        } catch (BadInputException e) {
            problems.put(key, e.problem());
        }
    }

    private static Problem severalMovies(LabelCandidate candidate, List<MovieNames> movies) {
        return new Problem(
                candidate.set().source(),
                "Its labels '" + candidate.set().name() + "' could be those of movie "
                        + movies.stream()
                                .map(movie -> movie.key().id())
                                .sorted()
                                .limit(MOST_NAMES)
                                .collect(Collectors.joining(" and of "))
                        + ".",
                "Put the labels into folders named like those of the movies, or process each in a separate run.");
    }

    private Problem none(MovieNames movie) {
        Optional<Problem> named = refused.stream()
                .filter(problem -> LabelName.of(Places.last(problem.where())).bases().stream()
                                .map(Places::plain)
                                .anyMatch(movie.names()::contains)
                        || movie.names().stream()
                                .anyMatch(name -> Places.plain(Places.last(problem.where()))
                                        .startsWith(name + "_")))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<String> found = all.stream()
                .map(candidate -> candidate.set().name())
                .sorted()
                .distinct()
                .toList();
        String list = found.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (found.size() > MOST_NAMES ? " and " + (found.size() - MOST_NAMES) + " more" : "");
        return new Problem(
                location,
                "There are no labels for movie " + movie.key().id() + " in it, only for " + list + ".",
                "Name the labels like the movie or its images, or process them in a separate run.");
    }
}
