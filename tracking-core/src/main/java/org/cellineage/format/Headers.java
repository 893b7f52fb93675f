package org.cellineage.format;

import java.io.IOException;
import java.util.Optional;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Reads headers, each file only once as long as it does not change.
 *
 * @param storage the storage that contains the files
 * @param cache headers read earlier
 * @param options how ambiguous files are read
 */
public record Headers(Storage storage, HeaderCache cache, ReadOptions options) {

    /** Reads the header of a file. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Opens and reads the file.
         *
         * @throws BadInputException if its contents cannot be used
         * @throws IOException if the storage cannot read it
         */
        Description read() throws IOException;
    }

    /**
     * Returns the description of a file from the cache, or reads it now. Invalid contents give a failure, which is
     * cached; a file that the storage cannot read gives a failure too, but is tried again next time.
     *
     * @param movie the movie that a failure concerns
     * @param reading kind of reading, which distinguishes readings of one file under different names or for different
     *     movies
     */
    public Description of(StoredFile file, MovieKey movie, String reading, Reader reader) {
        return of(file, "", movie, reading, reader);
    }

    /**
     * Like {@link #of(StoredFile, MovieKey, String, Reader)}, for a file whose reading accesses others too.
     *
     * @param beside version of these other files
     */
    public Description of(StoredFile file, String beside, MovieKey movie, String reading, Reader reader) {
        String key = reading + '\n' + movie.id() + '\n' + options + '\n' + file.location();
        String version = beside.isEmpty() ? file.version() : file.version() + '\n' + beside;
        Optional<Description> kept = cache.find(key, version, Description.class);
        if (kept.isPresent()) {
            return kept.get();
        }
        Description found;
        try {
            found = reader.read();
        } catch (BadInputException e) {
            found = Description.failed(movie, e.problem());
        } catch (BadConfigurationException e) {
            // It says nothing about the file, which may be readable the next time.
            return Description.failed(movie, e.problem());
        } catch (IOException e) {
            return Description.failed(movie, unreadable(file.location(), e));
        }
        cache.keep(key, version, found);
        return found;
    }

    /** The problem for a file that the storage cannot read. */
    public static Problem unreadable(String location, IOException e) {
        return new Problem(
                location,
                "It cannot be read: " + e.getMessage() + ".",
                "Check that it exists and that the user who runs the job can read it.");
    }
}
