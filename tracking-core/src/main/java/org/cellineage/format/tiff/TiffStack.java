package org.cellineage.format.tiff;

import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.image.PixelType;

/**
 * What the planes of a TIFF file mean: channels, z positions, time points.
 *
 * @param width columns, pixels
 * @param height rows, pixels
 * @param type how samples are stored
 * @param sizeC channels
 * @param sizeZ z positions
 * @param sizeT time points
 * @param channelNames one a channel, empty strings where the file names none
 * @param calibration pixel size and frame interval where known
 * @param axesKnown whether the file says what its planes mean; otherwise they are taken as time points
 * @param planes index of each plane in the file, channel fastest, then z, then time; -1 where the plane is missing
 */
@SuppressWarnings("ArrayRecordComponent")
public record TiffStack(
        int width,
        int height,
        PixelType type,
        int sizeC,
        int sizeZ,
        int sizeT,
        List<String> channelNames,
        Calibration calibration,
        boolean axesKnown,
        int[] planes) {

    /** Marks a plane that the description names but the file does not hold. */
    public static final int MISSING = -1;

    /** Which plane of the file shows channel c at z position z and time point t, or {@link #MISSING}. */
    public int planeIndex(int c, int z, int t) {
        return planes[(t * sizeZ + z) * sizeC + c];
    }
}
