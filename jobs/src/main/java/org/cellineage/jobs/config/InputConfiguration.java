package org.cellineage.jobs.config;

import org.cellineage.config.Doc;
import org.cellineage.format.ReadOptions;
import org.cellineage.format.TiffOptions;
import org.cellineage.format.ZPlanes;
import org.cellineage.problem.BadConfigurationException;

/** How ambiguous files are read. */
public record InputConfiguration(
        @Doc(
                "What several z planes of a frame become: refuse, max, mean, or the number of one plane from 1, in quotes.")
        String zPlanes,

        @Doc("What becomes of colour pictures: channels (red, green, blue) or grey (one channel).")
        TiffOptions.Rgb rgb)
        implements java.io.Serializable {

    /** Multiple z planes are refused, and colours become channels. */
    public static final InputConfiguration DEFAULTS = new InputConfiguration(
            ReadOptions.DEFAULTS.zPlanes().toString(),
            ReadOptions.DEFAULTS.tiff().rgb());

    public InputConfiguration {
        try {
            ZPlanes.parse(zPlanes);
        } catch (BadConfigurationException e) {
            throw new IllegalArgumentException(
                    "z_planes must be refuse, max, mean or the number of a plane, counted from 1, but is " + zPlanes,
                    e);
        }
    }

    /** The same settings in the form used by the readers. */
    public ReadOptions readOptions() {
        return new ReadOptions(ZPlanes.parse(zPlanes), new TiffOptions(rgb));
    }
}
