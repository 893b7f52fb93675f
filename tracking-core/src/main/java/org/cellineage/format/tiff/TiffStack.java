package org.cellineage.format.tiff;

import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.image.PixelType;
import org.cellineage.problem.Problem;

/**
 * Meaning of the planes of a TIFF file: channels, z positions, time points.
 *
 * @param name name of the image in the file, empty if it has none
 * @param place position on a plate, if the file gives it
 * @param width number of columns in pixels
 * @param height number of rows in pixels
 * @param type type of the samples
 * @param sizeC number of channels
 * @param sizeZ number of z positions
 * @param sizeT number of time points
 * @param channelNames one per channel, empty strings if not given
 * @param calibration pixel size and frame interval, if known
 * @param axesKnown whether the file describes its axes; otherwise planes are interpreted as time points
 * @param planes index of each plane in its file, channel fastest, then z, then time; -1 if the plane is missing
 * @param files number of the file of each plane, in the same order: 0 for this file, others for files of an
 *     {@link OmeSet}; empty if all are in this file
 * @param doubts ambiguities and omissions
 */
@SuppressWarnings("ArrayRecordComponent")
public record TiffStack(
        String name,
        Optional<PlatePlace> place,
        int width,
        int height,
        PixelType type,
        int sizeC,
        int sizeZ,
        int sizeT,
        List<String> channelNames,
        Calibration calibration,
        boolean axesKnown,
        int[] planes,
        int[] files,
        List<Problem> doubts) {

    /** Marks a plane that is described but not in any file. */
    public static final int MISSING = -1;

    /** Index in its file of channel c at z position z and time point t, or {@link #MISSING}. */
    public int planeIndex(int c, int z, int t) {
        return planes[(t * sizeZ + z) * sizeC + c];
    }

    /** Number of the file that contains channel c at z position z and time point t. */
    public int fileIndex(int c, int z, int t) {
        return files.length == 0 ? 0 : files[(t * sizeZ + z) * sizeC + c];
    }

    /** Returns the stack with other plane locations and doubts. */
    TiffStack with(int[] newPlanes, int[] newFiles, List<Problem> newDoubts) {
        return new TiffStack(
                name,
                place,
                width,
                height,
                type,
                sizeC,
                sizeZ,
                sizeT,
                channelNames,
                calibration,
                axesKnown,
                newPlanes,
                newFiles,
                List.copyOf(newDoubts));
    }
}
