package org.cellineage.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.cell.ClassProbability;
import org.cellineage.evaluate.ClassConfusion;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.SimulatedPhase;
import org.cellineage.simulate.SimulationOptions;
import org.cellineage.simulate.WellConditions;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** The bundled model on a simulated movie that had no part in its training, with the classes as frequent as they are. */
class MitosisModelTest {

    private static final int FRAMES = 24;

    @Test
    void nucleiInInterphaseAndInMitosisAreToldApart() {
        ClassModel model = ClassModel.of(ModelBundle.of(ModelFiles.bundled("mitosis")));
        CellClassifier classifier = model.classifier(true, ConfigProto::getDefaultInstance);
        MovieSimulator simulator = new MovieSimulator(SimulationOptions.DEFAULTS, WellConditions.UNTREATED, 4711, 0, 0);
        ClassConfusion confusion = new ClassConfusion(model.reading().classes());
        for (int frame = 0; frame < FRAMES && simulator.hasNext(); frame++) {
            SimulatedFrame seen = simulator.next();
            List<Cell> cells = CellMeasurer.measure(seen.truth(), seen.channels());
            for (Cell cell : classifier.classify(seen.channels(), 0, cells, List.of())) {
                SimulatedPhase phase = seen.phases().get(cell.label());
                if (phase != null && !cell.touchesBorder()) {
                    confusion.add(phase.ordinal(), best(cell.classes()));
                }
                assertThat(cell.embedding()).hasSize(64);
            }
        }
        int interphase = SimulatedPhase.INTERPHASE.ordinal();
        int mitotic = SimulatedPhase.MITOTIC.ordinal();
        assertThat(confusion.recall(mitotic).of()).isGreaterThan(50);
        assertThat(confusion.recall(interphase).value())
                .as(confusion.lines().toString())
                .isGreaterThan(0.95);
        assertThat(confusion.recall(mitotic).value())
                .as(confusion.lines().toString())
                .isGreaterThan(0.7);
        assertThat(confusion.precision(mitotic).value())
                .as(confusion.lines().toString())
                .isGreaterThan(0.8);
    }

    private static int best(List<ClassProbability> classes) {
        int best = 0;
        for (int k = 1; k < classes.size(); k++) {
            best = classes.get(k).raw() > classes.get(best).raw() ? k : best;
        }
        return best;
    }
}
