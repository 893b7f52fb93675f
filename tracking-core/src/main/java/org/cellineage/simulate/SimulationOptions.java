package org.cellineage.simulate;

import org.cellineage.config.Doc;

/** What a simulated movie shows. */
public record SimulationOptions(
        @Doc(value = "Columns of a frame.", unit = "px") int widthPx,
        @Doc(value = "Rows of a frame.", unit = "px") int heightPx,
        @Doc("Frames of a movie.") int frames,

        @Doc("Cells in the field in the first frame, about.")
        int cells,

        @Doc(value = "Diameter of a nucleus right after mitosis.", unit = "px")
        double nucleusDiameterPx,

        @Doc(value = "Mean time from division to division.", unit = "frames")
        double cycleFrames,

        @Doc("Spread of that time, as a share of it.") double cycleSpread,
        @Doc("Probability that a cell dies in a frame.") double deathRate,

        @Doc(value = "Typical step of a cell from frame to frame.", unit = "px")
        double stepPx,

        @Doc("How much of a step's direction the next step keeps, 0 to below 1.")
        double persistence,

        @Doc(value = "Drift of the whole field down, each frame.", unit = "px")
        double driftYPx,

        @Doc(value = "Drift of the whole field right, each frame.", unit = "px")
        double driftXPx,

        @Doc(value = "Random shake of the stage, standard deviation.", unit = "px")
        double shakePx,

        @Doc(value = "Grey level where there is no light.", unit = "grey levels")
        double backgroundLevel,

        @Doc(value = "Brightness of a nucleus above it.", unit = "grey levels")
        double nucleusLevel,

        @Doc("Spread of brightness between cells, as a share of it.")
        double brightnessSpread,

        @Doc("Depth of the chromatin texture, 0 to 1.") double textureDepth,
        @Doc("Share of the light that each frame bleaches.") double bleachingShare,

        @Doc("How much darker the field's corners are than its middle, 0 to 1.")
        double vignetting,

        @Doc(value = "Blur of the optics, standard deviation.", unit = "px")
        double blurPx,

        @Doc(value = "Grey levels that one photon makes; shot noise grows with it.", unit = "grey levels")
        double greyLevelsPerPhoton,

        @Doc(value = "Noise of the camera, standard deviation.", unit = "grey levels")
        double readNoise,

        @Doc("Channels: 1 nuclei; 2 nuclei and a reporter around them.")
        int channels,

        @Doc(value = "Side of a pixel that the images tell; 0 for images that tell none.", unit = "um")
        double pixelSizeUm,

        @Doc(value = "Time between frames that the images tell; 0 for images that tell none.", unit = "s")
        double frameIntervalS)
        implements java.io.Serializable {

    private static final int MAX_SIDE_PX = 16_384;
    /** Truth is written as 16-bit labels. */
    private static final int MAX_CELLS = 65_535;

    private static final int MAX_NUCLEUS_DIAMETER_PX = 1000;
    private static final int MAX_BLUR_PX = 100;
    private static final int MAX_PIXEL_SIZE_UM = 1000;
    private static final int MAX_FRAME_INTERVAL_S = 86_400;

    /** A small, lively movie. */
    public static final SimulationOptions DEFAULTS = new SimulationOptions(
            384, 384, 30, 30, 20, 40, 0.15, 0.001, 1.2, 0.7, 0.2, 0.1, 0.2, 300, 1200, 0.25, 0.35, 0.002, 0.2, 1.0, 2,
            8, 1, 0, 0);

    public SimulationOptions {
        requireBetween("width_px", widthPx, 16, MAX_SIDE_PX);
        requireBetween("height_px", heightPx, 16, MAX_SIDE_PX);
        requireAtLeast("frames", frames, 1);
        requireBetween("cells", cells, 0, MAX_CELLS);
        requireBetween("nucleus_diameter_px", nucleusDiameterPx, 4, MAX_NUCLEUS_DIAMETER_PX);
        requireAtLeast("cycle_frames", cycleFrames, 8);
        requireBetween("cycle_spread", cycleSpread, 0, 1);
        requireBetween("death_rate", deathRate, 0, 1);
        requireAtLeast("step_px", stepPx, 0);
        requireBetween("persistence", persistence, 0, 0.99);
        requireBetween("drift_y_px", driftYPx, -MAX_SIDE_PX, MAX_SIDE_PX);
        requireBetween("drift_x_px", driftXPx, -MAX_SIDE_PX, MAX_SIDE_PX);
        requireAtLeast("shake_px", shakePx, 0);
        requireAtLeast("background_level", backgroundLevel, 0);
        requireAtLeast("nucleus_level", nucleusLevel, 0);
        requireBetween("brightness_spread", brightnessSpread, 0, 1);
        requireBetween("texture_depth", textureDepth, 0, 1);
        requireBetween("bleaching_share", bleachingShare, 0, 1);
        requireBetween("vignetting", vignetting, 0, 1);
        requireBetween("blur_px", blurPx, 0, MAX_BLUR_PX);
        requireAtLeast("grey_levels_per_photon", greyLevelsPerPhoton, 0);
        requireAtLeast("read_noise", readNoise, 0);
        requireBetween("channels", channels, 1, 2);
        requireBetween("pixel_size_um", pixelSizeUm, 0, MAX_PIXEL_SIZE_UM);
        requireBetween("frame_interval_s", frameIntervalS, 0, MAX_FRAME_INTERVAL_S);
    }

    private static void requireAtLeast(String key, double value, double least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", but is " + value);
        }
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(key + " must be finite");
        }
    }

    private static void requireBetween(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    key + " must be between " + least + " and " + most + ", but is " + value);
        }
    }
}
