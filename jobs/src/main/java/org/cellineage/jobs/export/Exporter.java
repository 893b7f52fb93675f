package org.cellineage.jobs.export;

import java.io.IOException;
import java.util.List;
import org.cellineage.jobs.published.MovieScope;
import org.cellineage.jobs.published.TableMovie;

/**
 * Writes published movies in a format of other programs.
 *
 * <p>Exporters are stateless, have a public constructor without parameters, and are found by
 * {@link java.util.ServiceLoader} in this project and in jars that a site adds to the class path; see {@link Exporters}.
 *
 * <p>They run on executors, one unit of movies at a time. File names are relative to the output, which all formats of an
 * {@code export} share: they start with the plate and must differ from those of other formats, by extension or folder.
 * The same movies give the same bytes.
 *
 * <p>Next to what an exporter writes for a unit, {@link ExportJob} writes a file that says where it comes from.
 */
public interface Exporter {

    /** The name that {@code --format} takes: lower case, words joined by hyphens. */
    String name();

    /** A few words for {@code --help} about what is written. */
    String summary();

    /** Which movies are passed to {@link #export} together: those that share a file. */
    default MovieScope scope() {
        return MovieScope.MOVIE;
    }

    /** Whether it calls {@link ExportMovie#images}, for which the inputs of the movies must be catalogued. */
    default boolean needsImages() {
        return false;
    }

    /** Whether it calls {@link org.cellineage.jobs.published.TableCell#measures}, which must be read from the tables then. */
    default boolean needsMeasures() {
        return false;
    }

    /** The version of the format that is written, for the file that says where an export comes from; empty if it has none. */
    default String formatVersion() {
        return "";
    }

    /** What the tables say and the format cannot hold, in sentences. */
    default List<String> cannotHold() {
        return List.of();
    }

    /**
     * Prepares the output on the driver, before any unit is exported.
     *
     * @param movies the movies that will be exported, sorted by key
     * @throws org.cellineage.problem.UserException if nothing of this format can be exported
     */
    default void begin(List<TableMovie> movies, ExportTarget target) throws IOException {}

    /**
     * Writes on the driver what describes several units together, after all of them.
     *
     * @param movies the movies that were exported, sorted by key; without those of units that failed
     */
    default void finish(List<TableMovie> movies, ExportTarget target) throws IOException {}

    /**
     * Writes a unit of movies.
     *
     * @param movies the movies of one unit of {@link #scope}, sorted by key; at least one
     * @return the files or folders written, relative to the output, for display
     * @throws org.cellineage.problem.UserException if the user can fix the problem; other units are still exported
     * @throws IOException if storage fails
     */
    List<String> export(List<ExportMovie> movies, ExportTarget target) throws IOException;
}
