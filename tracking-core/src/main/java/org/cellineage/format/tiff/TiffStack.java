package org.cellineage.format.tiff;

import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.image.PixelType;
import org.cellineage.problem.Problem;

/**
 * What the planes of a TIFF file mean: channels, z positions, time points.
 *
 * @param name what the file calls the image, empty where it does not
 * @param place where on a plate the file says the image was taken
 * @param width columns, pixels
 * @param height rows, pixels
 * @param type how samples are stored
 * @param sizeC channels
 * @param sizeZ z positions
 * @param sizeT time points
 * @param channelNames one a channel, empty strings where the file names none
 * @param calibration pixel size and frame interval where known
 * @param axesKnown whether the file says what its planes mean; otherwise they are taken as time points
 * @param planes index of each plane in its file, channel fastest, then z, then time; -1 where the plane is missing
 * @param files which file each plane is in, in the same order: 0 for this one, other numbers for the files of an
 *     {@link OmeSet}; empty where all are in this file
 * @param doubts what could also mean something else, or was left out
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

    /** Marks a plane that the description names but no file holds. */
    public static final int MISSING = -1;

    /** Which plane of its file shows channel c at z position z and time point t, or {@link #MISSING}. */
    public int planeIndex(int c, int z, int t) {
        return planes[(t * sizeZ + z) * sizeC + c];
    }

    /** Which file holds channel c at z position z and time point t. */
    public int fileIndex(int c, int z, int t) {
        return files.length == 0 ? 0 : files[(t * sizeZ + z) * sizeC + c];
    }

    /** The same image with its planes elsewhere, and other doubts. */
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
