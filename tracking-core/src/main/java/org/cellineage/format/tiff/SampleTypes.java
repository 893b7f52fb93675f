package org.cellineage.format.tiff;

import java.io.IOException;
import org.cellineage.problem.BadInputException;

/** Determines how a page stores its samples, or why they cannot be read. */
final class SampleTypes {

    private static final int MOST_SAMPLES = 64;

    private final TagReader tags;
    private final String where;
    private final int page;

    SampleTypes(TagReader tags, String where, int page) {
        this.tags = tags;
        this.where = where;
        this.page = page;
    }

    /**
     * The type of all samples of the page.
     *
     * @throws BadInputException if the type is not supported, or samples differ
     */
    SampleType type() throws IOException {
        long bits = bits();
        // Undefined samples are unsigned, as TIFF 6.0 requires of readers.
        int format = (int) tags.number(TiffTag.SAMPLE_FORMAT, TiffTag.SAMPLE_UNSIGNED);
        boolean signed = format == TiffTag.SAMPLE_SIGNED;
        if (format == TiffTag.SAMPLE_UNSIGNED || format == TiffTag.SAMPLE_UNDEFINED || signed) {
            switch ((int) bits) {
                case 8:
                    return signed ? SampleType.I8 : SampleType.U8;
                case 16:
                    return signed ? SampleType.I16 : SampleType.U16;
                case 32:
                    return signed ? SampleType.I32 : SampleType.U32;
                case 64:
                    return signed ? SampleType.I64 : SampleType.U64;
                default:
                    break;
            }
        }
        if (format == TiffTag.SAMPLE_FLOAT) {
            switch ((int) bits) {
                case 16:
                    return SampleType.F16;
                case 32:
                    return SampleType.F32;
                case 64:
                    return SampleType.F64;
                default:
                    break;
            }
        }
        String kind = switch (format) {
            case TiffTag.SAMPLE_UNSIGNED, TiffTag.SAMPLE_UNDEFINED -> "unsigned integer";
            case TiffTag.SAMPLE_SIGNED -> "signed integer";
            case TiffTag.SAMPLE_FLOAT -> "float";
            case TiffTag.SAMPLE_COMPLEX_INTEGER, TiffTag.SAMPLE_COMPLEX_FLOAT -> "complex";
            default -> "unknown (sample format " + format + ")";
        };
        throw new BadInputException(
                where,
                "Page " + page + " has " + bits + "-bit " + kind
                        + " samples; integers of 8, 16, 32 and 64 bits and floats of 16, 32 and 64 bits can be read.",
                "Save the movie again with 16 bits per pixel, or as 32-bit floats.");
    }

    private long bits() throws IOException {
        long[] values = tags.numbers(TiffTag.BITS_PER_SAMPLE, MOST_SAMPLES);
        long first = values.length == 0 ? 1 : values[0];
        for (long value : values) {
            if (value != first) {
                throw new BadInputException(
                        where,
                        "Page " + page + " mixes samples of " + first + " and " + value + " bits.",
                        "Save the movie again with samples of the same kind.");
            }
        }
        return first;
    }
}
