package org.cellineage.portal.movie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.ReviewQueue;
import org.cellineage.format.MovieKey;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.page.MovieHead;
import org.cellineage.jobs.page.MovieSurvey;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.jobs.page.Thumbnail;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.page.FrameCells;
import org.cellineage.page.MovieDetail;
import org.jspecify.annotations.Nullable;

/**
 * A movie in one version: what a page is told of it. The ranges of measures are the same in all versions of what a run
 * found, so that a page may keep the cells of frames that a correction did not touch. Thread-safe.
 */
final class MovieView {

    private static final int MOST_QUEUED = 100;
    private static final long BYTES_OF_A_TRACK = 400;

    private final PublishedRows.Movie movie;
    private final String version;
    private final MovieRows rows;
    private final MovieSurvey survey;
    private final Map<Integer, TableTrack> tracks = new TreeMap<>();
    private @Nullable Traces traces;
    private @Nullable ArrayNode queue;

    private MovieView(PublishedRows.Movie movie, String version, MovieRows rows, MovieSurvey survey)
            throws IOException {
        this.movie = movie;
        this.version = version;
        this.rows = rows;
        this.survey = survey;
        rows.tracks().forEach(track -> tracks.put(track.trackId(), track));
    }

    /** A movie that was not looked at before. */
    static MovieView of(PublishedRows.Movie movie, String version, MovieRows rows) throws IOException {
        MovieSurvey found = MovieSurvey.of(movie.info().channels(), rows.measured());
        boolean corrected = rows instanceof MovieRows.Corrected;
        return new MovieView(movie, version, rows, corrected ? found.withMeansOf(rows::forEachFrame) : found);
    }

    /** The movie after corrections. */
    MovieView after(String newVersion, MovieRows.Corrected newRows) throws IOException {
        return new MovieView(movie, newVersion, newRows, survey.withMeansOf(newRows::forEachFrame));
    }

    PublishedRows.Movie movie() {
        return movie;
    }

    MovieKey key() {
        return movie.info().key();
    }

    String version() {
        return version;
    }

    MovieRows rows() {
        return rows;
    }

    /** About how many bytes it takes, with the traces that are made when they are first asked for. */
    long bytes() {
        long numbers = 1L + survey.measures().size();
        return movie.summary().movie().cells() * numbers * Integer.BYTES + tracks.size() * BYTES_OF_A_TRACK;
    }

    private TableMovie row() {
        return movie.table();
    }

    private MovieDetail detail() {
        return detail(row());
    }

    private static MovieDetail detail(TableMovie row) {
        return Pictures.detail(row.width(), row.height());
    }

    ObjectNode head(Pictures pictures) {
        ObjectNode head = MovieHead.of(row(), Optional.of(detail()), survey, pictures.head(), tracks.values());
        return head.put("version", version).put("runId", movie.trackedBy());
    }

    /** One text per frame of a block. */
    ArrayNode cells(int block) throws IOException {
        int first = block * MovieHead.CHUNK;
        int last = Math.min(first + MovieHead.CHUNK, row().frameCount()) - 1;
        ArrayNode texts = PageJson.object().arrayNode();
        if (first > last) {
            return texts;
        }
        Map<Integer, List<TableCell>> frames = rows.cells(first, last);
        double shrunk = detail().shrunk(row().width(), row().height());
        for (int frame = first; frame <= last; frame++) {
            List<TableCell> cells = frames.getOrDefault(frame, List.of());
            texts.add(cells.isEmpty() ? "" : FrameCells.pack(survey.onPage(cells), survey.ranges(), shrunk));
        }
        return texts;
    }

    /** The measures of tracks over time. The first page does not wait for them. */
    synchronized ObjectNode traces(Collection<Integer> wanted) throws IOException {
        Traces known = traces;
        if (known == null) {
            known = Traces.of(survey, rows::forEachFrame);
            traces = known;
        }
        return known.json(wanted);
    }

    /** The head of the review queue. */
    synchronized ArrayNode queue() throws IOException {
        ArrayNode known = queue;
        if (known == null) {
            known = QueueJson.of(ReviewQueue.of(rows.reviewed(), MOST_QUEUED));
            queue = known;
        }
        return known;
    }

    byte[] thumbnail(Pictures pictures) throws IOException {
        int frame = Thumbnail.frame(row());
        return Thumbnail.png(
                row(), pictures.plane(frame), rows.cells(frame, frame).getOrDefault(frame, List.of()));
    }

    /** The picture of a frame, which needs nothing of the cells. */
    static Optional<byte[]> picture(PublishedRows.Movie movie, Pictures pictures, int channel, int frame, int largest) {
        int longSide = detail(movie.table()).longSide();
        MovieDetail shown = new MovieDetail(Math.max(1, Math.min(largest, longSide)), 1);
        return pictures.png(channel, frame, shown);
    }

    /**
     * What a page has to change to come from an earlier version to this one.
     *
     * @param old the lineage of that version
     * @param now the lineage of this one
     */
    ObjectNode changesSince(MovieView before, CorrectedLineage old, CorrectedLineage now) {
        ObjectNode changes = PageJson.object();
        ObjectNode ofTracks = changes.putObject("tracks");
        ArrayNode changed = ofTracks.putArray("changed");
        tracks.forEach((id, track) -> {
            TableTrack earlier = before.tracks.get(id);
            ArrayNode row = MovieHead.track(track, survey);
            if (earlier == null || !MovieHead.track(earlier, before.survey).equals(row)) {
                changed.add(row);
            }
        });
        ArrayNode removed = ofTracks.putArray("removed");
        before.tracks.keySet().stream().filter(id -> !tracks.containsKey(id)).forEach(removed::add);
        ArrayNode blocks = changes.putArray("blocks");
        FramePrints.differing(FramePrints.of(old), FramePrints.of(now)).stream()
                .map(frame -> frame / MovieHead.CHUNK)
                .distinct()
                .forEach(blocks::add);
        return changes;
    }
}
