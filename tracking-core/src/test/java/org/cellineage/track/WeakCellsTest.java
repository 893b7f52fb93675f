package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellineage.track.Scenes.disc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cellineage.cell.Cell;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.link.CandidateFinder;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.junit.jupiter.api.Test;

/** Cells that a segmentation doubts are reported if tracks need them, and leave no trace if not. */
class WeakCellsTest {

    private static final TrackingOptions OPTIONS = TrackingOptions.DEFAULTS;

    /** Links by geometry, and takes weak cells as if they were sure. */
    private static final class Taking implements FrameLinker {
        private final FrameLinker geometric = new GeometricLinker(OPTIONS, LinkOptions.DEFAULTS);

        @Override
        public String name() {
            return "taking";
        }

        @Override
        public CandidateFinder candidates() {
            return geometric.candidates();
        }

        @Override
        public boolean takesCandidates() {
            return true;
        }

        @Override
        public FrameLinks link(SegmentedFrame frame, LinkProblem problem, LinkDoubts doubts) {
            return geometric.link(frame, problem, doubts);
        }
    }

    private static final class Recorder implements TrackSink {
        private final List<TrackedCell> cells = new ArrayList<>();
        private final List<Track> tracks = new ArrayList<>();

        @Override
        public void cell(TrackedCell cell) {
            cells.add(cell);
        }

        @Override
        public void track(Track track) {
            tracks.add(track);
        }

        @Override
        public void division(Division division) {}
    }

    private static Recorder track(FrameLinker linker, List<SegmentedFrame> frames) {
        Recorder recorder = new Recorder();
        MovieTracker tracker = new MovieTracker(OPTIONS, linker);
        frames.forEach(frame -> tracker.accept(frame, recorder));
        MovieSummary summary = tracker.finish(recorder);
        assertThat(summary.cells()).isEqualTo(recorder.cells.size());
        assertThat(summary.tracks()).isEqualTo(recorder.tracks.size());
        // Nothing points at a track that is not there, and each track has the cells that it says.
        for (Track track : recorder.tracks) {
            List<TrackedCell> own = recorder.cells.stream()
                    .filter(cell -> cell.trackId() == track.trackId())
                    .toList();
            assertThat(own).hasSize(track.framesSeen());
            assertThat(own.get(0).frame()).isEqualTo(track.firstFrame());
            assertThat(own.get(own.size() - 1).frame()).isEqualTo(track.lastFrame());
            assertThat(own.get(0).linkProbability()).isNaN();
        }
        assertThat(recorder.cells.stream().map(TrackedCell::trackId).distinct().count())
                .isEqualTo(recorder.tracks.size());
        return recorder;
    }

    /** Four cells that stay, and one at the place in question with what the segmentation thinks of it: 0 is not there. */
    private static List<SegmentedFrame> movie(double... probability) {
        List<SegmentedFrame> frames = new ArrayList<>();
        for (int t = 0; t < probability.length; t++) {
            List<Scenes.Disc> discs =
                    new ArrayList<>(List.of(disc(40, 40), disc(40, 200), disc(200, 40), disc(200, 200)));
            if (probability[t] > 0) {
                discs.add(disc(120, 110 + 2 * t));
            }
            SegmentedFrame plain = Scenes.frame(t, discs.toArray(new Scenes.Disc[0]));
            double own = probability[t];
            List<Cell> cells = plain.cells().stream()
                    .map(cell -> cell.label() == 5 && own < 1 ? cell.judged(own, true) : cell)
                    .toList();
            frames.add(new SegmentedFrame(t, Scenes.SIZE, Scenes.SIZE, cells));
        }
        return frames;
    }

    /** Frames in which the cell in question was reported. */
    private static List<Integer> reported(double... probability) {
        return track(new Taking(), movie(probability)).cells.stream()
                .filter(cell -> cell.cell().label() == 5)
                .map(TrackedCell::frame)
                .toList();
    }

    @Test
    void aTrackGoesOnThroughAWeakCell() {
        assertThat(reported(1, 1, 0.6, 1, 1)).containsExactly(0, 1, 2, 3, 4);
        assertThat(track(new Taking(), movie(1, 1, 0.6, 1, 1)).tracks).hasSize(5);
    }

    @Test
    void aWeakCellThatNothingExplainsIsNone() {
        assertThat(reported(0, 0, 0.8, 0, 0)).isEmpty();
        assertThat(reported(0, 0.8, 0.8, 0, 0)).isEmpty();
        // Seen again after a frame without it: it did not stay.
        assertThat(reported(0.8, 0.8, 0, 0.8, 0.8)).isEmpty();
    }

    @Test
    void whatStaysIsACellIfItIsLikelyEnough() {
        assertThat(reported(0, 0.7, 0.7, 0.7, 0)).containsExactly(1, 2, 3);
        assertThat(reported(0, 0.55, 0.55, 0.55, 0)).isEmpty();
        assertThat(reported(0, 0.55, 0.55, 0.8, 0.8)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatIsSureLaterWasACellBefore() {
        Recorder recorder = track(new Taking(), movie(0.5, 0.5, 1, 1));
        assertThat(recorder.tracks).hasSize(5);
        Track last = recorder.tracks.stream()
                .filter(track -> track.trackId() == 5)
                .findFirst()
                .orElseThrow();
        assertThat(last.firstFrame()).isEqualTo(0);
        assertThat(last.origin()).isEqualTo(Origin.START);
        assertThat(last.framesSeen()).isEqualTo(4);
        assertThat(last.fate()).isEqualTo(Fate.END);
    }

    @Test
    void aLinkerThatDoesNotTakeThemNeverSeesThem() {
        Recorder recorder =
                track(new GeometricLinker(OPTIONS, LinkOptions.DEFAULTS), movie(1, 1, 0.6, 1, 0.7, 0.7, 0.7));
        assertThat(recorder.cells).noneMatch(cell -> cell.cell().weak());
        assertThat(recorder.cells.stream()
                        .filter(cell -> cell.cell().label() == 5)
                        .map(TrackedCell::frame))
                .containsExactly(0, 1, 3);
    }

    /** Whatever comes and goes, the sure cells are all reported, each once; {@link #track} checks that rows fit together. */
    @Test
    void sureCellsAreNeverLostToWeakOnes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int movie = 0; movie < 200; movie++) {
            double[] probability = new double[8];
            for (int t = 0; t < probability.length; t++) {
                probability[t] =
                        random.nextInt(3) == 0 ? 0 : random.nextInt(3) == 0 ? 1 : 0.5 + 0.35 * random.nextDouble();
            }
            List<SegmentedFrame> frames = movie(probability);
            Recorder recorder = track(new Taking(), frames);
            long sure = frames.stream()
                    .flatMap(frame -> frame.cells().stream())
                    .filter(cell -> !cell.weak())
                    .count();
            assertThat(recorder.cells.stream().filter(cell -> !cell.cell().weak()))
                    .hasSize((int) sure);
            assertThat(recorder.cells.stream()
                            .map(cell -> cell.frame() + "/" + cell.cell().label())
                            .distinct())
                    .hasSize(recorder.cells.size());
        }
    }
}
