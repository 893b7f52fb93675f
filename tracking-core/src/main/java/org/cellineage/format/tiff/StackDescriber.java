package org.cellineage.format.tiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.format.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Determines the meaning of the planes of a file without OME-XML, from ImageJ's description, tifffile's, or none. */
final class StackDescriber {

    private static final List<String> COLOURS = List.of("red", "green", "blue", "alpha");

    private final PageTable table;
    private final String where;
    private final boolean grey;

    StackDescriber(PageTable table, String where, TiffOptions options) {
        this.table = table;
        this.where = where;
        this.grey = options.rgb() == TiffOptions.Rgb.GREY && table.reference().rgb();
    }

    List<TiffStack> stacks() {
        String text = table.directories().get(0).description();
        if (ImageJDescription.is(text)) {
            double resolution = table.directories().get(0).xResolution();
            return List.of(imageJ(ImageJDescription.parse(text, resolution)));
        }
        if (ShapedDescription.parse(text).isPresent()) {
            return new ShapedStacks(table, this).stacks();
        }
        int[] pages = table.pictures(0, table.directories().size());
        return List.of(plain(pages, Calibration.UNKNOWN, List.of()));
    }

    /** Pages without a description are frames; the samples of a pixel are channels. */
    TiffStack plain(int[] pages, Calibration calibration, List<Problem> doubts) {
        int samples = planesPerPage();
        int[] planes = new int[pages.length * samples];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = plane(pages[i / samples], i % samples);
        }
        return stack(samples, 1, pages.length, calibration, samples > 1, planes, doubts);
    }

    /** Number of planes per page: its samples, or one if colours are converted to grey. */
    int planesPerPage() {
        return grey ? 1 : table.samples();
    }

    /** The plane number of a sample of a page; grey planes are numbered after all samples of all pages. */
    int plane(int page, int sample) {
        return grey ? table.size() * table.samples() + page : page * table.samples() + sample;
    }

    Problem problem(String cause, String remedy) {
        return new Problem(where, cause, remedy);
    }

    BadInputException refused(String cause, String remedy) {
        return new BadInputException(where, cause, remedy);
    }

    private TiffStack imageJ(ImageJDescription text) {
        int[] pages = table.pictures(0, table.directories().size());
        int samples = planesPerPage();
        List<Problem> doubts = new ArrayList<>();
        text.doubt().ifPresent(doubt -> doubts.add(problem(doubt.cause(), doubt.remedy())));
        // The colours of RGB pages are channels; the description may or may not include them in its count.
        int channels = text.channels();
        long described = (long) channels * text.slices() * text.frames();
        int stored = table.samples();
        if (stored > 1 && channels % stored == 0 && described == (long) pages.length * stored) {
            channels /= stored;
            described /= stored;
        }
        if (described == pages.length) {
            return arranged(text, channels, text.frames(), pages, described > 1 || samples > 1, doubts);
        }
        long perTime = (long) channels * text.slices();
        if (perTime == 1 || pages.length < perTime && channels == 1) {
            if (text.images() != pages.length || described > 1) {
                doubts.add(stale(text, pages.length, "all pages are taken as time points"));
            }
            return plain(pages, text.calibration(), doubts);
        }
        int times = (int) (pages.length / perTime);
        if (times == 0 || times > 1 && text.order().charAt(2) != 't') {
            throw refused(
                    claim(text) + ", but the file has " + pages.length
                            + " pages, so the meaning of the pages is unknown.",
                    "Open it in ImageJ, set channels, slices and frames in Image > Properties, and save it again.");
        }
        int rest = (int) (pages.length % perTime);
        doubts.add(stale(
                text,
                pages.length,
                "they are taken as " + times + " time points of " + perTime + " pages"
                        + (rest == 0 ? "" : ", and the last " + rest + " are ignored")));
        return arranged(text, channels, times, pages, true, doubts);
    }

    private Problem stale(ImageJDescription text, int pages, String taken) {
        return problem(
                claim(text) + ", but the file has " + pages + "; " + taken + ".",
                "If pages are missing, copy or export the movie again; otherwise nothing need be done.");
    }

    private static String claim(ImageJDescription text) {
        long planes = Math.max(text.images(), (long) text.channels() * text.slices() * text.frames());
        return "Its ImageJ description names " + planes + " pages (" + text.channels() + " channels, " + text.slices()
                + " slices, " + text.frames() + " frames)";
    }

    private TiffStack arranged(
            ImageJDescription text, int channels, int times, int[] pages, boolean known, List<Problem> doubts) {
        int samples = planesPerPage();
        int[] size = {channels, text.slices(), times};
        int[] step = new int[3];
        int next = 1;
        for (int i = 0; i < 3; i++) {
            int axis = "czt".indexOf(text.order().charAt(i));
            step[axis] = next;
            next *= size[axis];
        }
        int sizeC = channels * samples;
        int[] planes = new int[sizeC * text.slices() * times];
        for (int i = 0; i < planes.length; i++) {
            int c = i % sizeC;
            int z = i / sizeC % text.slices();
            int t = i / sizeC / text.slices();
            planes[i] = plane(pages[c / samples * step[0] + z * step[1] + t * step[2]], c % samples);
        }
        return stack(sizeC, text.slices(), times, text.calibration(), known, planes, doubts);
    }

    /** Creates a stack from planes of this file. */
    TiffStack stack(
            int sizeC,
            int sizeZ,
            int sizeT,
            Calibration calibration,
            boolean axesKnown,
            int[] planes,
            List<Problem> doubts) {
        List<Problem> all = new ArrayList<>(doubts);
        if (table.smallerCopies() > 0) {
            all.add(problem(
                    "Its last " + table.smallerCopies()
                            + " pages are smaller copies of the pages before; they are ignored.",
                    "If they are frames, keep frames of different size in different files."));
        }
        boolean colours = table.reference().rgb() && !grey && sizeC == table.samples() && sizeC <= COLOURS.size();
        TiffDirectory first = planes.length == 0 ? table.reference() : table.layoutOf(pageOf(planes[0]));
        return new TiffStack(
                "",
                Optional.empty(),
                first.width(),
                first.height(),
                first.type().plane(),
                sizeC,
                sizeZ,
                sizeT,
                colours ? COLOURS.subList(0, sizeC) : Collections.nCopies(sizeC, ""),
                calibration,
                axesKnown,
                planes,
                new int[0],
                List.copyOf(all));
    }

    private int pageOf(int plane) {
        int samples = table.size() * table.samples();
        return plane >= samples ? plane - samples : plane / table.samples();
    }

    /** The description of a directory, if it was written by tifffile. */
    Optional<ShapedDescription> shaped(int directory) {
        return ShapedDescription.parse(table.directories().get(directory).description());
    }
}
