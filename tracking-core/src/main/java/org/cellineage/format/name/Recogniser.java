package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the scheme that matches the names of an input; see {@link Recognition}. */
final class Recogniser {

    /** Minimum share of image names that must match a scheme. */
    private static final double MOST = 0.9;

    /** Minimum share of a movie's grid of channels, planes and times that generic names must fill. */
    private static final double FULL = 0.9;

    /** Number of names in the sample that decides whether a scheme is tried on all names. */
    private static final int SAMPLE = 1000;

    private static final int MAX_DEPTH = 8;
    private static final Set<String> IMAGES = Set.of("tif", "tiff", "stk", "c01", "dib", "im", "png", "jpg", "jpeg");
    private static final Set<String> PREVIEWS = Set.of("png", "jpg", "jpeg");

    private final List<NamingScheme> schemes;

    Recogniser(List<NamingScheme> schemes) {
        this.schemes = schemes;
    }

    /** Returns one recognition for the whole input, or one per folder. */
    List<Recognition> recognise(List<String> relativePaths) {
        return recognise("", sorted(relativePaths), 0);
    }

    /** Reads all names with one scheme. */
    Recognition with(NamingScheme scheme, List<String> relativePaths) {
        Files files = Files.of(sorted(relativePaths));
        Fit fit = Fit.of(scheme, files.images());
        return recognition("", files, fit, Doubts.about(fit, new Grouping(fit.images())), "it was asked for");
    }

    /** Removes duplicate paths and sorts; fast if they are already sorted. */
    private static List<String> sorted(List<String> paths) {
        return paths.stream().sorted().distinct().toList();
    }

    private List<Recognition> recognise(String folder, List<String> paths, int depth) {
        Recognition whole = one(folder, paths);
        // An identifying file that does not apply to the whole input may apply to a part of it.
        Map<NamingScheme, String> sentinels = sentinels(paths);
        boolean decided = sentinels.isEmpty()
                || sentinels.keySet().stream()
                        .anyMatch(s -> whole.scheme()
                                .filter(w -> w.name().equals(s.name()))
                                .isPresent());
        boolean explains = whole.scheme().isPresent() && whole.unexplained().isEmpty() && !whole.isAmbiguous();
        if ((explains && decided) || depth == MAX_DEPTH) {
            return List.of(whole);
        }
        Map<String, List<String>> children = children(folder, paths);
        if (children.isEmpty()) {
            return List.of(whole);
        }
        List<Recognition> parts = parts(folder, children, depth);
        long explained = parts.stream().mapToLong(p -> p.images().size()).sum();
        boolean clear = parts.stream().noneMatch(Recognition::isAmbiguous);
        long left = parts.stream().mapToLong(p -> p.unexplained().size()).sum();
        boolean better = explained > whole.images().size()
                || (whole.isAmbiguous() && clear)
                || (!decided && left <= whole.unexplained().size());
        return better && !parts.isEmpty() ? List.copyOf(parts) : List.of(whole);
    }

    /**
     * Treats each folder separately, except for those that contain parts of the same movies, such as
     * {@code TimePoint_1} and {@code TimePoint_2}, which stay together whatever is next to them.
     */
    private List<Recognition> parts(String folder, Map<String, List<String>> children, int depth) {
        List<Recognition> parts = new ArrayList<>();
        Map<String, List<Recognition>> split = new TreeMap<>();
        for (Map.Entry<String, List<String>> child : children.entrySet()) {
            List<String> below = child.getValue();
            if (Files.of(below).images().isEmpty()) {
                continue;
            }
            if (child.getKey().equals(folder)) {
                parts.add(one(folder, below));
                continue;
            }
            List<Recognition> own = recognise(child.getKey(), below, depth + 1);
            if (own.size() == 1 && goesOnOutside(own.get(0))) {
                split.computeIfAbsent(own.get(0).scheme().orElseThrow().name(), scheme -> new ArrayList<>())
                        .addAll(own);
            } else {
                parts.addAll(own);
            }
        }
        split.forEach((scheme, pieces) -> parts.addAll(pieces.size() == 1 ? pieces : joined(folder, children, pieces)));
        parts.sort(Comparator.comparing(Recognition::folder));
        return parts;
    }

