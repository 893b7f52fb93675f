package org.cellineage.format.tiff;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadInputException;

/**
 * The pages of a file: those with directories, and those without one whose pixels follow those of a directory, as in
 * ImageJ stacks above 4 GB and truncated tifffile series.
 */
final class PageTable {

    /** Maximum number of pages of a file. */
    static final int MOST_PAGES = 1 << 24;

    private final List<TiffDirectory> directories;
    /** The first page of each directory and, at the end, the number of pages. */
    private final int[] firstPage;

    private final TiffDirectory reference;
    private final boolean anyFrame;
    /** Directories from this one on are smaller copies of the preceding pages. */
    private final int copiesFrom;

    private final Optional<Shortage> shortage;

    /** Announced pages that lie beyond the end of the file. */
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
     * @param length length of the file in bytes
     * @throws BadInputException if there are more than {@value #MOST_PAGES}
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
            // A single page extracted from a large stack, with the stack's description, is complete.
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

    /** Detects unmarked pyramids: pages at the end that are smaller in both directions by the same factor. */
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

    /** Number of pages. */
    int size() {
        return firstPage[directories.size()];
    }

    /** Announced pages that are missing, if any. */
    Optional<Shortage> shortage() {
        return shortage;
    }

    /** The first page that is an image in its own right. */
    TiffDirectory reference() {
        return reference;
    }

    /** Samples per pixel of the first page that is an image in its own right. */
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

    /** The directory that describes a page, apart from its offsets. */
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

    /** Number of unmarked smaller copies at the end. */
    int smallerCopies() {
        return directories.size() - copiesFrom;
    }

    /** Whether the pages of a directory are images in their own right, and not thumbnails, pyramid levels or masks. */
    boolean isPicture(int directory) {
        return directory < copiesFrom
                && (!anyFrame || directories.get(directory).isFrame());
    }

    /** The pages of directories {@code from} to {@code to - 1} that are images in their own right. */
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
