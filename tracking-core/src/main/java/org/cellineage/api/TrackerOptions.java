package org.cellineage.api;

import org.cellineage.cell.MeasurementOptions;
import org.cellineage.classify.ClassificationOptions;
import org.cellineage.config.Doc;
import org.cellineage.link.LinkOptions;
import org.cellineage.segment.method.SegmentationMethods;
import org.cellineage.segment.method.SegmentationOptions;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.method.LinkingMethods;
import org.cellineage.track.method.LinkingOptions;

/** Settings of a {@link CellTracker}; those that affect the tracks are settings of {@code cellineage run} too. */
public record TrackerOptions(
        @Doc("How frames are segmented.") SegmentationOptions segmentation,

        @Doc("How cells are measured.") MeasurementOptions measurement,

        @Doc("How classes of cells are found.") ClassificationOptions classification,

        @Doc("How links and divisions are decided.") LinkingOptions linking,

        @Doc("How candidate links are found, and how the geometric linker scores them.")
        LinkOptions link,

        @Doc("How tracks survive gaps, and the geometric linker's births, deaths and divisions.")
        TrackingOptions tracking,

        @Doc(
                "Threads of the networks, which all trackers of a process share; the first one that uses a network decides;"
                        + " 0: as many as the machine has cores.")
        int threads) {

    /** The settings of {@code cellineage run}: bundled networks. */
    public static final TrackerOptions DEFAULTS = new TrackerOptions(
            SegmentationOptions.DEFAULTS,
            MeasurementOptions.DEFAULTS,
            ClassificationOptions.DEFAULTS,
            LinkingOptions.DEFAULTS,
            LinkOptions.DEFAULTS,
            TrackingOptions.DEFAULTS,
            0);

    public TrackerOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0, but is " + threads);
        }
    }

    /**
     * Returns the options with another model for segmentation.
     *
     * @param model name of a bundled model, or the folder of a bundle (a path with a slash)
     */
    public TrackerOptions withSegmentationModel(String model) {
        return with(new SegmentationOptions(
                SegmentationOptions.DEFAULTS.method(),
                segmentation.type(),
                segmentation.network().withModel(model),
                segmentation.classical()));
    }

    /**
     * Returns the options with classes of cells.
     *
     * @param model name of a bundled model of the task class, or the folder of a bundle (a path with a slash)
     */
    public TrackerOptions withClassModel(String model) {
        ClassificationOptions classes = new ClassificationOptions(
                model, classification.smoothingFrames(), classification.transitions(), classification.keepEmbeddings());
        return new TrackerOptions(segmentation, measurement, classes, linking, link, tracking, threads);
    }

    /**
     * Returns the options with another model for linking.
     *
     * @param model name of a bundled model, or the folder of a bundle (a path with a slash)
     */
    public TrackerOptions withLinkingModel(String model) {
        return new TrackerOptions(
                segmentation, measurement, classification, LinkingOptions.ofModel(model), link, tracking, threads);
    }

    /** Returns the options with methods that need no network: fast, less accurate, and fewer divisions are found. */
    public TrackerOptions withoutNetworks() {
        return new TrackerOptions(
                new SegmentationOptions(
                        SegmentationMethods.withoutModel().name(),
                        segmentation.type(),
                        segmentation.network(),
                        segmentation.classical()),
                measurement,
                classification,
                linking.withMethod(LinkingMethods.withoutModel().name()),
                link,
                tracking,
                threads);
    }

    /** Returns the options with cells in another channel, from 0. */
    public TrackerOptions withChannel(int channel) {
        return with(new SegmentationOptions(
                segmentation.method(),
                segmentation.type(),
                segmentation.network().withChannel(channel),
                segmentation.classical().withChannel(channel)));
    }

    private TrackerOptions with(SegmentationOptions other) {
        return new TrackerOptions(other, measurement, classification, linking, link, tracking, threads);
    }
}