    private List<Recognition> joined(String folder, Map<String, List<String>> children, List<Recognition> pieces) {
        List<String> paths = new ArrayList<>();
        pieces.forEach(piece -> paths.addAll(children.getOrDefault(piece.folder(), List.of())));
        children.getOrDefault(folder, List.of()).stream()
                .filter(path -> !Files.isImage(path))
                .forEach(paths::add);
        Recognition whole = one(folder, sorted(paths));
        return whole.scheme().isPresent() ? List.of(whole) : pieces;
    }

    /** Whether, in the layout of the part, a folder's movies belong to its parent folder. */
    private static boolean goesOnOutside(Recognition part) {
        String inside = part.folder() + "/";
        return part.scheme().isPresent()
                && !part.images().isEmpty()
                && part.images().values().stream()
                        .noneMatch(image -> (image.movie().folder() + "/").startsWith(inside));
    }

    /** Paths by next folder; those directly in {@code folder} under its own name. */
    private static Map<String, List<String>> children(String folder, List<String> paths) {
        Map<String, List<String>> children = new TreeMap<>();
        int start = folder.isEmpty() ? 0 : folder.length() + 1;
        boolean deeper = false;
        for (String path : paths) {
            int slash = path.indexOf('/', start);
            deeper |= slash >= 0;
            children.computeIfAbsent(slash < 0 ? folder : path.substring(0, slash), k -> new ArrayList<>())
                    .add(path);
        }
        return deeper ? children : Map.of();
    }

    private Recognition one(String folder, List<String> paths) {
        Files files = Files.of(paths);
        if (files.images().isEmpty()) {
            return none(folder, files, "there is no image file");
        }
        List<String> sample = sample(files.images());
        Map<NamingScheme, String> sentinels = sentinels(paths);
        for (NamingScheme.Tier tier : tiers(sentinels)) {
            List<Candidate> candidates = new ArrayList<>();
            for (NamingScheme scheme : schemes) {
                Optional<String> sentinel = Optional.ofNullable(sentinels.get(scheme));
                boolean inTurn = tier == null ? sentinel.isPresent() : scheme.tier() == tier;
                if (inTurn) {
                    candidate(sentinel.isPresent() ? scheme.assured() : scheme, sentinel, sample, files.images())
                            .ifPresent(candidates::add);
                }
            }
            if (!candidates.isEmpty()) {
                return decide(folder, files, candidates);
            }
        }
        return none(
                folder,
                files,
                "no layout explains " + files.images().size() + " image names like "
                        + files.images().get(0));
    }

    /** Puts schemes with a sentinel first, as a tier of their own. */
    @SuppressWarnings("NullAway")
    private static List<NamingScheme.Tier> tiers(Map<NamingScheme, String> sentinels) {
        List<NamingScheme.Tier> tiers = new ArrayList<>();
        if (!sentinels.isEmpty()) {
            tiers.add(null);
        }
        tiers.addAll(List.of(NamingScheme.Tier.values()));
        return tiers;
    }

    private record Candidate(Fit fit, Grouping grouping, Optional<String> sentinel) {}

    private static Optional<Candidate> candidate(
            NamingScheme scheme, Optional<String> sentinel, List<String> sample, List<String> images) {
        Fit first = Fit.of(scheme, sample);
        double enough = sample.size() < images.size() ? MOST - 0.1 : MOST;
        if (first.share() < enough) {
            return Optional.empty();
        }
        Fit fit = sample.size() < images.size() ? Fit.of(scheme, images) : first;
        if (fit.share() < MOST) {
            return Optional.empty();
        }
        Grouping grouping = new Grouping(fit.images());
        boolean certain = sentinel.isPresent() || scheme.tier() == NamingScheme.Tier.SPECIFIC;
        return certain || (grouping.filled() >= FULL && grouping.collision().isEmpty())
                ? Optional.of(new Candidate(fit, grouping, sentinel))
                : Optional.empty();
    }

