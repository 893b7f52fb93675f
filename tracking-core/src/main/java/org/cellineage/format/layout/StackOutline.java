package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.format.CatalogWarning;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.StoredFile;

/**
 * A TIFF file that is a movie, or several if it contains several positions.
 *
 * @param beside version that changes with any file that may belong to the same movie; empty if there are none
 * @param companions names of files in the same folder that describe its sets
 * @param told pixel size and interval from the vendor's metadata files
 */
record StackOutline(MovieKey key, StoredFile file, String beside, List<String> companions, Told told)
        implements MovieOutline {

    private static final long serialVersionUID = 1L;

    /** Creates the outline of a file without vendor metadata. */
    StackOutline(MovieKey key, StoredFile file, String beside, List<String> companions) {
        this(key, file, beside, companions, Told.NOTHING);
    }

    @Override
    public String source() {
        return file.location();
    }

    @Override
    public Description describe(Headers headers) {
        Description header = StackHeader.movie(headers, this);
        if (told.equals(Told.NOTHING)) {
            return header;
        }
        List<CatalogWarning> warnings = new ArrayList<>(header.warnings());
        List<Movie> movies = header.movies().stream()
                .map(movie -> movie.calibrated(told.with(movie.calibration(), movie.key(), source(), warnings)))
                .toList();
        return new Description(movies, header.failures(), warnings);
    }

    /** Describes several files, each on its own. */
    static Description describe(List<StackOutline> stacks, Headers headers) {
        return Descriptions.join(
                stacks.stream().map(stack -> stack.describe(headers)).toList());
    }
}
