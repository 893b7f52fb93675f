package org.cellineage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** The bundled linking model on a stage that drifts over a sheet whose rows slide past each other. */
class LearnedMotionTest {

    private static final int SIDE = 384;
    private static final int FRAMES = 14;
    /** Together 20 px a frame. */
    private static final int DRIFT_Y = 12;

    private static final int DRIFT_X = 16;
    /** Rows slide by up to so much a frame, to the right here and to the left elsewhere. */
    private static final double SLIDE_PX = 6;

    private static final int WIDTH = SIDE + FRAMES * DRIFT_X + 2 * (int) (FRAMES * SLIDE_PX);
    private static final int HEIGHT = SIDE + FRAMES * DRIFT_Y;

    /** Where the first column of a row comes to lie. */
    private static int column(int row, int frame) {
        double slide = SLIDE_PX * frame * Math.sin(2 * Math.PI * row / SIDE);
        return (int) Math.round(FRAMES * SLIDE_PX + DRIFT_X * frame + slide);
    }

    private static Plane moved(Plane plane, int frame) {
        float[] from = plane.toFloats();
        float[] sorted = from.clone();
        Arrays.sort(sorted);
        float[] to = new float[WIDTH * HEIGHT];
        Arrays.fill(to, sorted[sorted.length / 20]);
        for (int row = 0; row < SIDE; row++) {
            System.arraycopy(from, row * SIDE, to, (row + DRIFT_Y * frame) * WIDTH + column(row, frame), SIDE);
        }
        return Plane.of(WIDTH, HEIGHT, to);
    }

    private static LabelImage moved(LabelImage labels, int frame) {
        int[] to = new int[WIDTH * HEIGHT];
        for (int row = 0; row < SIDE; row++) {
            System.arraycopy(
                    labels.labels(), row * SIDE, to, (row + DRIFT_Y * frame) * WIDTH + column(row, frame), SIDE);
        }
        return new LabelImage(WIDTH, HEIGHT, to);
    }

    @Test
    void driftAndFlowCostHardlyALink() throws IOException {
        LinkingModel model = LinkingModel.of(ModelBundle.of(ModelFiles.bundled("cell-link")));
        ConfigProto session = ConfigProto.getDefaultInstance();
        CellEncoder encoder = new CellEncoder(model.openCellEncoder(session));
        FrameLinker linker =
                new LearnedLinker(LinkOptions.DEFAULTS, LearnedScorer.open(model, session), model.settings());
        MovieSimulator simulator = new MovieSimulator(options(), WellConditions.UNTREATED, 3, 0, 0);
        List<SegmentedFrame> still = new ArrayList<>();
        List<SegmentedFrame> moving = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame f = simulator.next();
            Plane plane = f.channels().get(0);
            still.add(frame(f.frame(), plane, f.truth(), encoder));
            moving.add(frame(f.frame(), moved(plane, f.frame()), moved(f.truth(), f.frame()), encoder));
        }
        Evaluation ofStill = GivenCells.evaluate(still, simulator.lineage(), linker);
        Evaluation ofMoving = GivenCells.evaluate(moving, simulator.lineage(), linker);
        assertThat(ofStill.links().truthLinks()).isGreaterThan(1000);
        assertThat(ofStill.links().f1()).isGreaterThan(0.995);
        assertThat(ofMoving.links().f1()).isGreaterThan(ofStill.links().f1() - 0.005);
        assertThat(ofMoving.divisions().get(0).f1())
                .isGreaterThan(ofStill.divisions().get(0).f1() - 0.1);
    }

    private static SegmentedFrame frame(int number, Plane plane, LabelImage labels, CellEncoder encoder) {
        List<Cell> cells = CellMeasurer.measure(labels, List.of(plane));
        return new SegmentedFrame(
                number, plane.width(), plane.height(), cells, encoder.encode(List.of(plane), 0, cells));
    }

    private static SimulationOptions options() {
        SimulationOptions d = SimulationOptions.DEFAULTS;
        return new SimulationOptions(
                SIDE,
                SIDE,
                FRAMES,
                110,
                d.nucleusDiameterPx(),
                20,
                d.cycleSpread(),
                d.deathRate(),
                d.stepPx(),
                d.persistence(),
                0,
                0,
                0,
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
}
