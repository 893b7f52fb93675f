package org.cellineage.format.tiff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description that tifffile writes at the start of a series of pages:
 * {@code {"shape": [8, 2, 64, 64], "axes": "TCYX"}}, or in older versions {@code shape=(8, 2, 64, 64)}.
 *
 * @param shape size of the array along each axis, slowest first
 * @param axes one letter per axis, or empty if not given
 * @param truncated whether only the first page of the series has a directory
 */
record ShapedDescription(List<Long> shape, String axes, boolean truncated) {

    static final String JSON_START = "{";
    static final String OLD_START = "shape=(";

    /** Longer descriptions are of another kind. */
    static final int MOST_LENGTH = 1 << 16;

    private static final Pattern OLD = Pattern.compile("shape=\\((\\d+(?:, ?\\d+)*),?\\)\\s*");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_AXES = 16;
    private static final long MOST_SIZE = Integer.MAX_VALUE;

    /** Parses a description; empty if it is of another kind. */
    static Optional<ShapedDescription> parse(String text) {
        if (text.length() > MOST_LENGTH) {
            return Optional.empty();
        }
        Matcher old = OLD.matcher(text);
        if (old.matches()) {
            List<Long> shape = new ArrayList<>();
            for (String size : old.group(1).split(",")) {
                String digits = size.strip();
                shape.add(digits.length() > 10 ? -1 : Long.parseLong(digits));
            }
            return checked(shape, "", false);
        }
        if (!text.startsWith(JSON_START) || !text.contains("\"shape\"")) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(text);
            List<Long> shape = new ArrayList<>();
            for (JsonNode size : root.path("shape")) {
                shape.add(size.canConvertToLong() ? size.asLong() : -1);
            }
            String axes = root.path("axes").asText("").toUpperCase(Locale.ROOT);
            return checked(shape, axes, root.path("truncated").asBoolean(false));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<ShapedDescription> checked(List<Long> shape, String axes, boolean truncated) {
        if (shape.size() < 2 || shape.size() > MOST_AXES) {
            return Optional.empty();
        }
        for (long size : shape) {
            if (size < 1 || size > MOST_SIZE) {
                return Optional.empty();
            }
        }
        // Ignore axes that do not match the shape.
        return Optional.of(
                new ShapedDescription(List.copyOf(shape), axes.length() == shape.size() ? axes : "", truncated));
    }

    /** An axis other than y and x. */
    record Axis(char letter, long size) {}

    /**
     * The axes of the planes: all but y and x, slowest first; letters are {@code ?} if not given. Empty if the sizes of
     * y and x differ from those of the page.
     */
    Optional<List<Axis>> planeAxes(int height, int width, int samples) {
        int y = axes.indexOf('Y');
        int x = axes.indexOf('X');
        if (axes.isEmpty()) {
            boolean last = samples > 1
                    && shape.size() >= 3
                    && shape.get(shape.size() - 1) == samples
                    && shape.get(shape.size() - 2) == width;
            x = shape.size() - (last ? 2 : 1);
            y = x - 1;
        }
        if (y < 0 || x < 0 || shape.get(y) != height || shape.get(x) != width) {
            return Optional.empty();
        }
        List<Axis> planes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            if (i != y && i != x) {
                char letter = axes.isEmpty() ? i > x ? 'S' : '?' : axes.charAt(i);
                planes.add(new Axis(letter, shape.get(i)));
            }
        }
        return Optional.of(planes);
    }

    /** The shape in tifffile's notation, for messages. */
    String describe() {
        return "shape " + shape + (axes.isEmpty() ? "" : " with axes " + axes);
    }
}
