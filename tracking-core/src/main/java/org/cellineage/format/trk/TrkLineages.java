package org.cellineage.format.trk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellineage.format.GivenFlaw;
import org.cellineage.format.GivenLineage;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Parses and formats the lineages in {@code .trk} and {@code .trks} files: JSON with one object of tracks per movie.
 */
public final class TrkLineages {

    /** Python writes NaN and Infinity literally. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String SAVE_AGAIN = "Save the .trk file again with the program that made it.";
    private static final int SHOWN = 80;

    private TrkLineages() {}

    /**
     * The tracks of one movie as far as they could be read.
     *
     * @param tracks ascending by label, each label once
     * @param flaws what could not be read or is contradictory
     */
    public record Lineage(List<TrkTrack> tracks, List<GivenFlaw> flaws) {

        public Lineage {
            tracks = List.copyOf(tracks);
            flaws = List.copyOf(flaws);
        }

        /** The tracks as spans, without the gaps within a track. */
        public GivenLineage given() {
            return new GivenLineage(spans(tracks), flaws);
        }
    }

    /**
     * Parses one object of tracks or a list of them. The tracks of each movie are sorted by label.
     *
     * @throws BadInputException if a record is not a track
     */
    public static List<List<TrkTrack>> parse(byte[] json, String where) {
        List<List<TrkTrack>> movies = new ArrayList<>();
        for (Lineage movie : parseGiven(json, where)) {
            movie.given().flawless();
            movies.add(movie.tracks());
        }
        return movies;
    }

