package org.cellineage.track;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cellineage.assign.viterbi.ViterbiLinking;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;

/**
 * Tracks a movie as a whole: the lineage is decided when its last frame is known ({@link ViterbiLinking}), and only then
 * reported.
 *
 * <p>The scores are those of a linker that works frame by frame: it tracks the movie first, and its tracks are the
 * histories with which candidates are scored. Cells that are weak and rival cuts take no part; a cell of which the
 * segmentation is not certain may be left out as a false positive if no track is worth it.
 *
 * <p>Unlike {@link MovieTracker}, it holds the cells of the whole movie, about a kilobyte each, and the candidates.
 */
public final class ViterbiTracker implements FrameTracker {

    /** Name of this linker in the configuration. */
    public static final String NAME = "viterbi";

    private static final TrackSink NOBODY = new TrackSink() {
        @Override
        public void cell(TrackedCell cell) {
            // The tracks of the first pass only serve as histories.
        }

        @Override
        public void track(Track track) {
            // As above.
        }

        @Override
        public void division(Division division) {
            // As above.
        }
    };

    private final TrackingOptions options;
    private final LinkOptions link;
    private final List<DecidedLink> decided;
    private final boolean given;
    private final MovieGains gains;
    private final FrameLinker linker;
    private final MovieTracker first;
    private final List<SegmentedFrame> frames = new ArrayList<>();

    /**
     * @param scoring creates the linker that scores candidates
     * @param decided links and divisions that people made or cut, which bind as in {@link MovieTracker}
     * @param given whether the cells were given by the user, so that none of them is left out
     */
    public ViterbiTracker(
            TrackingOptions options,
            LinkOptions link,
            Function<GainListener, FrameLinker> scoring,
            List<DecidedLink> decided,
            boolean given) {
        this.options = options;
        this.link = link;
        this.decided = List.copyOf(decided);
        this.given = given;
        this.gains = new MovieGains((frame, cell) -> given
                || Double.isNaN(cell.cellProbability())
                || decided.stream()
                        .flatMap(decision -> decision.cells().stream())
                        .anyMatch(at -> at.frame() == frame && at.place().fit(cell) > 0));
        this.linker = new SureCells(scoring.apply(gains));
        this.first = new MovieTracker(options, linker, decided, given);
    }

    @Override
    public void accept(SegmentedFrame frame, TrackSink sink) {
        SegmentedFrame sure = frame.asSegmented();
        first.accept(sure, NOBODY);
        frames.add(new SegmentedFrame(sure.frame(), sure.width(), sure.height(), sure.cells()));
    }

    @Override
    public MovieSummary finish(TrackSink sink) {
        first.finish(NOBODY);
        MovieGains.DecidedLineage lineage = gains.decided(ViterbiLinking.solve(gains.events()));
        MovieTracker second = new MovieTracker(
                options,
                new DecidedLinker(
                        NAME, new CandidateFinder(link), linker.motherMaxMissedFrames(options), gains, lineage),
                decided,
                given);
        frames.forEach(frame -> second.accept(frame, sink));
        frames.clear();
        return second.finish(sink);
    }

    /** A linker that is never given weak cells. */
    private record SureCells(FrameLinker linker) implements FrameLinker {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public CandidateFinder candidates() {
            return linker.candidates();
        }

        @Override
        public List<CellFeatures> cellFeatures(SegmentedFrame frame) {
            return linker.cellFeatures(frame);
        }

        @Override
        public int framesAhead() {
            return linker.framesAhead();
        }

        @Override
        public int motherMaxMissedFrames(TrackingOptions options) {
            return linker.motherMaxMissedFrames(options);
        }

        @Override
        public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
            return linker.link(frame, problem, doubts);
        }
    }
}
