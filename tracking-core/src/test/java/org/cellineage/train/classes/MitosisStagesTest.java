package org.cellineage.train.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cellineage.simulate.SimulatedPhase.DEAD;
import static org.cellineage.simulate.SimulatedPhase.INTERPHASE;
import static org.cellineage.simulate.SimulatedPhase.MITOTIC;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.classify.ClassStages;
import org.cellineage.format.TrackSpan;
import org.cellineage.simulate.SimulatedPhase;
import org.junit.jupiter.api.Test;

/** Stages of a movie of 16 frames that was written down by hand. */
class MitosisStagesTest {

    private static final int FRAMES = 16;
    /** Stages of one interval: interphase, 1 to 4 before a division, 5 and 6 after it, 7 to 10 of a death. */
    private static final int STAGES = 11;

    private final List<Map<Integer, SimulatedPhase>> phases = new ArrayList<>();
    private final List<TrackSpan> lineage = new ArrayList<>();

    private void track(int track, int begin, int parent, SimulatedPhase... seen) {
        lineage.add(new TrackSpan(track, begin, begin + seen.length - 1, parent));
        for (int i = 0; i < seen.length; i++) {
            phases.get(begin + i).put(track, seen[i]);
        }
    }

    private ClassStages stages() {
        for (int frame = 0; frame < FRAMES; frame++) {
            phases.add(new HashMap<>());
        }
        SimulatedPhase i = INTERPHASE;
        SimulatedPhase m = MITOTIC;
        track(1, 0, TrackSpan.NO_PARENT, i, i, i, i, i, i, m, m, m, m);
        track(2, 10, 1, m, m, i, i, i, i);
        track(3, 10, 1, m, m, i, i, m, m);
        track(4, 0, TrackSpan.NO_PARENT, i, i, i, i, DEAD, DEAD, DEAD, DEAD);
        MitosisStages counted = new MitosisStages();
        counted.count(phases, lineage);
        return counted.stages();
    }

    @Test
    void mitosisGoesThroughItsStagesToTheDivision() {
        ClassStages stages = stages();
        List<List<Double>> next = stages.perFrame();
        // A tenth of the cells stay in a stage of mitosis for a frame more.
        assertThat(next.get(1).get(2)).isEqualTo(0.9, within(0.1));
        assertThat(next.get(2).get(3)).isEqualTo(0.9, within(0.1));
        assertThat(next.get(3).get(4)).isEqualTo(0.9, within(0.1));
        assertThat(stages.divides().get(4)).isEqualTo(0.9, within(0.02));
        assertThat(stages.divides().get(3)).isLessThan(0.01);
        assertThat(stages.atDivision().get(4).get(5)).isEqualTo(1, within(0.1));
        assertThat(next.get(5).get(6)).isEqualTo(0.9, within(0.1));
        assertThat(next.get(6).get(0)).isEqualTo(0.9, within(0.1));
        // Of the cell whose mitosis outlasts the movie it is not known how far it has come.
        assertThat(next.get(0).get(1)).isEqualTo(1 / 14.0, within(0.02));
    }

    @Test
    void aDeadCellDisappears() {
        ClassStages stages = stages();
        assertThat(stages.perFrame().get(0).get(7)).isEqualTo(1 / 14.0, within(0.02));
        assertThat(stages.lost().get(10)).isGreaterThan(0.9);
        assertThat(stages.lost().get(0)).isLessThan(0.02);
    }

    @Test
    void everySecondFrameSkipsStages() {
        ClassStages stages = stages();
        // The last frame that is seen of the mother is her third or fourth of mitosis; both are the last stage.
        assertThat(stages.perFrame().get(STAGES).get(STAGES + 3)).isGreaterThan(0.1);
        assertThat(stages.perFrame().get(STAGES + 3).get(STAGES + 4)).isEqualTo(0.9, within(0.1));
        assertThat(stages.divides().get(STAGES + 4)).isEqualTo(0.9, within(0.02));
        assertThat(stages.atDivision().get(STAGES + 4).get(STAGES + 6)).isEqualTo(1, within(0.1));
    }

    @Test
    void intervalsAreKeptApart() {
        ClassStages stages = stages();
        for (int from = 0; from < 3 * STAGES; from++) {
            for (int to = 0; to < 3 * STAGES; to++) {
                if (from / STAGES != to / STAGES) {
                    assertThat(stages.perFrame().get(from).get(to)).isZero();
                    assertThat(stages.atDivision().get(from).get(to)).isZero();
                }
            }
        }
    }
}