    /**
     * Parses one object of tracks or a list of them. Records that are not tracks, and daughters without a record, are
     * flaws and do not affect other tracks.
     *
     * @throws BadInputException if it is not such an object
     */
    public static List<Lineage> parseGiven(byte[] json, String where) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    where, "Its lineage is not valid JSON: " + e.getOriginalMessage() + ".", SAVE_AGAIN, e);
        }
        List<Lineage> movies = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(movie -> movies.add(movie(movie, where)));
        } else {
            movies.add(movie(root, where));
        }
        return movies;
    }

    private static Lineage movie(JsonNode node, String where) {
        if (!node.isObject()) {
            throw new BadInputException(where, "Its lineage is not an object of tracks.", SAVE_AGAIN);
        }
        TreeMap<Integer, TrkTrack> tracks = new TreeMap<>();
        List<GivenFlaw> flaws = new ArrayList<>();
        for (JsonNode record : node) {
            Optional<TrkTrack> track = track(record);
            if (track.isEmpty()) {
                flaws.add(flaw(
                        where,
                        -1,
                        "A track has no positive label or no frames: " + shorten(record) + "; it is ignored."));
            } else if (tracks.putIfAbsent(track.get().label(), track.get()) != null) {
                flaws.add(flaw(
                        where, -1, "Track " + track.get().label() + " has two records; the first of them is used."));
            }
        }
        List<TrkTrack> whole = new ArrayList<>();
        Map<Integer, Integer> mothers = mothers(tracks, where, flaws);
        for (TrkTrack track : tracks.values()) {
            Integer mother = mothers.get(track.label());
            whole.add(mother == null || track.parent().isPresent() ? track : track.withParent(mother));
        }
        return new Lineage(whole, flaws);
    }

    /** Maps daughters to mothers according to the mothers' records; contradictions are flaws. */
    private static Map<Integer, Integer> mothers(
            TreeMap<Integer, TrkTrack> tracks, String where, List<GivenFlaw> flaws) {
        Map<Integer, Integer> mothers = new TreeMap<>();
        for (TrkTrack mother : tracks.values()) {
            for (int label : mother.daughters()) {
                TrkTrack daughter = tracks.get(label);
                String what = "Track " + mother.label() + " names " + label + " as its daughter, ";
                if (daughter == null) {
                    int frame = mother.frameDiv().orElse(-1);
                    flaws.add(flaw(where, frame, what + "which has no record; the daughter is ignored."));
                } else if (daughter.parent().isEmpty()) {
                    mothers.putIfAbsent(label, mother.label());
                    flaws.add(flaw(
                            where,
                            daughter.frames().get(0),
                            what + "whose own record names no parent; it is kept as the daughter of "
                                    + mothers.get(label) + "."));
                } else if (daughter.parent().getAsInt() != mother.label()) {
                    flaws.add(flaw(
                            where,
                            daughter.frames().get(0),
                            what + "whose own record names " + daughter.parent().getAsInt()
                                    + " as its parent; the daughter's record takes precedence."));
                }
            }
        }
        return mothers;
    }

    private static GivenFlaw flaw(String where, int frame, String cause) {
        return new GivenFlaw(frame, new Problem(where, cause, "Correct the lineage, and save the .trk file again."));
    }

    private static Optional<TrkTrack> track(JsonNode node) {
        OptionalInt label = whole(node.path("label"));
        TreeSet<Integer> frames = new TreeSet<>();
        for (JsonNode frame : node.path("frames")) {
            OptionalInt number = whole(frame);
            if (number.isEmpty() || number.getAsInt() < 0) {
                return Optional.empty();
            }
            frames.add(number.getAsInt());
        }
        if (label.isEmpty() || label.getAsInt() <= 0 || frames.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<Integer> daughters = new TreeSet<>();
        for (JsonNode daughter : node.path("daughters")) {
            whole(daughter).ifPresent(daughters::add);
        }
        OptionalInt parent = whole(node.path("parent"));
        boolean none = parent.isEmpty() || parent.getAsInt() <= 0 || parent.getAsInt() == label.getAsInt();
        return Optional.of(new TrkTrack(
                label.getAsInt(),
                List.copyOf(frames),
                List.copyOf(daughters),
                none ? OptionalInt.empty() : parent,
                whole(node.path("frame_div")),
                node.path("capped").asBoolean(false)));
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** A whole number, also if it is written as 3.0; empty for anything else, including NaN. */
    private static OptionalInt whole(JsonNode node) {
        if (!node.isNumber()) {
            return OptionalInt.empty();
        }
        double value = node.asDouble();
        boolean whole = value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
        return whole ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    /** Formats one movie's tracks, with keys in deepcell-tracking's order. */
    public static String format(List<TrkTrack> tracks) {
        return object(tracks).toString();
    }

    /** Formats a batch of movies. */
    public static String formatAll(List<List<TrkTrack>> movies) {
        ArrayNode list = JSON.createArrayNode();
        movies.forEach(movie -> list.add(object(movie)));
        return list.toString();
    }

    private static ObjectNode object(List<TrkTrack> tracks) {
        ObjectNode root = JSON.createObjectNode();
        for (TrkTrack track : tracks) {
            ObjectNode node = root.putObject(Integer.toString(track.label()));
            node.put("label", track.label());
            ArrayNode frames = node.putArray("frames");
            track.frames().forEach(frames::add);
            ArrayNode daughters = node.putArray("daughters");
            track.daughters().forEach(daughters::add);
            node.put("capped", track.capped());
            putOptional(node, "frame_div", track.frameDiv());
            putOptional(node, "parent", track.parent());
        }
        return root;
    }

    private static void putOptional(ObjectNode node, String key, OptionalInt value) {
        if (value.isPresent()) {
            node.put(key, value.getAsInt());
        } else {
            node.putNull(key);
        }
    }

    /** The tracks as spans, without the gaps within a track. */
    public static List<TrackSpan> spans(List<TrkTrack> tracks) {
        List<TrackSpan> spans = new ArrayList<>();
        for (TrkTrack track : tracks) {
            List<Integer> frames = track.frames();
            spans.add(new TrackSpan(
                    track.label(),
                    frames.get(0),
                    frames.get(frames.size() - 1),
                    track.parent().orElse(TrackSpan.NO_PARENT)));
        }
        return spans;
    }
}
