package org.cellineage.format.napari;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.archive.SeekableInputStream;
import org.cellineage.format.spots.Spot;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.spots.SpotMovieBuilder;
import org.cellineage.problem.BadInputException;

/**
 * Reads tracks of napari: a table with the columns {@code track_id, t, y, x} in pixels, in any order, and next to it the
 * graph of divisions as JSON, {@code {"child": [parent]}} or {@code {"child": parent}}.
 *
 * <p>The format has no outlines. A cell is a disc whose size the table must give in a column {@code radius} or
 * {@code area}, in pixels. Rows of one track are linked in the order of frames. Ids of tracks are kept; if the smallest is
 * 0 or negative, all are raised so that it becomes 1.
 */
public final class NapariTracks {

    private static final long MAX_BYTES = 4L << 30;
    private static final int MAX_GRAPH_BYTES = 1 << 28;
    private static final int MAX_ID = 1 << 30;
    private static final int SHOWN = 60;
    private static final String COLUMNS = "Write a table with the columns track_id, t, y, x and radius.";

    private final String where;
    private final SpotGrid grid;
    /** Rows in the order of the file. */
    private final List<Row> rows = new ArrayList<>();

    private final List<Flaw> flaws = new ArrayList<>();

    private record Row(long track, int frame, double y, double x, double radius) {}

    private record Flaw(int frame, String cause, String remedy) {}

    private NapariTracks(String where, SpotGrid grid) {
        this.where = where;
        this.grid = grid;
    }

    /**
     * Whether the first lines of a text are those of such a table.
     *
     * @param start some of the first characters
     */
    public static boolean isTable(String start) {
        String line = start.lines().findFirst().orElse("");
        return TableColumns.of(line).isPresent();
    }

    /**
     * Reads a table.
     *
     * @param graph the graph; empty if there is none, and then nothing divides
     * @param grid the pixels of the movie to which it belongs
     * @throws BadInputException if it is no such table, has no sizes, is three-dimensional, or the graph cannot be read
     */
    public static SpotMovie read(Storage storage, String table, Optional<String> graph, SpotGrid grid)
            throws IOException {
        NapariTracks tracks = new NapariTracks(table, grid);
        try (SeekableBytes bytes = storage.open(table)) {
            if (bytes.length() > MAX_BYTES) {
                throw new BadInputException(
                        table, "It is larger than " + (MAX_BYTES >> 30) + " GiB.", "Give one table for each movie.");
            }
            tracks.read(new BufferedReader(
                    new InputStreamReader(new SeekableInputStream(bytes), StandardCharsets.UTF_8), 1 << 16));
        }
        JsonNode parents = new ObjectMapper().createObjectNode();
        if (graph.isPresent()) {
            parents = graph(storage, graph.get());
        }
        return tracks.movie(parents, graph.orElse(table));
    }

