package org.cellineage.format.tiff;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.format.Calibration;

/**
 * The OME-XML in the first page's description, as far as it says what the planes mean (OME data model 2003 to 2016-06).
 *
 * @param uuid the file's own identifier, empty where it has none
 * @param metadataFile the file that holds the rest of the XML, empty where this is all of it
 * @param images the images
 * @param places where on a plate images were taken, by image ID
 */
record OmeDescription(String uuid, String metadataFile, List<Image> images, Map<String, PlatePlace> places) {

    OmeDescription {
        images = List.copyOf(images);
        places = Map.copyOf(new HashMap<>(places));
    }

    /** One {@code Image} element. */
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
     * Planes {@code ifd} to {@code ifd + count - 1} of a file hold the planes from (c, z, t) on, in dimension order.
     *
     * @param file which file; {@link FileRef#SAME} where it does not say
     */
    record TiffData(int ifd, int c, int z, int t, int count, FileRef file) {}

    /**
     * A file as OME-XML names it.
     *
     * @param uuid its identifier, lower case
     * @param name its name without folders
     */
    record FileRef(String uuid, String name) {

        /** The file that holds the description. */
        static final FileRef SAME = new FileRef("", "");
    }

    static boolean is(String description) {
        String start = description.substring(0, Math.min(description.length(), 4000));
        return start.contains("<OME") || start.contains(":OME ");
    }

    /** The files that the images name. */
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
