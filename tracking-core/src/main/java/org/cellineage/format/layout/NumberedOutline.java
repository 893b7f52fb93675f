package org.cellineage.format.layout;

import java.util.List;
import java.util.Objects;
import org.cellineage.format.Description;
import org.cellineage.format.Headers;
import org.cellineage.format.MovieKey;
import org.cellineage.format.MovieOutline;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Files that differ only in numbers: the frames of one movie if the first of them contains a single image, otherwise
 * movies of their own.
 *
 * @param frames the files as frames; null if they cannot be the frames of a movie
 * @param problem why they cannot; null if they can
 * @param stacks the files as movies
 */
record NumberedOutline(
        MovieKey key,
        @Nullable FramesOutline frames,
        @Nullable Problem problem,
        List<StackOutline> stacks) implements MovieOutline {

    private static final long serialVersionUID = 1L;

    @Override
    public String source() {
        return Names.parent(stacks.get(0).source());
    }

    @Override
    public NumberedOutline headersOnly() {
        return frames == null ? this : new NumberedOutline(key, frames.headersOnly(), problem, stacks);
    }

    @Override
    public Description describe(Headers headers) {
        for (StackOutline probe : List.of(stacks.get(0), stacks.get(stacks.size() / 2))) {
            Description header = StackHeader.frameOrMovie(headers, probe.file(), key);
            if (!header.movies().isEmpty()) {
                if (header.movies().size() > 1 || header.movies().get(0).frameCount() > 1) {
                    return StackOutline.describe(stacks, headers);
                }
                break;
            }
        }
        return frames == null
                ? Description.failed(key, Objects.requireNonNull(problem))
                : frames.describe(headers, file -> StackHeader.frameOrMovie(headers, file, key));
    }
}
