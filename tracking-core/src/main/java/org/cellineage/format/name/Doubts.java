package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds implausible aspects of the movies that an interpretation of names gives. */
final class Doubts {

    private static final int FEW_FRAMES = 2;
    private static final int MANY = 3;
    private static final int MANY_CHANNELS = 8;
    private static final Pattern TWO_DIGITS = Pattern.compile("\\D*[1-9]\\d");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Doubts() {}

    /** Doubts about a single interpretation, most severe first. */
    static List<Doubt> about(Fit fit, Grouping grouping) {
        List<Doubt> doubts = new ArrayList<>();
        grouping.collision()
                .ifPresent(pair -> doubts.add(new Doubt(
                        Doubt.Kind.AMBIGUOUS,
                        pair.get(0) + " and " + pair.get(1) + " would be the same image of the same movie as layout "
                                + fit.scheme().name() + " reads them.",
                        Optional.empty())));
        for (Grouping.Axes axes : grouping.movies().values()) {
            Optional<Doubt> doubt = about(axes);
            if (doubt.isPresent()) {
                doubts.add(doubt.get());
                break;
            }
        }
        if (doubts.isEmpty()) {
            counterInText(fit, grouping).ifPresent(doubts::add);
        }
        return doubts;
    }

    private static int number(String channelKey) {
        return Integer.parseInt(channelKey.substring(channelKey.length() - 2));
    }

    private static Optional<Doubt> about(Grouping.Axes axes) {
        if (axes.times.stream().map(TimeValue::kind).distinct().count() > 1) {
            return Optional.of(new Doubt(
                    Doubt.Kind.AMBIGUOUS,
                    "The names of the movie with " + axes.example
                            + " give times in different ways: numbers, time since the start, or dates.",
                    Optional.empty()));
        }
        for (Map.Entry<String, Set<String>> names : axes.channelNames.entrySet()) {
            if (names.getValue().size() > 1) {
                return Optional.of(new Doubt(
                        Doubt.Kind.AMBIGUOUS,
                        "Channel " + names.getKey() + " of the movie with " + axes.example + " has several names: "
                                + String.join(", ", names.getValue())
                                + "; so where the channel's number ends is not clear.",
                        Optional.empty()));
            }
        }
        for (String key : axes.channelNames.keySet()) {
            // "w12D" may be wave 12, or wave 1 with the name "2D".
            if (TWO_DIGITS.matcher(key).matches() && number(key) > axes.channels.size()) {
                return Optional.of(new Doubt(
                        Doubt.Kind.SUSPICIOUS,
                        "Channel " + key + " of the movie with " + axes.example + " has a number beyond its "
                                + axes.channels.size() + " channels; so where the channel's number ends is not clear.",
                        Optional.empty()));
            }
        }
        if (axes.channels.size() > Math.max(MANY_CHANNELS, axes.times.size())) {
            return Optional.of(new Doubt(
                    Doubt.Kind.SUSPICIOUS,
                    "The movie with " + axes.example + " would have " + axes.channels.size() + " channels and "
                            + Math.max(1, axes.times.size()) + " frames: channels may be frames.",
                    Optional.empty()));
        }
        return Optional.empty();
    }

    /**
     * Many movies of one or two frames whose names differ in a single number: this number may be the time, and what was
     * interpreted as time may be the channel.
     */
    private static Optional<Doubt> counterInText(Fit fit, Grouping grouping) {
        Map<String, Set<String>> counters = new LinkedHashMap<>();
        Map<String, String> examples = new LinkedHashMap<>();
        for (Map.Entry<MovieName, Grouping.Axes> entry : grouping.movies().entrySet()) {
            int frames = entry.getValue().times.size();
            if (frames == 0 || frames > FEW_FRAMES) {
                continue;
            }
            MovieName movie = entry.getKey();
            String text = movie.plate().orElse("") + "\n" + movie.series().orElse("");
            String rest = movie.folder() + "\n" + movie.well().orElse("") + "\n"
                    + movie.site().orElse("");
            Matcher number = NUMBER.matcher(text);
            while (number.find()) {
                String frame = text.substring(0, number.start()) + "\0" + text.substring(number.end()) + "\n" + rest;
                counters.computeIfAbsent(frame, k -> new TreeSet<>()).add(number.group());
                examples.putIfAbsent(frame, entry.getValue().example);
            }
        }
        for (Map.Entry<String, Set<String>> counter : counters.entrySet()) {
            if (counter.getValue().size() >= MANY) {
                String example = examples.getOrDefault(counter.getKey(), "");
                return Optional.of(new Doubt(
                        Doubt.Kind.SUSPICIOUS,
                        "Layout " + fit.scheme().name() + " makes "
                                + counter.getValue().size()
                                + " movies of one or two frames of names like " + example
                                + " that differ in one number: that number may be the time.",
                        pattern(example, counter.getValue())));
            }
        }
        return Optional.empty();
    }

    /** The example as a pattern, with the counting number as the frame and a trailing number as the channel. */
    private static Optional<String> pattern(String example, Set<String> counted) {
        String name = example.substring(example.lastIndexOf('/') + 1);
        if (name.contains("{") || name.contains("}") || name.contains("*")) {
            return Optional.empty();
        }
        StringBuilder pattern = new StringBuilder();
        Matcher number = NUMBER.matcher(name);
        int done = 0;
        boolean frame = false;
        boolean channel = false;
        while (number.find()) {
            pattern.append(name, done, number.start());
            done = number.end();
            if (!frame && counted.contains(number.group())) {
                pattern.append("{frame}");
                frame = true;
            } else if (frame && !channel) {
                pattern.append("{channel}");
                channel = true;
            } else {
                pattern.append(number.group());
            }
        }
        pattern.append(name.substring(done));
        return frame && channel ? Optional.of(NamingSchemes.PATTERN_PREFIX + pattern) : Optional.empty();
    }
}
