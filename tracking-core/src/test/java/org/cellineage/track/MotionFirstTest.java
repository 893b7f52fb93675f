package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.link.LinkOptions;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;

/** What moves all cells, or sheets of them, must not cost links. */
class MotionFirstTest {

    private static final int SIDE = 512;
    private static final double DRIFT_Y = 12;
    private static final double DRIFT_X = 16;
    /** Largest way of the swirl from its rest; it swings once in ten frames, up to 8 px a frame. */
    private static final double SWIRL_PX = 13;

    private static final double SWIRL_FRAMES = 10;

    private static SimulationOptions options() {
        SimulationOptions d = SimulationOptions.DEFAULTS;
        return new SimulationOptions(
                SIDE,
                SIDE,
                24,
                110,
                d.nucleusDiameterPx(),
                d.cycleFrames(),
                d.cycleSpread(),
                d.deathRate(),
                d.stepPx(),
                d.persistence(),
                d.driftYPx(),
                d.driftXPx(),
                d.shakePx(),
                d.backgroundLevel(),
                d.nucleusLevel(),
                d.brightnessSpread(),
                d.textureDepth(),
                d.bleachingShare(),
                d.vignetting(),
                d.blurPx(),
                d.greyLevelsPerPhoton(),
                d.readNoise(),
                d.channels(),
                d.pixelSizeUm(),
                d.frameIntervalS());
    }

    /** The cell in a frame of a stage that drifts 20 px a frame over a sheet that swirls. */
    private static Cell moved(Cell cell, int frame) {
        double turn = 2 * Math.PI / SIDE;
        double swing = SWIRL_PX * Math.sin(2 * Math.PI * frame / SWIRL_FRAMES);
        int down = (int) Math.rint(DRIFT_Y * frame + swing * Math.sin(turn * cell.xPx()));
        int right = (int) Math.rint(DRIFT_X * frame + swing * Math.cos(turn * cell.yPx()));
        BoundingBox box = cell.box().movedBy(down + SIDE / 4, right + SIDE / 4);
        return cell.movedTo(cell.label(), cell.yPx() + down + SIDE / 4, cell.xPx() + right + SIDE / 4, box);
    }

    @Test
    void driftAndSwirlCostNoLinks() throws IOException {
        for (int seed = 0; seed < 2; seed++) {
            MovieSimulator simulator = new MovieSimulator(options(), WellConditions.UNTREATED, seed, 0, 0);
            List<SegmentedFrame> still = new ArrayList<>();
            List<SegmentedFrame> moving = new ArrayList<>();
            while (simulator.hasNext()) {
                SimulatedFrame f = simulator.next();
                List<Cell> cells = CellMeasurer.measure(f.truth(), f.channels());
                still.add(new SegmentedFrame(f.frame(), SIDE, SIDE, cells));
                int side = 2 * SIDE + (int) (24 * DRIFT_X);
                moving.add(new SegmentedFrame(
                        f.frame(),
                        side,
                        side,
                        cells.stream().map(c -> moved(c, f.frame())).toList()));
            }
            Evaluation ofStill = GivenCells.evaluate(still, simulator.lineage());
            Evaluation ofMoving = GivenCells.evaluate(moving, simulator.lineage());
            assertThat(ofStill.links().f1()).isGreaterThan(0.98);
            assertThat(ofMoving.links().f1()).isGreaterThan(ofStill.links().f1() - 0.005);
            assertThat(ofMoving.divisions().get(1).f1())
                    .isGreaterThan(ofStill.divisions().get(1).f1() - 0.05);

            MovieTracker tracker = tracker();
            Forget sink = new Forget();
            moving.forEach(frame -> tracker.accept(frame, sink));
            MovieSummary summary = tracker.finish(sink);
            assertThat(summary.driftPxPerFrame()).isCloseTo(20, within(1.5));
            assertThat(summary.driftYPx()).isCloseTo(23 * DRIFT_Y, within(25.0));
            assertThat(summary.driftXPx()).isCloseTo(23 * DRIFT_X, within(25.0));
        }
    }

    private static MovieTracker tracker() {
        return new MovieTracker(
                TrackingOptions.DEFAULTS, new GeometricLinker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS));
    }

    /** A track that is not seen is carried along: nine cells jump 34 px a frame, one of them hides for two frames. */
    @Test
    void anUnseenTrackIsCarriedAlong() {
        int[][] places = {{10, 12}, {14, 60}, {50, 20}, {70, 75}, {95, 30}, {40, 100}, {105, 85}, {110, 130}, {60, 140}
        };
        MovieTracker tracker = tracker();
        Forget sink = new Forget();
        for (int f = 0; f < 5; f++) {
            List<Scenes.Disc> discs = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                if (i != 3 || f == 0 || f == 3 || f == 4) {
                    discs.add(new Scenes.Disc(places[i][0] + 28 * f, places[i][1] + 20 * f, 6, 1000));
                }
            }
            tracker.accept(Scenes.frame(f, discs.toArray(new Scenes.Disc[0])), sink);
        }
        MovieSummary summary = tracker.finish(sink);
        assertThat(summary.tracks()).isEqualTo(places.length);
        assertThat(summary.driftPxPerFrame()).isCloseTo(Math.hypot(28, 20), within(0.1));
    }

    @Test
    void oneFrameHasNoDrift() {
        MovieTracker tracker = tracker();
        Forget sink = new Forget();
        tracker.accept(Scenes.frame(0, Scenes.disc(60, 60)), sink);
        MovieSummary summary = tracker.finish(sink);
        assertThat(summary.driftPxPerFrame()).isNaN();
        assertThat(summary.driftYPx()).isNaN();
    }

    @Test
    void driftIsTakenOverMissingFrames() {
        MovieTracker tracker = tracker();
        Forget sink = new Forget();
        for (int f : new int[] {0, 1, 4}) {
            Scenes.Disc[] discs = new Scenes.Disc[9];
            for (int i = 0; i < discs.length; i++) {
                discs[i] = new Scenes.Disc(20 + 37 * (i / 3) + 5 * (i % 2) + 6 * f, 20 + 41 * (i % 3), 6, 1000);
            }
            tracker.accept(Scenes.frame(f, discs), sink);
        }
        MovieSummary summary = tracker.finish(sink);
        assertThat(summary.driftYPx()).isCloseTo(24, within(1e-6));
        assertThat(summary.driftXPx()).isCloseTo(0, within(1e-6));
        assertThat(summary.driftPxPerFrame()).isCloseTo(6, within(1e-6));
    }

    /** Takes results and keeps none. */
    private static final class Forget implements TrackSink {
        @Override
        public void cell(TrackedCell cell) {
            assertThat(cell.frame()).isNotNegative();
        }

        @Override
        public void track(Track track) {
            assertThat(track.framesSeen()).isPositive();
        }

        @Override
        public void division(Division division) {
            assertThat(division.frame()).isPositive();
        }
    }
}
