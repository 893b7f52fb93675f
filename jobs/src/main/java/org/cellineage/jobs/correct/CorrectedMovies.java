package org.cellineage.jobs.correct;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.cell.BoundingBox;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.Edit;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.Plane;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.source.SourceFrames;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.jobs.source.SourceMovies;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.tables.CellReader;
import org.cellineage.jobs.tables.TableSchemas;
import org.cellineage.jobs.tables.TrackTable;
import org.cellineage.track.Track;
import org.cellineage.train.CorrectedMovie;

/** The corrected movies of a lineage folder, to learn from. */
public final class CorrectedMovies {

    /** Frames before and after a correction that are read, as many as training looks at. */
    private static final int AROUND_FRAMES = 9;

    private static final String REMEDY = "Restore the movie to its location, then train again.";

    private final SparkSession spark;
    private final OutputFolder output;
    private final LineageStore store;
    private final Storage storage;

    public CorrectedMovies(SparkSession spark, OutputFolder output, LineageStore store) {
        this.spark = spark;
        this.output = output;
        this.store = store;
        this.storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
    }

    /** All movies whose rows contain corrections, in order of their keys. */
    public Set<MovieKey> keys() throws IOException {
        Set<MovieKey> keys = new TreeSet<>();
        movies().forEach((key, movie) -> {
            if (movie.corrected()) {
                keys.add(key);
            }
        });
        return keys;
    }

    private Map<MovieKey, PublishedRows.Movie> movies() throws IOException {
        return new PublishedRows(spark, store).movies(store.wells().keySet());
    }

    /**
     * Reads movies: the frames near what people decided, with all their cells. Images are looked for when they are
     * needed.
     *
     * @param keys some of {@link #keys}
     */
    public SortedMap<MovieKey, CorrectedMovie> read(Set<MovieKey> keys) throws IOException {
        Map<MovieKey, PublishedRows.Movie> movies = movies();
        movies.keySet().retainAll(keys);
        Map<MovieKey, Map<Integer, List<BoundingBox>>> outlines = outlines(keys);
        SourceMovies sources = new SourceMovies(storage, output, REMEDY);
        SortedMap<MovieKey, CorrectedMovie> read = new TreeMap<>();
        for (Map.Entry<MovieKey, PublishedRows.Movie> movie : movies.entrySet()) {
            MovieKey key = movie.getKey();
            read.put(key, read(movie.getValue(), outlines.getOrDefault(key, Map.of()), sources));
        }
        return read;
    }

    private CorrectedMovie read(
            PublishedRows.Movie movie, Map<Integer, List<BoundingBox>> outlines, SourceMovies sources)
            throws IOException {
        MovieKey key = movie.info().key();
        Dataset<Row> cells = rows(TableSchemas.CELLS_TABLE, key);
        Set<Integer> near = new TreeSet<>(outlines.keySet());
        for (Row row : cells.where("corrected").select("frame").distinct().collectAsList()) {
            for (int frame = row.getInt(0) - AROUND_FRAMES; frame <= row.getInt(0) + AROUND_FRAMES; frame++) {
                near.add(frame);
            }
        }
        SortedMap<Integer, List<CorrectedMovie.Seen>> frames = new TreeMap<>();
        CellReader reader = new CellReader(movie.info().channels());
        cells.where(functions.col("frame").isin(near.toArray()))
                .toLocalIterator()
                .forEachRemaining(row -> frames.computeIfAbsent(
                                row.getInt(row.fieldIndex("frame")), frame -> new ArrayList<>())
                        .add(new CorrectedMovie.Seen(reader.read(row), row.getBoolean(row.fieldIndex("corrected")))));
        List<TrackSpan> spans = new ArrayList<>();
        for (Row row : rows(TableSchemas.TRACKS_TABLE, key).collectAsList()) {
            Track track = TrackTable.track(row);
            spans.add(new TrackSpan(track.trackId(), track.firstFrame(), track.lastFrame(), track.parentTrackId()));
        }
        return new CorrectedMovie(
                shown() + " " + key.id(), frames, spans, outlines, frame -> image(movie, sources, frame));
    }

    private Plane image(PublishedRows.Movie movie, SourceMovies sources, int frame) throws IOException {
        SourceMovie source = sources.of(List.of(movie.table())).get(movie.info().key());
        try (SourceFrames frames = new SourceFrames(movie.info(), source, storage)) {
            return frames.read(frame).get(0);
        }
    }

    private Dataset<Row> rows(String table, MovieKey movie) throws IOException {
        return store.published(table, Map.of(movie.plate(), Set.of(movie.well())))
                .where(functions.col("movie_id").equalTo(movie.id()));
    }

    /** The last two components of the folder's path: the rest differs between machines. */
    private String shown() {
        Path path = Path.of(output.location().replaceFirst("^[a-z0-9]+:/*", "/"));
        int names = path.getNameCount();
        return path.subpath(Math.max(0, names - 2), names).toString();
    }

    /** By movie and frame, where the corrections that the tables contain have made, changed or confirmed outlines. */
    private Map<MovieKey, Map<Integer, List<BoundingBox>>> outlines(Set<MovieKey> keys) throws IOException {
        Map<MovieKey, Map<Integer, List<BoundingBox>>> outlines = new HashMap<>();
        for (CorrectionStates.Listed listed : new CorrectionStates(spark, output, store).list(keys::contains)) {
            if (listed.state() == CorrectionStates.State.APPLIED
                    && listed.logged().correction().change() instanceof Edit edit) {
                List<BoundingBox> boxes = boxes(edit);
                if (!boxes.isEmpty()) {
                    outlines.computeIfAbsent(listed.movie(), movie -> new HashMap<>())
                            .computeIfAbsent(edit.frame(), frame -> new ArrayList<>())
                            .addAll(boxes);
                }
            }
        }
        return outlines;
    }

    private static List<BoundingBox> boxes(Edit edit) {
        boolean isConfirmed = edit instanceof Edit.MarkRight mark && mark.subject() == Edit.Subject.CELL;
        if (!edit.needsImages() && !(edit instanceof Edit.RemoveCell) && !isConfirmed) {
            return List.of();
        }
        List<BoundingBox> boxes =
                new ArrayList<>(edit.cells().stream().map(CellRef::box).toList());
        if (edit instanceof Edit.ReplaceMask replaced) {
            boxes.add(replaced.box());
        } else if (edit instanceof Edit.NewCell made) {
            boxes.add(made.box());
        }
        return boxes;
    }
}
