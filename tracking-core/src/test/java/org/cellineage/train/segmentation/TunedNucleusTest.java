package org.cellineage.train.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.cellineage.model.ModelFiles;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.SavedModel;

/** The weights of the bundled nucleus network, read back. */
class TunedNucleusTest {

    @Test
    void aBundleWrittenFromItsOwnWeightsIsTheSame() throws IOException {
        ModelFiles bundled = ModelFiles.bundled("nuclear");
        byte[] size = bundled.file(NucleusModel.SIZE_FILE);
        for (Map.Entry<String, byte[]> file :
                NucleusModel.files(NucleusModel.weights(bundled), size).entrySet()) {
            // The order in which a serialised map has its entries is not part of the model.
            boolean same =
                    SavedModel.parseFrom(file.getValue()).equals(SavedModel.parseFrom(bundled.file(file.getKey())));
            assertThat(same).as(file.getKey()).isTrue();
        }
    }
}
