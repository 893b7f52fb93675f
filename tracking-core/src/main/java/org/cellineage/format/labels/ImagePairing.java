package org.cellineage.format.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.problem.Problem;

/**
 * Pairs label images with the images they are named after. Of the label images in a row, either all are named after
 * images, or the whole row is left to {@link MoviePairing}.
 */
final class ImagePairing {

    /** An image that a label image may be named after. */
    private record Hit(MovieNames movie, MovieNames.Image image) {}

    private final String root;
    private final Map<String, List<Hit>> byStem = new HashMap<>();
    private final Map<MovieKey, TreeMap<Integer, List<LabelFile>>> found = new TreeMap<>();
    private final Map<MovieKey, Problem> problems = new TreeMap<>();
    private final Map<MovieKey, LabelCandidate> rowOf = new TreeMap<>();
    private final Set<LabelCandidate> taken = new HashSet<>();

    ImagePairing(String root, List<MovieNames> movies, List<LabelCandidate> candidates) {
        this.root = root;
        for (MovieNames movie : movies) {
            for (MovieNames.Image image : movie.images()) {
                byStem.computeIfAbsent(image.stem(), key -> new ArrayList<>()).add(new Hit(movie, image));
            }
        }
        for (LabelCandidate candidate : candidates) {
            take(candidate);
        }
    }

    /** Rows of label images that were paired. */
    Set<LabelCandidate> taken() {
        return taken;
    }

    Map<MovieKey, Problem> problems() {
        return problems;
    }

    private void take(LabelCandidate row) {
        Map<LabelFile, List<Hit>> hits = new LinkedHashMap<>();
        for (LabelFile file : row.files()) {
            List<Hit> ofFile = file.isStack()
                    ? List.of()
                    : hits(file).stream()
                            .filter(hit -> row.mayServe(root, hit.image().folders()))
                            .toList();
            if (ofFile.isEmpty()) {
                return;
            }
            hits.put(file, ofFile);
        }
        if (hits.isEmpty()) {
            return;
        }
        taken.add(row);
        hits.forEach((file, ofFile) -> {
            Set<String> folders = Places.folders(file.folder());
            int best = ofFile.stream()
                    .mapToInt(hit -> Places.shared(folders, hit.image().folders()))
                    .max()
                    .orElse(0);
            List<Hit> nearest = ofFile.stream()
                    .filter(hit -> Places.shared(folders, hit.image().folders()) == best)
                    .toList();
            give(file, nearest, row);
        });
    }

    private List<Hit> hits(LabelFile file) {
        for (String base : file.name().bases()) {
            List<Hit> hits = byStem.getOrDefault(base, List.of());
            if (!hits.isEmpty()) {
                return hits;
            }
        }
        return List.of();
    }

    private void give(LabelFile file, List<Hit> nearest, LabelCandidate row) {
        Set<String> places = new TreeSet<>();
        nearest.forEach(hit ->
                places.add(hit.movie().key().id() + " frame " + hit.image().frame()));
        for (Hit hit : nearest) {
            MovieKey key = hit.movie().key();
            if (places.size() > 1) {
                problems.putIfAbsent(
                        key,
                        new Problem(
                                file.location(),
                                "It could be the label image of " + String.join(" and of ", places) + ".",
                                "Put the label images into folders with the same names as those of the images."));
            } else {
                found.computeIfAbsent(key, movie -> new TreeMap<>())
                        .computeIfAbsent(hit.image().frame(), frame -> new ArrayList<>())
                        .add(file);
                rowOf.putIfAbsent(key, row);
                return;
            }
        }
    }

    /** The labels of each movie that has any. */
    Map<MovieKey, LabelSet> sets() {
        Map<MovieKey, LabelSet> sets = new TreeMap<>();
        found.forEach((key, frames) -> {
            Map<Integer, PlaneRef> planes = new TreeMap<>();
            Set<Integer> shifts = new TreeSet<>();
            for (Map.Entry<Integer, List<LabelFile>> frame : frames.entrySet()) {
                Optional<LabelFile> only = only(frame.getValue());
                if (only.isEmpty()) {
                    problems.putIfAbsent(key, several(frame.getKey(), frame.getValue()));
                } else {
                    planes.put(frame.getKey(), only.get().images().get(0));
                    shifts.add(frame.getKey() - only.get().name().number());
                }
            }
            LabelCandidate row = rowOf.get(key);
            if (row != null && !problems.containsKey(key)) {
                sets.put(
                        key,
                        row.set()
                                .withFrames(
                                        planes,
                                        shifts.size() == 1 ? shifts.iterator().next() : 0));
            }
        });
        return sets;
    }

    /** The label image of a frame; if several match by name, the one that is marked as labels. */
    private static Optional<LabelFile> only(List<LabelFile> files) {
        if (files.size() == 1) {
            return Optional.of(files.get(0));
        }
        List<LabelFile> marked =
                files.stream().filter(file -> file.name().marked()).toList();
        List<LabelFile> placed = files.stream()
                .filter(file -> LabelName.of("x_" + Places.last(file.folder())).marked())
                .toList();
        if (marked.size() == 1) {
            return Optional.of(marked.get(0));
        }
        return marked.isEmpty() && placed.size() == 1 ? Optional.of(placed.get(0)) : Optional.empty();
    }

    private static Problem several(int frame, List<LabelFile> files) {
        List<String> places = files.stream().map(LabelFile::location).sorted().toList();
        return new Problem(
                places.get(0),
                "It is named as the label image of frame " + frame + ", and so is "
                        + String.join(" and ", places.subList(1, places.size())) + ".",
                "Give only the intended folder, or remove the other label images.");
    }
}
