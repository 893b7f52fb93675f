package org.cellineage.format.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cellineage.format.Calibration;
import org.cellineage.format.SeekableBytes;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;

/**
 * A TIFF or BigTIFF file: planes by number, and what they mean.
 *
 * <p>Plane {@code p} of a file with one sample a pixel is page {@code p}; with {@code s} samples it is sample
 * {@code p % s} of page {@code p / s}. ImageJ stacks beyond 4 GB have a single directory and further planes behind its
 * pixels; they count as pages. Reads strips and tiles; none, LZW, deflate and PackBits; predictors 1 to 3; 8 and 16-bit
 * unsigned, 32-bit integer and float samples; both byte orders. Opening reads directories only, and a plane is read
 * without the others.
 *
 * <p>For one thread. Closes the bytes it was given.
 */
public final class TiffFile implements Closeable {

    /** Most planes that an OME description may name, over all its images. */
    private static final int MOST_OME_PLANES = 1 << 24;

    private static final String COPY_AGAIN = "Copy the file again from its source, or leave it out.";

    private final SeekableBytes bytes;
    private final long length;
    private final String where;
    private final List<TiffDirectory> pages;
    private final PageReader reader;
    private final int following;

    private TiffFile(SeekableBytes bytes, String where, List<TiffDirectory> pages, PageReader reader, int following)
            throws IOException {
        this.bytes = bytes;
        this.length = bytes.length();
        this.where = where;
        this.pages = pages;
        this.reader = reader;
        this.following = following;
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
            List<TiffDirectory> pages = parser.parse();
            TiffDirectory first = pages.get(0);
            int following = 1;
            if (pages.size() == 1 && ImageJDescription.is(first.description()) && first.contiguous()) {
                following = ImageJDescription.parse(first.description(), 1).images();
            }
            return new TiffFile(bytes, where, pages, new PageReader(bytes, parser.order(), where), following);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Number of planes. */
    public int planes() {
        return following > 1 ? following : pages.size() * pages.get(0).samplesPerPixel();
    }

    /** Columns of a plane, pixels. */
    public int width(int plane) {
        return page(plane).width();
    }

    /** Rows of a plane, pixels. */
    public int height(int plane) {
        return page(plane).height();
    }

    /** How a plane's samples are stored. */
    public PixelType type(int plane) {
        return page(plane).type();
    }

    /**
     * Reads one plane.
     *
     * @throws BadInputException where its pixels are damaged or cut off
     */
    public Plane read(int plane) throws IOException {
        if (plane < 0 || plane >= planes()) {
            throw new BadInputException(
                    where, "It has " + planes() + " planes, but plane " + plane + " was asked for.", COPY_AGAIN);
        }
        if (following > 1) {
            requireFollowing(plane + 1);
            return reader.readFollowing(pages.get(0), plane);
        }
        int samples = pages.get(0).samplesPerPixel();
        requireInside(plane / samples);
        return reader.read(page(plane), plane % samples);
    }

    /**
     * Checks, from headers alone, that all pixels lie inside the file.
     *
     * @throws BadInputException where some do not: the file is cut off or its header wrong
     */
    public void checkExtent() {
        for (int p = 0; p < pages.size(); p++) {
            requireInside(p);
        }
        requireFollowing(following);
    }

    /** Refuses a page whose pixels reach beyond the file, before memory is taken for them. */
    private void requireInside(int p) {
        TiffDirectory page = pages.get(p);
        if (page.samplesPerPixel() != pages.get(0).samplesPerPixel()) {
            throw new BadInputException(
                    where,
                    "Pages differ in the number of samples a pixel.",
                    "Save the movie again with the same kind of page throughout.");
        }
        for (int i = 0; i < page.offsets().length && i < page.byteCounts().length; i++) {
            long offset = page.offsets()[i];
            if (offset < 0 || page.byteCounts()[i] > length - offset) {
                throw cutOff(p, "piece " + i + " of " + page.byteCounts()[i] + " bytes begins at byte " + offset);
            }
        }
    }

    /** Refuses planes behind the only directory's page that lie beyond the file. */
    private void requireFollowing(int count) {
        TiffDirectory page = pages.get(0);
        long there = Math.max(0, length - page.offsets()[0]) / page.planeBytes();
        if (following > 1 && count > there) {
            throw cutOff((int) there, following + " planes are announced");
        }
    }

    private BadInputException cutOff(int page, String claim) {
        return new BadInputException(
                where,
                "The TIFF file is cut off: page " + page + " reaches beyond its end at byte " + length + " (" + claim
                        + ").",
                COPY_AGAIN);
    }

    /** What the planes mean, of the first image where an OME-TIFF holds several. */
    public TiffStack stack() {
        return stacks().get(0);
    }

    /** What the planes mean, one stack an image; all but OME-TIFF hold one. */
    public List<TiffStack> stacks() {
        requireFollowing(following);
        TiffDirectory first = pages.get(0);
        if (OmeDescription.is(first.description())) {
            return omeStacks(OmeDescription.parse(first.description(), where));
        }
        if (ImageJDescription.is(first.description())) {
            ImageJDescription text = ImageJDescription.parse(first.description(), first.xResolution());
            long described = (long) text.channels() * text.slices() * text.frames();
            if (described == planes()) {
                return List.of(stack(
                        text.channels(),
                        text.slices(),
                        text.frames(),
                        List.of(),
                        text.calibration(),
                        described > 1,
                        identity()));
            }
            return List.of(stack(1, 1, planes(), List.of(), text.calibration(), false, identity()));
        }
        int samples = first.samplesPerPixel();
        return List.of(stack(samples, 1, planes() / samples, List.of(), Calibration.UNKNOWN, samples > 1, identity()));
    }

    private List<TiffStack> omeStacks(OmeDescription description) {
        TiffDirectory first = pages.get(0);
        List<TiffStack> stacks = new ArrayList<>();
        int next = 0;
        long all = 0;
        for (OmeDescription.Image image : description.images()) {
            long perTime = (long) image.sizeC() * image.sizeZ();
            boolean some = image.sizeC() > 0 && image.sizeZ() > 0 && image.sizeT() > 0;
            long count = some && perTime <= MOST_OME_PLANES ? perTime * image.sizeT() : Long.MAX_VALUE;
            if (count > MOST_OME_PLANES - all) {
                throw new BadInputException(
                        where,
                        "Its OME-XML names " + image.sizeC() + " channels, " + image.sizeZ() + " z positions and "
                                + image.sizeT() + " time points; 1 to " + MOST_OME_PLANES + " planes can be read.",
                        "Export the movie as OME-TIFF again.");
            }
            int[] planes = new int[(int) count];
            Arrays.fill(planes, TiffStack.MISSING);
            List<OmeDescription.TiffData> data = image.data().isEmpty()
                    ? List.of(new OmeDescription.TiffData(next, 0, 0, 0, (int) count, false))
                    : image.data();
            for (OmeDescription.TiffData block : data) {
                place(image, block, planes);
            }
            all += count;
            next += (int) count / first.samplesPerPixel();
            stacks.add(stack(
                    image.sizeC(),
                    image.sizeZ(),
                    image.sizeT(),
                    image.channelNames(),
                    image.calibration(),
                    true,
                    planes));
        }
        return stacks.isEmpty()
                ? List.of(stack(1, 1, planes(), List.of(), Calibration.UNKNOWN, false, identity()))
                : stacks;
    }

    private void place(OmeDescription.Image image, OmeDescription.TiffData block, int[] planes) {
        if (block.inOtherFile() || block.ifd() < 0 || block.c() < 0 || block.z() < 0 || block.t() < 0) {
            return;
        }
        // In order XYABC the axis A is fastest. The samples of a pixel are channels that share a page.
        String order =
                image.dimensionOrder().length() == 5 ? image.dimensionOrder().substring(2) : "CZT";
        int samples = pages.get(0).samplesPerPixel();
        int pageCount = planes() / samples;
        int[] at = {block.c(), block.z(), block.t()};
        int[] size = {image.sizeC(), image.sizeZ(), image.sizeT()};
        int[] step = {samples, 1, 1};
        for (int i = 0; i < block.count() && i < pageCount - block.ifd(); i++) {
            if (at[0] > size[0] - samples || at[1] >= size[1] || at[2] >= size[2]) {
                return;
            }
            for (int s = 0; s < samples; s++) {
                planes[(at[2] * size[1] + at[1]) * size[0] + at[0] + s] = (block.ifd() + i) * samples + s;
            }
            for (int axis = 0; axis < 3; axis++) {
                int which = "CZT".indexOf(order.charAt(axis));
                if (which < 0) {
                    return;
                }
                at[which] += step[which];
                if (at[which] < size[which] || axis == 2) {
                    break;
                }
                at[which] = 0;
            }
        }
    }

    private TiffStack stack(
            int sizeC,
            int sizeZ,
            int sizeT,
            List<String> names,
            Calibration calibration,
            boolean axesKnown,
            int[] planes) {
        List<String> channels = new ArrayList<>(names.subList(0, Math.min(names.size(), sizeC)));
        channels.addAll(Collections.nCopies(sizeC - channels.size(), ""));
        TiffDirectory first = pages.get(0);
        return new TiffStack(
                first.width(),
                first.height(),
                first.type(),
                sizeC,
                sizeZ,
                sizeT,
                List.copyOf(channels),
                calibration,
                axesKnown,
                planes);
    }

    private int[] identity() {
        int[] planes = new int[planes()];
        Arrays.setAll(planes, i -> i);
        return planes;
    }

    private TiffDirectory page(int plane) {
        return following > 1 ? pages.get(0) : pages.get(plane / pages.get(0).samplesPerPixel());
    }

    @Override
    public void close() throws IOException {
        reader.close();
        bytes.close();
    }
}
