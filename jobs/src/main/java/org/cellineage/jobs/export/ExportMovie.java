package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Movie;
import org.cellineage.jobs.export.about.ExportedMovie;
import org.cellineage.jobs.export.about.MovieDetails;
import org.cellineage.jobs.published.TableLabels;
import org.cellineage.jobs.published.TableMovie;
import org.cellineage.jobs.published.TableTrack;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.jobs.source.SourceMovie;
import org.cellineage.problem.BadInputException;

/** A movie to export. */
public final class ExportMovie {

    private final UnitMovie<ExportedMovie> movie;

    ExportMovie(UnitMovie<ExportedMovie> movie) {
        this.movie = movie;
    }

    /** Its row in the movies table. */
    public TableMovie row() {
        return movie.movie();
    }

    /** How it was made, its scale, its channels and what was done to its well. */
    public MovieDetails details() {
        return attachment().details();
    }

    /** Its tracks, by ascending id. */
    public List<TableTrack> tracks() {
        return movie.tracks().stream()
                .sorted(Comparator.comparingInt(TableTrack::trackId))
                .toList();
    }

    /** Visits the frames that have cells, in ascending order, each by ascending track; only one is in memory. */
    public void forEachFrame(UnitMovie.FrameVisitor visitor) throws IOException {
        movie.forEachFrame(visitor);
    }

    /** Reads its label images and lineage into memory, again on every call; hold one movie at a time. */
    public TableLabels labels() {
        return movie.labels();
    }

    /**
     * Locations of its images; only for exporters with {@link Exporter#needsImages}.
     *
     * @throws BadInputException if they no longer exist
     */
    public Movie images() {
        return attachment()
                .images()
                .orElseThrow(() -> new IllegalStateException("an exporter that did not ask for images"))
                .require();
    }

    /** Locations of its images, like {@link #images}; empty if they no longer exist. */
    public Optional<Movie> imagesIfThere() {
        return attachment().images().flatMap(SourceMovie::movie);
    }

    private ExportedMovie attachment() {
        return movie.attachment().orElseThrow(() -> new IllegalStateException("a movie that nothing was sent with"));
    }
}
