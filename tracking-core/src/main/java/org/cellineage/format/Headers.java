package org.cellineage.format;

import java.io.IOException;
import java.util.Optional;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * Reads headers, each file once while it does not change.
 *
 * @param storage where the files lie
 * @param cache what was read before
 * @param options how movies are read where their files leave a choice
 */
public record Headers(Storage storage, HeaderCache cache, ReadOptions options) {

    /** Reads what a file's header says. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Opens the file.
         *
         * @throws BadInputException where its content cannot be used
         * @throws IOException where the storage does not give it out
         */
        Description read() throws IOException;
    }

    /**
     * What a file's header says, as it was kept or as it is read now. Content that cannot be used is a failure, and
     * kept; a file that the storage does not give out is a failure too, but tried again the next time.
     *
     * @param movie whom a failure concerns
     * @param reading the kind of reading: readings of one file under different names or for other movies are kept apart
     */
    public Description of(StoredFile file, MovieKey movie, String reading, Reader reader) {
        return of(file, "", movie, reading, reader);
    }

    /**
     * The same of a file whose reading looks at others too.
     *
     * @param beside changes when these others do
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
        } catch (IOException e) {
            return Description.failed(movie, unreadable(file.location(), e));
        }
        cache.keep(key, version, found);
        return found;
    }

    /** What to say of a file that the storage does not give out. */
    public static Problem unreadable(String location, IOException e) {
        return new Problem(
                location,
                "It cannot be read: " + e.getMessage() + ".",
                "Check that it exists and that the user who runs the job can read it.");
    }
}
