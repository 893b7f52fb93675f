package org.cellineage.train.segmentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.model.ModelFiles;
import org.cellineage.train.Convolutions;
import org.cellineage.train.Weights;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The descending half of a segmentation network, from which other networks start: what it learned of cells serves them
 * too.
 */
public final class NucleusTrunk {

    /** The sides of its input must be multiples of this. */
    public static final int SIDE_MULTIPLE = NucleusNetwork.SIDE_MULTIPLE;

    /** Number of channels of its input: brightness and local contrast. */
    public static final int INPUT_CHANNELS = NucleusNetwork.INPUT_CHANNELS;

    private NucleusTrunk() {}

    /** Number of channels of each level that {@link #build} returns, in the same order. */
    public static List<Integer> widths() {
        return NucleusNetwork.trunkWidths();
    }

    /**
     * Adds the trunk to a graph.
     *
     * @param image [images, height, width, 2]
     * @return its levels, from half of the side to a sixteenth
     */
    public static List<Operand<TFloat32>> build(Ops tf, Operand<TFloat32> image, Convolutions layers) {
        return NucleusNetwork.trunk(tf, image, layers);
    }

    /**
     * The folded weights of the trunk of a segmentation bundle.
     *
     * @throws org.cellineage.problem.BadConfigurationException if the bundle has another network
     */
    public static Weights weights(ModelFiles bundle) {
        Weights all = NucleusModel.weights(bundle);
        Map<String, float[]> own = new LinkedHashMap<>();
        for (String layer : layers()) {
            own.put(layer + ".filter", all.get(layer + ".filter"));
            own.put(layer + ".bias", all.get(layer + ".bias"));
        }
        return new Weights(own);
    }

    private static List<String> layers() {
        List<String> names = new ArrayList<>(List.of("stem"));
        for (String level : List.of("half", "quarter", "eighth", "deep")) {
            names.add(level + "_a");
            names.add(level + "_b");
        }
        return names;
    }
}
