package org.cellineage.format.name;

/**
 * Why an image is not a frame of a movie.
 *
 * @param kind what it is instead
 * @param reason a phrase for users, after "it is": "a thumbnail", "a shading correction image"
 */
public record LeftOut(Kind kind, String reason) {

    /** What an image is if not a frame. */
    public enum Kind {
        /** A small copy for viewing. */
        THUMBNAIL,
        /** A calibration image of the instrument: shading, dark frame, flat field. */
        CALIBRATION,
        /** A projection of frames over z or time. */
        PROJECTION,
        /** Other images computed from frames: stitched, merged, rendered. */
        PROCESSED,
        /** A label image or another result of segmentation. */
        LABELS;

        /**
         * Whether such an image is left out only if the input also has raw images. A folder of projections alone is
         * meant to be read; a folder of thumbnails alone is not.
         */
        public boolean onlyBesideOthers() {
            return this != THUMBNAIL;
        }
    }
}
