package org.cellineage.format.name;

/**
 * Why an image is not one of a movie's frames.
 *
 * @param kind what it is instead
 * @param reason a phrase for users, after "it is": "a thumbnail", "a shading correction image"
 */
public record LeftOut(Kind kind, String reason) {

    /** What an image is instead of a frame. */
    public enum Kind {
        /** A small copy for viewing. */
        THUMBNAIL,
        /** An image of the instrument: shading, dark frame, flat field. */
        CALIBRATION,
        /** Something computed from frames: a projection over z or time. */
        PROJECTION,
        /** Something computed from frames: stitched, merged, displayed. */
        PROCESSED,
        /** A label image or another result of segmentation. */
        LABELS;

        /**
         * Whether such an image is left out only where raw images are in the same input: a folder of projections alone is
         * what the user wants read, a folder of thumbnails alone is not.
         */
        public boolean onlyBesideOthers() {
            return this != THUMBNAIL;
        }
    }
}
