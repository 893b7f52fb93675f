package org.cellineage.format.layout;

import java.util.List;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.format.StoredFile;

/**
 * A TIFF file that is a movie, or several where it holds several positions.
 *
 * @param beside changes when files change that may belong to the same movie; empty where none may
 * @param companions names of the files beside it that describe the sets of their folder
 */
record StackOutline(MovieKey key, StoredFile file, String beside, List<String> companions) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public String source() {
        return file.location();
    }

    @Override
    public Description describe(Headers headers) {
        return StackHeader.movie(headers, this);
    }

    /** Outlines of several files, each described for itself. */
    static Description describe(List<StackOutline> stacks, Headers headers) {
        return Descriptions.join(
                stacks.stream().map(stack -> stack.describe(headers)).toList());
    }
}
