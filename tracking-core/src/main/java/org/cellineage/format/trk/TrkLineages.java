package org.cellineage.format.trk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.cellineage.format.TrackSpan;
import org.cellineage.problem.BadInputException;

/** The lineage text of {@code .trk} and {@code .trks} files: JSON, one object of tracks for each movie. */
public final class TrkLineages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAVE_AGAIN = "Save the .trk file again with the program that made it.";

    private TrkLineages() {}

    /** Parses one object of tracks, or a list of them. Each movie's tracks ascend by label. */
    public static List<List<TrkTrack>> parse(byte[] json, String where) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    where, "Its lineage is no JSON: " + e.getOriginalMessage() + ".", SAVE_AGAIN, e);
        }
        List<List<TrkTrack>> movies = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(movie -> movies.add(movie(movie, where)));
        } else {
            movies.add(movie(root, where));
        }
        return movies;
    }

    private static List<TrkTrack> movie(JsonNode node, String where) {
        if (!node.isObject()) {
            throw new BadInputException(where, "Its lineage is no object of tracks.", SAVE_AGAIN);
        }
        List<TrkTrack> tracks = new ArrayList<>();
        node.forEach(track -> tracks.add(track(track, where)));
        tracks.sort(Comparator.comparingInt(TrkTrack::label));
        return tracks;
    }

    private static TrkTrack track(JsonNode node, String where) {
        JsonNode label = node.path("label");
        JsonNode frames = node.path("frames");
        if (!label.canConvertToInt() || label.asInt() <= 0 || !frames.isArray() || frames.isEmpty()) {
            throw new BadInputException(
                    where, "A track has no positive label or no frames: " + shorten(node) + ".", SAVE_AGAIN);
        }
        List<Integer> sorted = integers(frames);
        sorted.sort(null);
        return new TrkTrack(
                label.asInt(),
                sorted,
                integers(node.path("daughters")),
                optional(node.path("parent")),
                optional(node.path("frame_div")),
                node.path("capped").asBoolean(false));
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static OptionalInt optional(JsonNode node) {
        return node.isNumber() ? OptionalInt.of(node.asInt()) : OptionalInt.empty();
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }

    /** The text of one movie's tracks: keys in the order in which deepcell-tracking writes them. */
    public static String format(List<TrkTrack> tracks) {
        return object(tracks).toString();
    }

    /** The text of a batch of movies. */
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

    /** The tracks as spans; gaps within a track are not told. */
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
