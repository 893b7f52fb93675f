package org.cellineage.train.linking;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cellineage.cell.Cell;
import org.cellineage.format.MovieKey;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.image.Plane;

/**
 * A frame of a movie whose lineage is known.
 *
 * <p>The array is held, not copied; nobody may change it.
 *
 * @param movie the movie
 * @param frame 0-based
 * @param channels its planes
 * @param cells at least one
 * @param tracks true track of each cell, 0 if it is not in the ground truth
 * @param spans all tracks of the movie, by id
 */
@SuppressWarnings("ArrayRecordComponent")
public record KnownFrame(
        MovieKey movie,
        int frame,
        List<Plane> channels,
        List<Cell> cells,
        int[] tracks,
        Map<Integer, TrackSpan> spans) {

    /** Visits all frames with cells of the movies of a source, in order. */
    public static void visit(Storage storage, LinkingTraining.Source source, Consumer<KnownFrame> visitor)
            throws IOException {
        new LinkMovies(storage)
                .visit(new LinkMovies.Source(source.input(), source.segmented(), source.part()), visitor);
    }

    /**
     * Visits all frames with cells of movies, in order; a cell's label is its track.
     *
     * @param labels label images, which need no lineage; empty if they are beside the movies
     */
    public static void visitLabels(
            Storage storage, String input, String labels, MoviePart part, Consumer<KnownFrame> visitor)
            throws IOException {
        new LinkMovies(storage).visitLabels(input, labels, part, visitor);
    }
}
