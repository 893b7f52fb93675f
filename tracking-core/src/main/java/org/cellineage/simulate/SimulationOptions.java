package org.cellineage.simulate;

import org.cellineage.config.Doc;

/** Settings of a simulated movie. */
public record SimulationOptions(
        @Doc(value = "Width of a frame.", unit = "px") int widthPx,
        @Doc(value = "Height of a frame.", unit = "px") int heightPx,
        @Doc("Frames per movie.") int frames,

        @Doc("Approximate number of cells in the field in the first frame.")
        int cells,

        @Doc(value = "Diameter of a nucleus right after mitosis; of rods, their width.", unit = "px")
        double nucleusDiameterPx,

        @Doc(value = "Mean time from division to division.", unit = "frames")
        double cycleFrames,

        @Doc("Relative spread of that time.") double cycleSpread,
        @Doc("Probability per frame that a cell dies.") double deathRate,

        @Doc(value = "Typical step of a cell from frame to frame.", unit = "px")
        double stepPx,

        @Doc("Persistence: how much of a step's direction the next step keeps, from 0 to below 1.")
        double persistence,

        @Doc(value = "Downward drift of the whole field per frame.", unit = "px")
        double driftYPx,

        @Doc(value = "Rightward drift of the whole field per frame.", unit = "px")
        double driftXPx,

        @Doc(value = "Random shake of the stage, standard deviation.", unit = "px")
        double shakePx,

        @Doc(value = "Grey level of the background.", unit = "grey levels")
        double backgroundLevel,

        @Doc(value = "Intensity of a nucleus above the background.", unit = "grey levels")
        double nucleusLevel,

        @Doc("Relative spread of intensity between cells.") double brightnessSpread,

        @Doc("Depth of the chromatin texture, 0 to 1.") double textureDepth,

        @Doc("Share of the intensity lost to bleaching per frame.")
        double bleachingShare,

        @Doc("How much darker the corners of the field are than its centre, 0 to 1.")
        double vignetting,

        @Doc(value = "Blur of the optics, standard deviation.", unit = "px")
        double blurPx,

        @Doc(value = "Grey levels per photon; shot noise grows with it.", unit = "grey levels")
        double greyLevelsPerPhoton,

        @Doc(value = "Noise of the camera, standard deviation.", unit = "grey levels")
        double readNoise,

        @Doc("Channels: 1 or 2; what they show depends on the type.")
        int channels,

        @Doc(value = "Pixel size stored in the images; 0: none.", unit = "um")
        double pixelSizeUm,

        @Doc(value = "Frame interval stored in the images; 0: none.", unit = "s")
        double frameIntervalS)
        implements java.io.Serializable {

    private static final int MAX_SIDE_PX = 16_384;
    /** The ground truth is written as 16-bit labels. */
    private static final int MAX_CELLS = 65_535;

    private static final int MAX_NUCLEUS_DIAMETER_PX = 1000;
    private static final int MAX_BLUR_PX = 100;
    private static final int MAX_PIXEL_SIZE_UM = 1000;
    private static final int MAX_FRAME_INTERVAL_S = 86_400;

    /** A small movie with many divisions. */
    public static final SimulationOptions DEFAULTS = new SimulationOptions(
            384, 384, 30, 30, 20, 40, 0.15, 0.001, 1.2, 0.7, 0.2, 0.1, 0.2, 300, 1200, 0.25, 0.35, 0.002, 0.2, 1.0, 2,
            8, 1, 0, 0);

    /** Whole fluorescent cells with nuclei of 20 px. */
    public static final SimulationOptions CYTOPLASM = new SimulationOptions(
            512, 512, 30, 24, 20, 60, 0.15, 0.001, 2.0, 0.7, 0.2, 0.1, 0.2, 300, 700, 0.4, 0.35, 0.002, 0.2, 1.0, 2, 8,
            2, 0, 0);

    /** Spread cells in transmitted light, of about 45 px. */
    public static final SimulationOptions TRANSMITTED = new SimulationOptions(
            512, 512, 30, 30, 20, 60, 0.15, 0.001, 2.0, 0.7, 0.2, 0.1, 0.2, 8000, 1200, 0.25, 0.35, 0.002, 0.1, 0.9, 2,
            40, 1, 0, 0);

    /** Bacteria 9 px wide, which divide every 20 frames. */
    public static final SimulationOptions RODS = new SimulationOptions(
            384, 384, 60, 8, 9, 20, 0.1, 0, 0.3, 0, 0, 0, 0.1, 12000, 1200, 0.3, 0.35, 0.002, 0.05, 0.8, 3, 60, 1, 0,
            0);

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
