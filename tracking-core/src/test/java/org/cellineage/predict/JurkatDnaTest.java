package org.cellineage.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.image.Plane;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;

/** The example that comes with Cellineage, on cells that it has not learned from. */
class JurkatDnaTest {

    private static final List<String> CLASSES =
            List.of("g1", "s", "g2", "prophase", "metaphase", "anaphase", "telophase");

    /** Every third cell was held out; of some, the total DNA is predicted from bright field. */
    @Test
    void theTotalDnaOfHeldOutCellsIsPredicted() throws IOException {
        String folder = SharedData.require("classes/jurkat").toString();
        PredictionModel model = PredictionModel.of(ModelBundle.of(ModelFiles.bundled("jurkat-dna")));
        ChannelPredictor predictor = model.predictor(PredictionOptions.DEFAULTS, ConfigProto::getDefaultInstance);
        List<Double> truth = new ArrayList<>();
        List<Double> predicted = new ArrayList<>();
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            for (String name : CLASSES) {
                String file = folder + "/experiment1_" + name + ".tif";
                int most = List.of("g1", "s", "g2").contains(name) ? 60 : 9;
                for (int cell = 2; cell < most; cell += 3) {
                    Plane brightField = reader.read(PlaneRef.tiff(file, 3 * cell));
                    truth.add(total(reader.read(PlaneRef.tiff(file, 3 * cell + 1))));
                    predicted.add(total(predictor.predict(List.of(brightField))));
                }
            }
        }
        assertThat(correlation(truth, predicted)).isGreaterThan(0.8);
    }

    /** Sum of the grey values above the background, which is that of the crop's darker pixels. */
    private static double total(Plane plane) {
        float[] values = plane.toFloats();
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double background = sorted[sorted.length / 4];
        double sum = 0;
        for (float value : values) {
            sum += Math.max(0, value - background);
        }
        return sum;
    }

    private static double correlation(List<Double> x, List<Double> y) {
        double mx = x.stream().mapToDouble(v -> v).average().orElseThrow();
        double my = y.stream().mapToDouble(v -> v).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.size(); i++) {
            xy += (x.get(i) - mx) * (y.get(i) - my);
            xx += (x.get(i) - mx) * (x.get(i) - mx);
            yy += (y.get(i) - my) * (y.get(i) - my);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
