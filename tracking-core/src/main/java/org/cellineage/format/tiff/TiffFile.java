package org.cellineage.format.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.TiffOptions;
import org.cellineage.format.vendor.ImageMetadata;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * A TIFF or BigTIFF file: planes by number, and their meaning.
 *
 * <p>In a file with one sample per pixel, plane {@code p} is page {@code p}; with {@code s} samples, it is sample
 * {@code p % s} of page {@code p / s}. In colour files, plane {@code planes() + p} is the luminance of page {@code p}.
 * ImageJ stacks above 4 GB and truncated tifffile series have a single directory, after whose pixels those of further
 * planes follow; these count as pages. Thumbnails, pyramid levels and masks are numbered too, but {@link #stacks()}
 * does not include them.
 *
 * <p>Supported are strips and tiles; no compression, LZW, deflate, PackBits and zstd; predictors 1 to 3; signed and
 * unsigned integers of 8 to 64 bits and floats of 16 to 64 bits; and both byte orders. Values of images with a lookup
 * table are returned as stored. Opening a file reads only directories, and a plane is read without the others.
 *
 * <p>Not thread-safe. Closes the bytes it was given; information from headers remains available afterwards.
 */
public final class TiffFile implements Closeable {

    private static final String COPY_AGAIN = "Copy the file again from its source, or remove it from the input.";

    private final SeekableBytes bytes;
    private final long length;
    private final String where;
    private final PageTable table;
    private final PageReader reader;
    private final ImageMetadata first;
    private final ImageMetadata last;

    private TiffFile(SeekableBytes bytes, String where, PageTable table, DirectoryParser parser) throws IOException {
        this.bytes = bytes;
        this.length = bytes.length();
        this.where = where;
        this.table = table;
        this.reader = new PageReader(bytes, parser.order(), where);
        this.first = ImageMetadata.of(description(), parser.firstImage());
        this.last = ImageMetadata.of("", parser.lastImage());
    }

    /**
     * Opens a file and reads its headers.
     *
     * @param where the file, for messages
     * @throws BadInputException if it is not a supported TIFF file; the bytes are then closed
     */
    public static TiffFile open(SeekableBytes bytes, String where) throws IOException {
        try {
            DirectoryParser parser = new DirectoryParser(bytes, where);
            PageTable table = PageTable.of(parser.parse(), bytes.length(), where);
            return new TiffFile(bytes, where, table, parser);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Number of planes, not counting the luminance planes of colour files. */
    public int planes() {
        return (int) Math.min((long) table.size() * table.samples(), Integer.MAX_VALUE);
    }

    /** Number of columns of a plane in pixels. */
    public int width(int plane) {
        return table.layoutOf(pageOf(plane)).width();
    }

    /** Number of rows of a plane in pixels. */
    public int height(int plane) {
        return table.layoutOf(pageOf(plane)).height();
    }

    /** Type of the samples of a plane. */
    public PixelType type(int plane) {
        return table.layoutOf(pageOf(plane)).type().plane();
    }

    private int pageOf(int plane) {
        return isGrey(plane) ? plane - planes() : plane / table.samples();
    }

    private boolean isGrey(int plane) {
        return plane >= planes()
                && plane - planes() < table.size()
                && table.reference().rgb();
    }

    /**
     * Reads a plane.
     *
     * @throws BadInputException if its pixels are damaged or truncated
     */
    public Plane read(int plane) throws IOException {
        boolean grey = isGrey(plane);
        if (plane < 0 || plane >= planes() && !grey) {
            requireAll();
            throw new BadInputException(
                    where, "It has " + planes() + " planes, but plane " + plane + " was requested.", COPY_AGAIN);
        }
        int p = pageOf(plane);
        TiffDirectory page = table.page(p);
        requireInside(page, p);
        if (grey) {
            return SamplePlanes.grey(reader.read(page, p, 0), reader.read(page, p, 1), reader.read(page, p, 2));
        }
        return reader.read(page, p, plane % table.samples());
    }

    /**
     * Checks, from headers alone, that all pixels lie inside the file.
     *
     * @throws BadInputException if some do not, because the file is truncated or its header is invalid
     */
    public void checkExtent() {
        List<TiffDirectory> directories = table.directories();
        for (int d = 0; d < directories.size(); d++) {
            if (table.isPicture(d)) {
                requireInside(directories.get(d), d);
            }
        }
        requireAll();
    }

    /** Rejects a page whose pixels extend beyond the file, before memory is allocated for them. */
    private void requireInside(TiffDirectory page, int p) {
        if (page.samplesPerPixel() != table.samples()) {
            throw new BadInputException(
                    where,
                    "Pages differ in the number of samples per pixel.",
                    "Save the movie again with the same kind of page throughout.");
        }
        for (int i = 0; i < page.offsets().length && i < page.byteCounts().length; i++) {
            long offset = page.offsets()[i];
            if (offset < 0 || page.byteCounts()[i] > length - offset) {
                throw cutOff(p, "piece " + i + " of " + page.byteCounts()[i] + " bytes begins at byte " + offset);
            }
        }
    }

    /** Rejects a file that announces pages without directories beyond its end. */
    private void requireAll() {
        table.shortage().ifPresent(shortage -> {
            throw cutOff(shortage.page(), shortage.announced() + " planes are announced");
        });
    }

    private BadInputException cutOff(int page, String claim) {
        return new BadInputException(
                where,
                "The TIFF file is cut off: page " + page + " reaches beyond its end at byte " + length + " (" + claim
                        + ").",
                COPY_AGAIN);
    }

    /** Meaning of the planes; of the first image if there are several. */
    public TiffStack stack() {
        return stacks().get(0);
    }

    /** Meaning of the planes, one stack per image, with default options. */
    public List<TiffStack> stacks() {
        return stacks(TiffOptions.DEFAULTS);
    }

    /**
     * Meaning of the planes, one stack per image; OME-TIFF files and tifffile series may have several. Planes in other
     * files are missing here; {@link OmeSet} finds them.
     *
     * @throws BadInputException if the description of the planes is invalid or wrong
     */
    public List<TiffStack> stacks(TiffOptions options) {
        requireAll();
        if (isOme()) {
            OmeDescription ome = OmeXmlParser.parse(description(), where);
            List<TiffStack> stacks = new OmePlanes(ome, new OmeSelf(ome, table, where), where, options).stacks();
            if (!stacks.isEmpty()) {
                return stacks;
            }
            int[] pages = table.pictures(0, table.directories().size());
            return List.of(new StackDescriber(table, where, options).plain(pages, Calibration.UNKNOWN, List.of()));
        }
        return new StackDescriber(table, where, options).stacks();
    }

    /** The instrument's metadata of the first page. */
    public ImageMetadata metadata() {
        return first;
    }

    /** Seconds per frame as recorded by Micro-Manager between the first and the last page; NaN if unknown. */
    public double recordedIntervalS() {
        boolean known = first.frame() != ImageMetadata.NO_FRAME && last.frame() != ImageMetadata.NO_FRAME;
        return known
                ? ImageMetadata.intervalS(first.takenAtS(), last.takenAtS(), last.frame() - first.frame())
                : Double.NaN;
    }

    /** Whether the file has OME-XML. */
    public boolean isOme() {
        return OmeDescription.is(description());
    }

    String description() {
        return table.directories().get(0).description();
    }

    PageTable table() {
        return table;
    }

    String where() {
        return where;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        bytes.close();
    }
}
