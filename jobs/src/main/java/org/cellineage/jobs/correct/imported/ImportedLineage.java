package org.cellineage.jobs.correct.imported;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.correct.Lineage;
import org.cellineage.correct.SpotShapes;
import org.cellineage.evaluate.StoredLabels;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.KnownMovie;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelPairing;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.tracks.TrackFiles;
import org.cellineage.image.LabelImage;
import org.cellineage.jobs.catalog.MovieInfo;
import org.cellineage.problem.BadInputException;
import org.cellineage.track.TrackedCell;

/**
 * A lineage that was edited with another program: a CTC result folder, a {@code .trk} file, a GEFF, a file of TrackMate, or
 * tracks of napari.
 */
public final class ImportedLineage {

    private final Storage storage;
    private final String location;

    public ImportedLineage(Storage storage, String location) {
        this.storage = storage;
        this.location = location;
    }

    /**
     * Reads the lineage of a movie.
     *
     * @param now the cells of the movie as it is, whose outlines are kept where the file has none
     * @throws BadInputException if there is none, it does not cover the movie, or it is damaged
     */
    public Lineage of(MovieInfo movie, List<TrackedCell> now) throws IOException {
        LabelSet set = set(movie);
        if (set.lineage().isEmpty()) {
            throw new BadInputException(
                    set.source(),
                    "There are label images, but no list of tracks.",
                    "Put res_track.txt next to the label images, or give a .trk file or a GEFF.");
        }
        Optional<SpotShapes> spots = spots(set, now);
        List<TrackedCell> cells = new ArrayList<>();
        try (StoredLabels labels = new StoredLabels(storage, set)) {
            for (int frame = 0; frame < movie.frameCount(); frame++) {
                if (!labels.frames().contains(frame)) {
                    throw new BadInputException(
                            set.source(),
                            "There is no label image for frame " + frame + " of movie "
                                    + movie.key().id() + ".",
                            "Give the labels of all frames: a frame that is missing would remove all its cells.");
                }
                LabelImage image = spots.isPresent() ? spots.get().labels(frame) : labels.read(frame);
                for (Cell cell : CellMeasurer.measure(checked(image, movie, set), List.of())) {
                    cells.add(new TrackedCell(frame, cell.label(), cell, Double.NaN, Double.NaN));
                }
            }
        }
        return new Lineage(
                location, movie.width(), movie.height(), 0, movie.frameCount() - 1, cells, tracks(set, cells));
    }

    /** The spots of a file that has no label images. */
    private Optional<SpotShapes> spots(LabelSet set, List<TrackedCell> now) throws IOException {
        for (PlaneRef plane : set.frames().values()) {
            if (plane.encoding() == PlaneRef.Encoding.SPOTS) {
                SpotGrid grid = SpotGrid.parse(plane.member());
                return Optional.of(new SpotShapes(TrackFiles.read(storage, plane.location(), grid), grid, now));
            }
        }
        return Optional.empty();
    }

    private static LabelImage checked(LabelImage labels, MovieInfo movie, LabelSet set) {
        if (labels.width() != movie.width() || labels.height() != movie.height()) {
            throw new BadInputException(
                    set.source(),
                    "Its images have " + labels.width() + " x " + labels.height() + " pixels, but movie "
                            + movie.key().id() + " has " + movie.width() + " x " + movie.height() + ".",
                    "Give the labels of this movie.");
        }
        return labels;
    }

    /** Parents that end before their daughters begin; the images say when tracks begin and end. */
    private List<Lineage.Ancestor> tracks(LabelSet set, List<TrackedCell> cells) throws IOException {
        Map<Integer, Integer> first = new HashMap<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (TrackedCell cell : cells) {
            first.putIfAbsent(cell.trackId(), cell.frame());
            last.put(cell.trackId(), cell.frame());
        }
        List<Lineage.Ancestor> tracks = new ArrayList<>();
        for (TrackSpan span : LabelCatalog.lineage(storage, set)) {
            Integer end = last.get(span.parent());
            Integer begin = first.get(span.track());
            if (begin != null && end != null && end >= begin) {
                throw new BadInputException(
                        set.lineage(),
                        "Track " + span.track() + " begins in frame " + begin + ", before its parent " + span.parent()
                                + " ends in frame " + end + ".",
                        "Correct the parent in the list of tracks.");
            }
            tracks.add(
                    new Lineage.Ancestor(span.track(), end == null ? TrackSpan.NO_PARENT : span.parent(), Double.NaN));
        }
        return tracks;
    }

    private LabelSet set(MovieInfo movie) throws IOException {
        LabelCatalog catalog = LabelCatalog.readTracks(storage, location);
        SpotGrid grid = new SpotGrid(movie.width(), movie.height(), movie.pixelSizeUm());
        KnownMovie known = new KnownMovie(movie.key(), movie.source(), movie.frameCount(), Optional.of(grid));
        if (catalog.sets().size() == 1) {
            return catalog.drawn(catalog.sets().values().iterator().next(), known)
                    .forMovie(movie.frameCount(), movie.width(), movie.height());
        }
        LabelPairing pairing = catalog.pairKnown(List.of(known));
        Optional<LabelSet> paired = pairing.of(movie.key());
        return paired.orElseThrow(() -> new BadInputException(
                location,
                "It has the labels of " + catalog.sets().size() + " movies, and it is unclear which are those of "
                        + movie.key().id() + ".",
                "Give the folder or file of this movie alone."));
    }
}