    private void read(BufferedReader lines) throws IOException {
        Optional<String> header = Optional.ofNullable(lines.readLine());
        TableColumns columns = header.flatMap(TableColumns::of)
                .orElseThrow(() -> new BadInputException(
                        where,
                        "Its first line '" + shorten(header.orElse(""))
                                + "' does not name the columns of tracks of napari.",
                        COLUMNS));
        columns.requireUsable(where);
        int number = 1;
        double depth = Double.NaN;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] cells = columns.split(line);
            double z = columns.z(cells);
            if (!Double.isNaN(z) && !Double.isNaN(depth) && z != depth) {
                throw new BadInputException(
                        where,
                        "It is a three-dimensional result: its points have different z.",
                        "Give a result of a two-dimensional movie.");
            }
            depth = Double.isNaN(z) ? depth : z;
            add(columns, cells, number, line);
        }
    }

    private void add(TableColumns columns, String[] cells, int number, String line) {
        double id = columns.track(cells);
        double t = columns.frame(cells);
        double y = columns.y(cells);
        double x = columns.x(cells);
        boolean usable = id == Math.rint(id)
                && Math.abs(id) < MAX_ID
                && t == Math.rint(t)
                && t >= 0
                && t < MAX_ID
                && Double.isFinite(y)
                && Double.isFinite(x);
        if (usable) {
            rows.add(new Row((long) id, (int) t, y, x, columns.radius(cells)));
        } else {
            flaws.add(new Flaw(
                    -1,
                    "Line " + number + " '" + shorten(line) + "' is not a point of a track; it is ignored.",
                    "Write whole numbers for track_id and t, and numbers for y and x."));
        }
    }

    private static JsonNode graph(Storage storage, String location) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_GRAPH_BYTES) {
                throw notAGraph(location, "It is too large for a graph of tracks.");
            }
            byte[] text = new byte[(int) bytes.length()];
            bytes.readFully(0, text, 0, text.length);
            ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build());
            JsonNode graph = mapper.readTree(text);
            if (!graph.isObject()) {
                throw notAGraph(location, "It is not a JSON object.");
            }
            return graph;
        } catch (JsonProcessingException e) {
            throw notAGraph(location, "It is not JSON: " + e.getOriginalMessage() + ".");
        }
    }

    private static BadInputException notAGraph(String location, String cause) {
        return new BadInputException(location, cause, "Write the graph of the tracks as {\"child\": [parent], …}.");
    }

    private SpotMovie movie(JsonNode graph, String graphFile) {
        long least = rows.stream().mapToLong(Row::track).min().orElse(1);
        long shift = least < 1 ? 1 - least : 0;
        SpotMovieBuilder builder = new SpotMovieBuilder(where, grid);
        flaws.forEach(flaw -> builder.flaw(flaw.frame(), flaw.cause(), flaw.remedy()));
        Map<Long, TreeMap<Integer, Long>> tracks = new TreeMap<>();
        long id = 0;
        for (Row row : rows) {
            Long other = tracks.computeIfAbsent(row.track(), track -> new TreeMap<>())
                    .putIfAbsent(row.frame(), id);
            if (other != null) {
                builder.flaw(
                        row.frame(),
                        "Track " + row.track() + " has two points in frame " + row.frame() + "; the first is used.",
                        "Write one point for each track and frame.");
            } else {
                builder.add(new Spot(
                        id, row.frame(), row.y(), row.x(), row.radius(), Spot.NO_OUTLINE, (int) (row.track() + shift)));
            }
            id++;
        }
        tracks.values().forEach(points -> {
            List<Long> ids = List.copyOf(points.values());
            for (int i = 1; i < ids.size(); i++) {
                builder.link(ids.get(i - 1), ids.get(i));
            }
        });
        graph.fields().forEachRemaining(entry -> parents(builder, tracks, entry.getKey(), entry.getValue(), graphFile));
        return builder.build();
    }

    /** Links the last point of each parent with the first of the child. */
    private static void parents(
            SpotMovieBuilder builder,
            Map<Long, TreeMap<Integer, Long>> tracks,
            String child,
            JsonNode parents,
            String graphFile) {
        Optional<TreeMap<Integer, Long>> own = track(tracks, child);
        Set<String> named = new HashSet<>();
        if (parents.isArray()) {
            parents.forEach(parent -> named.add(parent.asText()));
        } else {
            named.add(parents.asText());
        }
        for (String parent : named.stream().sorted().toList()) {
            Optional<TreeMap<Integer, Long>> other = track(tracks, parent);
            boolean possible = own.isPresent()
                    && other.isPresent()
                    && other.get().lastKey() < own.get().firstKey();
            if (possible) {
                builder.link(
                        other.get().lastEntry().getValue(),
                        own.get().firstEntry().getValue());
            } else {
                builder.flaw(
                        -1,
                        "The graph " + graphFile + " says that track " + child + " comes from track " + parent
                                + ", but "
                                + (own.isEmpty() || other.isEmpty()
                                        ? "the table has no track " + (own.isEmpty() ? child : parent)
                                        : "the parent is still there when the child begins")
                                + "; it is ignored.",
                        "Correct the graph, or the table.");
            }
        }
    }

    private static Optional<TreeMap<Integer, Long>> track(Map<Long, TreeMap<Integer, Long>> tracks, String id) {
        try {
            double value = Double.parseDouble(id);
            return value == Math.rint(value) ? Optional.ofNullable(tracks.get((long) value)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String shorten(String line) {
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    /** Files that may hold the graph of a table, most likely first. */
    public static List<String> graphsOf(String table) {
        String stem = table.replaceAll("(?i)\\.csv$", "");
        String plain = stem.replaceAll("(?i)[_-]tracks$", "");
        return Stream.of(plain + "_graph.json", stem + "_graph.json", stem + ".json", plain + ".json")
                .distinct()
                .toList();
    }
}
