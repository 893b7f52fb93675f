package org.cellineage.jobs.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.RunLengthMask;
import org.cellineage.evaluate.LabelFrames;
import org.cellineage.format.MovieKey;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.store.PublishedTables;
import org.cellineage.jobs.tables.TableSchemas;

/** A movie from the published tables: its label images, painted from masks, and its lineage. */
public final class TableMovie implements LabelFrames {

    /** A cell's mask in a frame. */
    private record Painted(int track, BoundingBox box, RunLengthMask mask) {}

    private final MovieKey key;
    private final String input;
    private final String layout;
    private final String source;
    private final int frameCount;
    private final int width;
    private final int height;
    private final Map<Integer, List<Painted>> cells = new HashMap<>();
    private final TreeMap<Integer, List<Integer>> framesOfTrack = new TreeMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();

    private TableMovie(Row movie) {
        this.key = new MovieKey(movie.getString(0), movie.getString(1), movie.getString(2));
        this.input = movie.getString(3);
        this.layout = movie.getString(4);
        this.frameCount = movie.getInt(5);
        this.width = movie.getInt(6);
        this.height = movie.getInt(7);
        this.source = movie.getString(8);
    }

    /** All movies with tables, sorted by plate, well and site; their cells are not read yet. */
    public static List<TableMovie> all(PublishedTables tables) {
        List<TableMovie> movies = new ArrayList<>();
        for (Row row : tables.table(TableSchemas.MOVIES_TABLE)
                .where("status <> 'failed'")
                .select("plate", "well", "site", "input", "layout", "frames", "width_px", "height_px", "source")
                .orderBy("plate", "well", "site")
                .collectAsList()) {
            movies.add(new TableMovie(row));
        }
        return movies;
    }

    /** Reads the movie's cells and lineage into memory, until {@link #release}; accesses only the files of its well. */
    public TableMovie load(PublishedTables tables) {
        release();
        for (Row row : tables.ofWell(TableSchemas.CELLS_TABLE, key.plate(), key.well())
                .where(functions.col("movie_id").equalTo(key.id()))
                .select("frame", "track_id", "min_y_px", "min_x_px", "max_y_px", "max_x_px", "mask")
                .collectAsList()) {
            int frame = row.getInt(0);
            int track = row.getInt(1);
            BoundingBox box = new BoundingBox(row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5));
            cells.computeIfAbsent(frame, f -> new ArrayList<>())
                    .add(new Painted(track, box, RunLengthMask.ofBytes(row.getAs(6))));
            framesOfTrack.computeIfAbsent(track, t -> new ArrayList<>()).add(frame);
        }
        // The rows of a well are sorted within each of its files, but not across files.
        cells.values().forEach(ofFrame -> ofFrame.sort(Comparator.comparingInt(Painted::track)));
        framesOfTrack.values().forEach(frames -> frames.sort(null));
        for (Row row : tables.ofWell(TableSchemas.TRACKS_TABLE, key.plate(), key.well())
                .where(functions.col("movie_id").equalTo(key.id()))
                .where("parent_track_id is not null")
                .select("track_id", "parent_track_id")
                .collectAsList()) {
            parents.put(row.getInt(0), row.getInt(1));
        }
        return this;
    }

    /** Frees what {@link #load} has read. */
    public void release() {
        cells.clear();
        framesOfTrack.clear();
        parents.clear();
    }

    /** Plate, well and site. */
    public MovieKey key() {
        return key;
    }

    /** Location that was given as input when the movie was read. */
    public String input() {
        return input;
    }

    /** Layout in which it was read. */
    public String layout() {
        return layout;
    }

    /** File or folder from which it was read. */
    public String source() {
        return source;
    }

    /** Number of frames. */
    public int frameCount() {
        return frameCount;
    }

    /** Number of columns in pixels. */
    public int width() {
        return width;
    }

    /** Number of rows in pixels. */
    public int height() {
        return height;
    }

    /** Frames in which each track was observed. */
    public TreeMap<Integer, List<Integer>> framesOfTrack() {
        return framesOfTrack;
    }

    /** Parents of the tracks that have one. */
    public Map<Integer, Integer> parents() {
        return parents;
    }

    /** Name of a CTC sequence for this movie: {@code B02_s1}, or the site if there is no well. */
    public String sequence() {
        return key.well().equals(MovieKey.NO_WELL) ? key.site() : key.well() + "_s" + key.site();
    }

    /** The lineage as spans. */
    public List<TrackSpan> spans() {
        List<TrackSpan> spans = new ArrayList<>();
        framesOfTrack.forEach((track, frames) -> spans.add(new TrackSpan(
                track,
                frames.get(0),
                frames.get(frames.size() - 1),
                parents.getOrDefault(track, TrackSpan.NO_PARENT))));
        return spans;
    }

    @Override
    public SortedSet<Integer> frames() {
        SortedSet<Integer> frames = new TreeSet<>();
        for (int frame = 0; frame < frameCount; frame++) {
            frames.add(frame);
        }
        return frames;
    }

    @Override
    public LabelImage read(int frame) {
        return paint(frame, (track, at) -> track);
    }

    /** Determines the label of a track in a frame. */
    @FunctionalInterface
    public interface Labelling {
        int label(int track, int frame);
    }

    /** The labels of a frame, renamed. */
    public LabelImage paint(int frame, Labelling labelling) {
        int[] labels = new int[width * height];
        for (Painted cell : cells.getOrDefault(frame, List.of())) {
            cell.mask().paint(labels, width, cell.box(), labelling.label(cell.track(), frame));
        }
        return new LabelImage(width, height, labels);
    }
}
