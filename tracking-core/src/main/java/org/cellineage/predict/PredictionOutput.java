package org.cellineage.predict;

import java.io.Serializable;
import org.cellineage.image.Plane;
import org.cellineage.type.ImageType;

/**
 * What a model predicts: {@code settings.output} of its description.
 *
 * @param type what the predicted channel shows: a name of {@link ImageType}
 * @param name name of the channel in the training data
 * @param dark grey value that is written where the network says 0
 * @param bright grey value that is written where it says 1
 */
public record PredictionOutput(String type, String name, double dark, double bright) implements Serializable {

    private static final int MOST = 0xffff;

    public PredictionOutput {
        if (ImageType.named(type).isEmpty()) {
            throw new IllegalArgumentException("type must be one of " + ImageType.ALL + ", but is " + type);
        }
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
        if (!(dark >= 0 && dark < bright && bright <= MOST)) {
            throw new IllegalArgumentException(
                    "dark and bright must rise between 0 and " + MOST + ", but are " + dark + " and " + bright);
        }
    }

    /** What the predicted channel shows. */
    public ImageType shows() {
        return ImageType.named(type).orElseThrow();
    }

    /**
     * The predicted values as a 16-bit plane, rounded; what does not fit is clipped.
     *
     * @param values as the network says them
     */
    public Plane plane(float[] values, int width, int height) {
        short[] grey = new short[values.length];
        for (int p = 0; p < grey.length; p++) {
            double value = dark + values[p] * (bright - dark);
            grey[p] = (short) Math.round(Math.max(0, Math.min(MOST, Double.isNaN(value) ? dark : value)));
        }
        return Plane.of(width, height, grey);
    }
}
