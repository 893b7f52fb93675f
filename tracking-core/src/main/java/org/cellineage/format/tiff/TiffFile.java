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
 * A TIFF or BigTIFF file: planes by number, and what they mean.
 *
 * <p>Plane {@code p} of a file with one sample a pixel is page {@code p}; with {@code s} samples it is sample
 * {@code p % s} of page {@code p / s}. Behind the last of them, plane {@code planes() + p} of a colour file is the grey
 * of page {@code p}. ImageJ stacks beyond 4 GB and truncated series of tifffile have a single directory and further
 * planes behind its pixels; they count as pages. Thumbnails, levels of pyramids and masks count, but {@link #stacks()}
 * does not name them.
 *
 * <p>Reads strips and tiles; none, LZW, deflate, PackBits and zstd; predictors 1 to 3; integers of 8 to 64 bits, signed
 * or not, and floats of 16 to 64 bits; both byte orders. Values of pictures with a lookup table come as they are stored.
 * Opening reads directories only, and a plane is read without the others.
 *
 * <p>For one thread. Closes the bytes it was given; what headers tell can be asked for afterwards too.
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
     * Opens a file by its headers.
     *
     * @param where the file as the user knows it, for messages
     * @throws BadInputException where it is no TIFF file that can be read; the bytes are closed then
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

    /** Number of planes, the greys of colour files aside. */
    public int planes() {
        return (int) Math.min((long) table.size() * table.samples(), Integer.MAX_VALUE);
    }

    /** Columns of a plane, pixels. */
    public int width(int plane) {
        return table.layoutOf(pageOf(plane)).width();
    }

    /** Rows of a plane, pixels. */
    public int height(int plane) {
        return table.layoutOf(pageOf(plane)).height();
    }

    /** What samples become in the plane. */
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
     * Reads one plane.
     *
     * @throws BadInputException where its pixels are damaged or cut off
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
     * @throws BadInputException where some do not: the file is cut off or its header wrong
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

    /** Refuses a page whose pixels reach beyond the file, before memory is taken for them. */
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

    /** Refuses a file that announces pages behind its only directory that lie beyond its end. */
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

    /** What the planes mean, of the first image where the file holds several. */
    public TiffStack stack() {
        return stacks().get(0);
    }

    /** What the planes mean, one stack an image, with the usual options. */
    public List<TiffStack> stacks() {
        return stacks(TiffOptions.DEFAULTS);
    }

    /**
     * What the planes mean, one stack an image; OME-TIFF and tifffile's series hold several. Planes in other files are
     * missing here; {@link OmeSet} finds them.
     *
     * @throws BadInputException where what the file says of its planes cannot be understood or is not true
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

    /** What the instrument wrote about the first page into the file. */
    public ImageMetadata metadata() {
        return first;
    }

    /** Seconds from frame to frame as Micro-Manager recorded them from the first page to the last; NaN where unknown. */
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
