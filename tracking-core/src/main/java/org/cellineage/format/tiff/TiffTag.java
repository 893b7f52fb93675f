package org.cellineage.format.tiff;

/** Numbers of the TIFF 6.0 tags and values used here. */
final class TiffTag {

    static final int NEW_SUBFILE_TYPE = 254;
    static final int SUBFILE_TYPE = 255;
    static final int IMAGE_WIDTH = 256;
    static final int IMAGE_LENGTH = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int IMAGE_DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int PLANAR_CONFIGURATION = 284;
    static final int RESOLUTION_UNIT = 296;
    static final int PREDICTOR = 317;
    static final int TILE_WIDTH = 322;
    static final int TILE_LENGTH = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int SAMPLE_FORMAT = 339;
    static final int IMAGE_DEPTH = 32997;
    static final int MICRO_MANAGER = 51123;

    static final int COMPRESSION_NONE = 1;
    static final int COMPRESSION_LZW = 5;
    static final int COMPRESSION_DEFLATE = 8;
    static final int COMPRESSION_PACK_BITS = 32773;
    static final int COMPRESSION_DEFLATE_OLD = 32946;
    static final int COMPRESSION_ZSTD_OLD = 34926;
    static final int COMPRESSION_ZSTD = 50000;

    static final int PREDICTOR_NONE = 1;
    static final int PREDICTOR_HORIZONTAL = 2;
    static final int PREDICTOR_FLOAT = 3;

    static final int FILL_LOW_BIT_FIRST = 2;

    static final int SAMPLE_UNSIGNED = 1;
    static final int SAMPLE_SIGNED = 2;
    static final int SAMPLE_FLOAT = 3;
    static final int SAMPLE_UNDEFINED = 4;
    static final int SAMPLE_COMPLEX_INTEGER = 5;
    static final int SAMPLE_COMPLEX_FLOAT = 6;

    static final int PHOTOMETRIC_RGB = 2;
    static final int PHOTOMETRIC_YCBCR = 6;

    static final int NEW_SUBFILE_REDUCED = 1;
    static final int NEW_SUBFILE_MASK = 4;
    static final int SUBFILE_REDUCED = 2;

    private TiffTag() {}
}
