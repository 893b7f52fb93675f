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
 * A TIFF file that is a movie, or several where it holds several positions.
 *
 * @param beside changes when files change that may belong to the same movie; empty where none may
 * @param companions names of the files beside it that describe the sets of their folder
 * @param told what the vendor's metadata files tell of pixel size and interval
 */
record StackOutline(MovieKey key, StoredFile file, String beside, List<String> companions, Told told)
        implements MovieOutline {

    private static final long serialVersionUID = 1L;

    /** A file of which only its own headers tell anything. */
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

    /** Outlines of several files, each described for itself. */
    static Description describe(List<StackOutline> stacks, Headers headers) {
        return Descriptions.join(
                stacks.stream().map(stack -> stack.describe(headers)).toList());
    }
}
