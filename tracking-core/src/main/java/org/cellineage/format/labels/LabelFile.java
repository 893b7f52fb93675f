package org.cellineage.format.labels;

import java.util.List;
import org.cellineage.format.PlaneRef;

/**
 * A file of label images.
 *
 * @param location the file
 * @param name its name
 * @param images its images in order; one if the file is a single frame
 */
record LabelFile(String location, LabelName name, List<PlaneRef> images) {

    LabelFile {
        images = List.copyOf(images);
    }

    String folder() {
        return Places.parent(location);
    }

    boolean isStack() {
        return images.size() > 1;
    }
}
