package org.cellineage.format.layout;

import java.util.List;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;

/**
 * A file next to movies whose name says that it was computed from them, such as {@code MAX_movie.tif}: a movie if it
 * has several frames, like a z projection; left out if it is a single image.
 *
 * @param reason what it is, a phrase after "it is"
 */
record SummaryOutline(StackOutline stack, String reason) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public MovieKey key() {
        return stack.key();
    }

    @Override
    public String source() {
        return stack.source();
    }

    @Override
    public Description describe(Headers headers) {
        Description found = stack.describe(headers);
        boolean movie = found.movies().stream().anyMatch(m -> m.frameCount() > 1);
        return movie
                ? found
                : new Description(List.of(), List.of(), List.of(LeftOutImages.warning(key(), source(), reason)));
    }
}
