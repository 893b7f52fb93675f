package org.cellineage.format.layout;

import java.util.List;
import org.cellineage.format.CatalogFailure;
import org.cellineage.problem.Problem;

/**
 * Limits on missing frames: if more than {@value #MAX_BAD_FRAMES} frames and more than {@value #MAX_BAD_PERCENT} % are
 * missing or unusable, the whole movie is unusable.
 */
final class FrameLimits {

    static final int MAX_BAD_FRAMES = 2;
    static final int MAX_BAD_PERCENT = 10;

    private FrameLimits() {}

    static boolean tooMany(long bad, long frameCount) {
        return bad > MAX_BAD_FRAMES && bad * 100 > MAX_BAD_PERCENT * frameCount;
    }

    static Problem tooManyBad(String source, List<CatalogFailure> bad, long frameCount) {
        Problem one = bad.get(0).problem();
        return new Problem(
                source,
                bad.size() + " of " + frameCount + " frames cannot be used; the first: " + one.where() + ": "
                        + one.cause(),
                one.remedy());
    }
}
