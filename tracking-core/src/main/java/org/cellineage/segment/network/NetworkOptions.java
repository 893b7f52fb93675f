package org.cellineage.segment.network;

import org.cellineage.config.Doc;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;

/** Settings of the segmentation network. */
public record NetworkOptions(
        @Doc(
                "Model for all movies: nuclear, phase or cytoplasm, which come with Cellineage, or the folder or URI of a model"
                        + " bundle; auto: chosen for each movie by what its channels show.")
        String model,

        @Doc("With model auto: the model for each type of image.")
        ModelsByType models,

        @Doc(
                "Index of the channel in which cells are found, from 0; -1: chosen with the model, or the first channel if the"
                        + " model is set.")
        int channel,

        @Doc("With model auto: whether whole cells are grown around nuclei where another channel shows them.")
        boolean wholeCells,

        @Doc(
                value =
                        "Typical diameter of the nuclei, or of the whole cells that a model finds; null: found for each movie.",
                unit = "px")
        double diameterPx,

        @Doc(value = "The same in micrometres, for movies with a known pixel size.", unit = "um")
        double diameterUm,

        @Doc("Number of frames used to find the nucleus diameter of a movie.")
        int probeFrames,

        @Doc("Minimum probability of the pixels of a nucleus: lower for looser masks; null: the model's own.")
        double foregroundThreshold,

        @Doc("Minimum mean probability of a nucleus: lower to keep dimmer nuclei; null: the model's own.")
        double minForeground,

        @Doc("Minimum mean probability of a weak nucleus, which the learned linker keeps if a track needs it; 1: none.")
        double weakForeground,

        @Doc("Whether the learned linker may cut clumps of nuclei otherwise than the frame alone suggests.")
        boolean rivalCuts,

        @Doc(
                "Whether the network computes with 16-bit floats on processors that have them (AVX512-BF16, AMX): faster, and"
                        + " masks differ by single pixels; without effect on other processors.")
        boolean bfloat16,

        @Doc(value = "Pixels that go through the network at once; limits memory.", unit = "px")
        int maxPixels)
        implements java.io.Serializable {

    /** The value of {@code model} by which models are chosen by type. */
    public static final String AUTO = "auto";

    public static final NetworkOptions DEFAULTS = new NetworkOptions(
            AUTO,
            ModelsByType.DEFAULTS,
            -1,
            true,
            Double.NaN,
            Double.NaN,
            5,
            Double.NaN,
            Double.NaN,
            0.5,
            true,
            false,
            2_600_000);

    private static final int LEAST_PIXELS = 1 << 18;

    public NetworkOptions {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be a name or a folder, but is empty");
        }
        if (channel < -1) {
            throw new IllegalArgumentException("channel must be at least 0, or -1, but is " + channel);
        }
        requirePositive("diameter_px", diameterPx);
        requirePositive("diameter_um", diameterUm);
        if (!Double.isNaN(diameterPx) && !Double.isNaN(diameterUm)) {
            throw new IllegalArgumentException("diameter_px and diameter_um must not both be given");
        }
        if (probeFrames < 1) {
            throw new IllegalArgumentException("probe_frames must be at least 1, but is " + probeFrames);
        }
        requireShare("foreground_threshold", foregroundThreshold);
        requireShare("min_foreground", minForeground);
        if (!(weakForeground >= 0 && weakForeground <= 1)) {
            throw new IllegalArgumentException("weak_foreground must be between 0 and 1, but is " + weakForeground);
        }
        if (maxPixels < LEAST_PIXELS) {
            throw new IllegalArgumentException("max_pixels must be at least " + LEAST_PIXELS + ", but is " + maxPixels);
        }
    }

    /** Whether the model of a movie depends on what its channels show. */
    public boolean choosesModel() {
        return model.equals(AUTO);
    }

    /** The channel in which cells are found if it is not chosen. */
    public int fixedChannel() {
        return Math.max(0, channel);
    }

    /** Returns the options with another model. */
    public NetworkOptions withModel(String other) {
        return with(other, channel);
    }

    /** Returns the options with another channel. */
    public NetworkOptions withChannel(int other) {
        return with(model, other);
    }

    private NetworkOptions with(String otherModel, int otherChannel) {
        return new NetworkOptions(
                otherModel,
                models,
                otherChannel,
                wholeCells,
                diameterPx,
                diameterUm,
                probeFrames,
                foregroundThreshold,
                minForeground,
                weakForeground,
                rivalCuts,
                bfloat16,
                maxPixels);
    }

    /** The configured diameter in pixels for a movie with this pixel size; NaN if it must be found. */
    public double givenDiameterPx(double pixelSizeUm) {
        return Double.isNaN(diameterUm) ? diameterPx : diameterUm / pixelSizeUm;
    }

    NuclearPostprocessor.Candidates candidates() {
        return new NuclearPostprocessor.Candidates(weakForeground, rivalCuts);
    }

    NuclearOptions apply(NuclearOptions own) {
        return new NuclearOptions(
                Double.isNaN(foregroundThreshold) ? own.foregroundThreshold() : foregroundThreshold,
                own.markerThreshold(),
                own.minMarkerAreaPx(),
                own.minAreaPx(),
                own.minAreaShare(),
                Double.isNaN(minForeground) ? own.minForeground() : minForeground);
    }

    private static void requirePositive(String key, double value) {
        if (value <= 0) {
            throw new IllegalArgumentException(key + " must be above 0, but is " + value);
        }
    }

    private static void requireShare(String key, double value) {
        if (value < 0 || value > 1) {
            throw new IllegalArgumentException(key + " must be between 0 and 1, but is " + value);
        }
    }
}