    private static Recognition decide(String folder, Files files, List<Candidate> candidates) {
        Set<String> overruled = new TreeSet<>();
        candidates.forEach(c -> overruled.addAll(c.fit().scheme().parts().over()));
        List<Candidate> standing = candidates.stream()
                .filter(c -> !overruled.contains(c.fit().scheme().name()))
                .toList();
        Candidate best = standing.get(0);
        List<Doubt> doubts = new ArrayList<>(Doubts.about(best.fit(), best.grouping()));
        Map<String, Grouping.Position> positions =
                standing.size() > 1 ? best.grouping().positions() : Map.of();
        for (Candidate rival : standing.subList(1, standing.size())) {
            if (rival.fit().images().size() >= best.fit().images().size()
                    && !rival.grouping().positions().equals(positions)) {
                doubts.add(
                        0,
                        new Doubt(
                                Doubt.Kind.AMBIGUOUS,
                                "The names fit layout " + best.fit().scheme().name() + " and layout "
                                        + rival.fit().scheme().name() + ", which make different movies of them.",
                                Optional.of(best.fit().scheme().name())));
            }
        }
        String holds = best.sentinel()
                .map(s -> "the folder holds " + s.substring(s.lastIndexOf('/') + 1) + ", and ")
                .orElse("");
        return recognition(folder, files, best.fit(), doubts, holds + share(best.fit()));
    }

    private static String share(Fit fit) {
        int images = fit.images().size();
        String first = fit.images().keySet().iterator().next();
        return images + " of " + (images + fit.unexplained().size()) + " image names are like " + first;
    }

    private static Recognition recognition(String folder, Files files, Fit fit, List<Doubt> doubts, String reason) {
        Map<String, LeftOut> leftOut = new TreeMap<>(fit.leftOut());
        leftOut.putAll(files.previews());
        return new Recognition(
                folder,
                Optional.of(fit.scheme()),
                reason,
                Collections.unmodifiableMap(fit.images()),
                Collections.unmodifiableMap(leftOut),
                List.copyOf(fit.unexplained()),
                List.copyOf(doubts));
    }

    private static Recognition none(String folder, Files files, String reason) {
        return new Recognition(folder, Optional.empty(), reason, Map.of(), files.previews(), files.images(), List.of());
    }

    private Map<NamingScheme, String> sentinels(List<String> paths) {
        List<String> others =
                paths.stream().filter(path -> !Files.isImage(path)).toList();
        Map<NamingScheme, String> found = new LinkedHashMap<>();
        for (NamingScheme scheme : schemes) {
            for (String path : others) {
                if (scheme.isSentinel(path)) {
                    found.put(scheme, path);
                    break;
                }
            }
        }
        return found;
    }

    /** A deterministic sample of names from the whole input. */
    private static List<String> sample(List<String> files) {
        if (files.size() <= SAMPLE) {
            return files;
        }
        List<String> sample = new ArrayList<>(SAMPLE);
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(files.get((int) ((long) i * files.size() / SAMPLE)));
        }
        return sample;
    }

    /** The image files of an input, and the preview images next to them. */
    private record Files(List<String> images, Map<String, LeftOut> previews) {

        static Files of(List<String> paths) {
            boolean raw = paths.stream().anyMatch(p -> isImage(p) && !PREVIEWS.contains(ending(p)));
            List<String> images = new ArrayList<>();
            Map<String, LeftOut> previews = new LinkedHashMap<>();
            for (String path : paths) {
                if (raw && PREVIEWS.contains(ending(path))) {
                    previews.put(path, new LeftOut(LeftOut.Kind.THUMBNAIL, "a picture for viewing, beside raw images"));
                } else if (isImage(path)) {
                    images.add(path);
                }
            }
            return new Files(images, previews);
        }

        static boolean isImage(String path) {
            return IMAGES.contains(ending(path));
        }

        private static String ending(String path) {
            return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
    }
}
