package org.cellineage.format.tiff;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadInputException;

/**
 * The pages of a file: those with directories, and those that follow behind a directory's pixels without one of their
 * own, as ImageJ writes stacks beyond 4 GB and tifffile truncated series.
 */
final class PageTable {

    /** Most pages of a file. */
    static final int MOST_PAGES = 1 << 24;

    private final List<TiffDirectory> directories;
    /** The first page of each directory, and at the end the number of pages. */
    private final int[] firstPage;

    private final TiffDirectory reference;
    private final boolean anyFrame;
    /** Directories from this one on are smaller copies of the pages before. */
    private final int copiesFrom;

    private final Optional<Shortage> shortage;

    /** Pages that are announced but lie beyond the end of the file. */
    record Shortage(int page, long announced) {}

    private PageTable(List<TiffDirectory> directories, int[] firstPage, Optional<Shortage> shortage) {
        this.directories = directories;
        this.firstPage = firstPage;
        this.shortage = shortage;
        this.anyFrame = directories.stream().anyMatch(TiffDirectory::isFrame);
        this.reference =
                directories.stream().filter(TiffDirectory::isFrame).findFirst().orElse(directories.get(0));
        this.copiesFrom = copiesFrom(directories, reference);
    }

    /**
     * Counts the pages of a file.
     *
     * @param length the file's length, bytes
     * @throws BadInputException where there are more than {@value #MOST_PAGES}
     */
    static PageTable of(List<TiffDirectory> directories, long length, String where) {
        int[] firstPage = new int[directories.size() + 1];
        Optional<Shortage> shortage = Optional.empty();
        long pages = 0;
        for (int d = 0; d < directories.size(); d++) {
            TiffDirectory directory = directories.get(d);
            firstPage[d] = (int) pages;
            long announced = announced(directory, directories.size() == 1);
            long there = announced == 1 ? 1 : (length - directory.offsets()[0]) / Math.max(1, directory.pageBytes());
            // A single page of a large stack that kept the stack's text is whole; nothing follows it.
            if (announced > there && there > 1) {
                shortage = Optional.of(new Shortage((int) Math.min(pages + there, MOST_PAGES), announced));
            }
            pages += Math.max(1, Math.min(announced, there));
            if (pages > MOST_PAGES) {
                throw new BadInputException(
                        where,
                        "It has more than " + MOST_PAGES + " pages.",
                        "Split the movie into several files, or remove the file if it is damaged.");
            }
        }
        firstPage[directories.size()] = (int) pages;
        return new PageTable(directories, firstPage, shortage);
    }

    private static long announced(TiffDirectory directory, boolean only) {
        String text = directory.description();
        if (text.isEmpty() || directory.width() < 1 || !directory.run()) {
            return 1;
        }
        if (ImageJDescription.is(text)) {
            return only ? Math.max(1, ImageJDescription.parse(text, 1).images()) : 1;
        }
        Optional<ShapedDescription> shaped = ShapedDescription.parse(text).filter(ShapedDescription::truncated);
        if (shaped.isEmpty()) {
            return 1;
        }
        long planes = 1;
        for (ShapedDescription.Axis axis : shaped.get()
                .planeAxes(directory.height(), directory.width(), directory.samplesPerPixel())
                .orElse(List.of())) {
            planes = Math.min(planes * axis.size(), Integer.MAX_VALUE);
        }
        return Math.max(1, planes / directory.samplesPerPixel());
    }

    /** Pyramids without a word about it: pages at the end that are smaller in both directions by one factor. */
    private static int copiesFrom(List<TiffDirectory> directories, TiffDirectory reference) {
        int from = directories.size();
        while (from > 1 && isSmallerCopy(directories.get(from - 1), reference)) {
            from--;
        }
        return from;
    }

    private static boolean isSmallerCopy(TiffDirectory page, TiffDirectory reference) {
        if (!page.isFrame()
                || page.width() >= reference.width()
                || page.height() >= reference.height()
                || !page.description().isEmpty()) {
            return false;
        }
        double factor = (double) reference.width() / page.width();
        return factor >= 1.5 && Math.abs(reference.height() / factor - page.height()) <= 1;
    }

    /** Pages in all. */
    int size() {
        return firstPage[directories.size()];
    }

    /** Pages that are announced but not there, as far as they are. */
    Optional<Shortage> shortage() {
        return shortage;
    }

    /** The first page that is a picture of its own. */
    TiffDirectory reference() {
        return reference;
    }

    /** Samples a pixel of the first page that is a picture of its own. */
    int samples() {
        return reference.samplesPerPixel();
    }

    /** The directory of a page, with the page's own offsets. */
    TiffDirectory page(int page) {
        int d = directoryOf(page);
        TiffDirectory directory = directories.get(d);
        int behind = page - firstPage[d];
        return behind == 0 ? directory : directory.moved(behind * directory.pageBytes());
    }

    /** The directory that describes a page, offsets aside. */
    TiffDirectory layoutOf(int page) {
        return directories.get(directoryOf(page));
    }

    private int directoryOf(int page) {
        if (size() == directories.size()) {
            return page;
        }
        int found = Arrays.binarySearch(firstPage, page);
        return found >= 0 ? found : -found - 2;
    }

    List<TiffDirectory> directories() {
        return directories;
    }

    /** Directories at the end that are smaller copies and do not say so. */
    int smallerCopies() {
        return directories.size() - copiesFrom;
    }

    /** Whether a directory's pages are pictures of their own: no thumbnail, level of a pyramid or mask. */
    boolean isPicture(int directory) {
        return directory < copiesFrom
                && (!anyFrame || directories.get(directory).isFrame());
    }

    /** The pages of directories {@code from} to {@code to - 1} that are pictures of their own. */
    int[] pictures(int from, int to) {
        int count = 0;
        for (int d = from; d < to; d++) {
            count += isPicture(d) ? firstPage[d + 1] - firstPage[d] : 0;
        }
        int[] pages = new int[count];
        int next = 0;
        for (int d = from; d < to; d++) {
            for (int p = firstPage[d]; isPicture(d) && p < firstPage[d + 1]; p++) {
                pages[next++] = p;
            }
        }
        return pages;
    }
}
