package org.cellineage.jobs.source;

import java.io.IOException;
import java.io.Serializable;
import org.cellineage.format.Storage;
import org.cellineage.illumination.FlatFields;
import org.cellineage.problem.BadInputException;

/**
 * The flat fields by which a run corrected the intensities of a movie, so that what is measured later is corrected in the
 * same way.
 *
 * @param folder where the run found them
 * @param hash {@link FlatFields#hash} of what it found; empty if there were none
 */
public record RecordedFlatFields(String folder, String hash) implements Serializable {

    /**
     * Reads them again.
     *
     * @throws BadInputException if they are not there any more or are others now
     */
    public FlatFields read(Storage storage) throws IOException {
        if (hash.isEmpty()) {
            return FlatFields.NONE;
        }
        FlatFields found = FlatFields.read(storage, folder);
        if (!found.hash().equals(hash)) {
            throw new BadInputException(
                    folder,
                    "The flat fields are others than those by which the run corrected the movie.",
                    "Restore them and try again (cellineage correct: with --force), or run the movie with the new ones.");
        }
        return found;
    }
}
