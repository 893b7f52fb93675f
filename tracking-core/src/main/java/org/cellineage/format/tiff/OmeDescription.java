package org.cellineage.format.tiff;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.format.Calibration;

/**
 * The part of an OME-XML description (data model 2003 to 2016-06) that determines the meaning of planes.
 *
 * @param uuid identifier of the file, empty if it has none
 * @param metadataFile the file that contains the full XML, empty if this is all of it
 * @param images the images
 * @param places positions of images on a plate, by image ID
 */
record OmeDescription(String uuid, String metadataFile, List<Image> images, Map<String, PlatePlace> places) {

    OmeDescription {
        images = List.copyOf(images);
        places = Map.copyOf(new HashMap<>(places));
    }

    /** An {@code Image} element. */
    record Image(
            String id,
            String name,
            String dimensionOrder,
            int sizeC,
            int sizeZ,
            int sizeT,
            List<String> channelNames,
            Calibration calibration,
            List<TiffData> data) {}

    /**
     * Planes {@code ifd} to {@code ifd + count - 1} of a file are those from (c, z, t) on, in dimension order.
     *
     * @param file the file; {@link FileRef#SAME} if not given
     */
    record TiffData(int ifd, int c, int z, int t, int count, FileRef file) {}

    /**
     * A reference to a file in OME-XML.
     *
     * @param uuid its identifier in lower case
     * @param name its name without folders
     */
    record FileRef(String uuid, String name) {

        /** The file that contains the description. */
        static final FileRef SAME = new FileRef("", "");
    }

    static boolean is(String description) {
        String start = description.substring(0, Math.min(description.length(), 4000));
        return start.contains("<OME") || start.contains(":OME ");
    }

    /** The files that the images refer to. */
    Set<FileRef> files() {
        Set<FileRef> files = new LinkedHashSet<>();
        for (Image image : images) {
            for (TiffData block : image.data()) {
                if (!block.file().equals(FileRef.SAME)) {
                    files.add(block.file());
                }
            }
        }
        return files;
    }
}
