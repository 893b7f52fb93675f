package org.cellineage.format.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** Pixel spacing along each axis in the axis's unit; 1 if not given. */
final class Scales {

    private final double[] scale;

    private Scales(double[] scale) {
        this.scale = scale;
    }

    /** The scale of a resolution level multiplied by that of the whole image. */
    static Scales of(MetadataFile image, MetadataFile level, int rank) {
        double[] scale = ones(rank);
        multiply(scale, level, rank);
        multiply(scale, image, rank);
        return new Scales(scale);
    }

    private static double[] ones(int rank) {
        double[] ones = new double[rank];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void multiply(double[] scale, MetadataFile owner, int rank) {
        for (MetadataFile transformation : owner.parts("coordinateTransformations")) {
            JsonNode factors = transformation.json().path("scale");
            if (!transformation.text("type").equals("scale") || !factors.isArray()) {
                continue;
            }
            if (factors.size() != rank) {
                throw owner.malformed("a scale has " + factors.size() + " numbers, but there are " + rank + " axes");
            }
            for (int i = 0; i < rank; i++) {
                if (!factors.get(i).isNumber()) {
                    throw owner.malformed("a scale contains " + factors.get(i) + ", which is not a number");
                }
                scale[i] *= factors.get(i).asDouble();
            }
        }
    }

    double at(int axis) {
        return scale[axis];
    }

    /**
     * Index of the level with the smallest pixels; the first level, as the format requires, unless another is smaller.
     */
    static int finest(List<MetadataFile> levels, List<NgffAxis> axes) {
        int x = axes.size() - 1;
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < levels.size(); i++) {
            boolean scaled = levels.get(i).parts("coordinateTransformations").stream()
                    .anyMatch(t -> t.text("type").equals("scale"));
            if (!scaled) {
                return 0;
            }
            double[] scale = ones(axes.size());
            multiply(scale, levels.get(i), axes.size());
            if (scale[x] < smallest) {
                smallest = scale[x];
                best = i;
            }
        }
        return best;
    }
}
