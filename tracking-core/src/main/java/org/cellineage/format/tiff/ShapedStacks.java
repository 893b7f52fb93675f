package org.cellineage.format.tiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.problem.Problem;

/**
 * The stacks of a file that tifffile wrote, one per series of pages. Equal series that are single pages or have no time
 * axis are interpreted as time points written one after another.
 *
 * <p>Unnamed axes are guessed only if there is one of them, or if the last is too short for time and the first is not;
 * the guess is reported. Everything else is rejected.
 */
final class ShapedStacks {

    /** Maximum number of channels of an unnamed axis, and minimum number of time points of the other. */
    private static final int MOST_CHANNELS = 4;

    private static final String NAME_AXES =
            "Say what the axes are when you save it: tifffile.imwrite(..., metadata={'axes': 'TCYX'}).";

    private final PageTable table;
    private final StackDescriber describer;

    ShapedStacks(PageTable table, StackDescriber describer) {
        this.table = table;
        this.describer = describer;
    }

    /** A run of pages and its description. */
    private record Series(ShapedDescription text, int[] pages) {}

    /** Sizes and strides of the axes, in planes. */
    private static final class Axes {
        private int sizeC = 1;
        private int sizeZ = 1;
        private int sizeT = 1;
        private int stepZ;
        private int stepT;
        private final List<int[]> channelAxes = new ArrayList<>();
        private boolean named = true;
    }

    List<TiffStack> stacks() {
        List<Series> all = series();
        Series first = all.get(0);
        boolean alike =
                all.stream().allMatch(s -> s.text().equals(first.text()) && s.pages().length == first.pages().length);
        boolean single = first.pages().length == 1;
        if (all.size() == 1 || !alike || first.text().axes().indexOf('T') >= 0 && !single) {
            List<TiffStack> stacks = new ArrayList<>();
            for (Series one : all) {
                stacks.add(stack(one.text(), one.pages(), 1));
            }
            return stacks;
        }
        int[] pages = new int[all.size() * first.pages().length];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i).pages(), 0, pages, i * first.pages().length, first.pages().length);
        }
        // Some programs copy the first page's description to all pages.
        TiffDirectory page = table.layoutOf(pages[0]);
        long described = first.text()
                .planeAxes(page.height(), page.width(), page.samplesPerPixel())
                .map(ShapedStacks::planes)
                .orElse(0L);
        boolean copied = described == (long) pages.length * table.samples();
        return List.of(stack(first.text(), pages, copied ? 1 : all.size()));
    }

    private List<Series> series() {
        List<Series> all = new ArrayList<>();
        int count = table.directories().size();
        int start = 0;
        ShapedDescription text = describer.shaped(0).orElseThrow();
        for (int d = 1; d <= count; d++) {
            Optional<ShapedDescription> next = d < count ? describer.shaped(d) : Optional.empty();
            if (d == count || next.isPresent()) {
                int[] pages = table.pictures(start, d);
                if (pages.length > 0) {
                    all.add(new Series(text, pages));
                }
                start = d;
                text = next.orElse(text);
            }
        }
        return all;
    }

    /** Creates a stack from {@code times} series. */
    private TiffStack stack(ShapedDescription text, int[] pages, int times) {
        TiffDirectory page = table.layoutOf(pages[0]);
        Optional<List<ShapedDescription.Axis>> found =
                text.planeAxes(page.height(), page.width(), page.samplesPerPixel());
        List<Problem> doubts = new ArrayList<>();
        List<ShapedDescription.Axis> axes = new ArrayList<>(found.orElse(List.of()));
        if (times > 1) {
            axes.removeIf(axis -> axis.letter() == 'T' && axis.size() == 1);
            axes.add(0, new ShapedDescription.Axis('T', times));
        }
        int samples = table.samples();
        long planes = planes(axes);
        axes.removeIf(axis -> axis.size() == 1);
        if (found.isEmpty() || planes != (long) pages.length * samples) {
            long many = found.isPresent()
                    ? axes.size()
                    : text.shape().stream().filter(size -> size > 1).count() - 2;
            if (many > (samples > 1 ? 2 : 1)) {
                throw describer.refused(
                        "Its description says " + text.describe() + ", but the file has " + pages.length + " pages of "
                                + page.height() + " x " + page.width() + " pixels (y, x).",
                        "Save the movie again; an array that changed needs a new description.");
            }
            doubts.add(describer.problem(
                    "Its description says " + text.describe() + ", but the file has " + pages.length
                            + " pages; they are taken as time points.",
                    "If pages are missing, copy or export the movie again; otherwise nothing need be done."));
            return describer.plain(pages, Calibration.UNKNOWN, doubts);
        }
        foldSamples(axes, samples);
        if (axes.isEmpty() || axes.size() == 1 && isTime(axes.get(0).letter())) {
            return describer.plain(pages, Calibration.UNKNOWN, doubts);
        }
        return arranged(text, assigned(text, axes, doubts), pages, doubts);
    }

    private static long planes(List<ShapedDescription.Axis> axes) {
        return axes.stream()
                .mapToLong(ShapedDescription.Axis::size)
                .reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
    }

    private static boolean isTime(char letter) {
        return letter == 'T' || letter == 'Q' || letter == 'I' || letter == '?';
    }

    /** The samples of a pixel vary fastest and are not an axis of pages. */
    private static void foldSamples(List<ShapedDescription.Axis> axes, int samples) {
        if (samples > 1 && !axes.isEmpty() && axes.get(axes.size() - 1).size() == samples) {
            axes.remove(axes.size() - 1);
        }
    }

    private Axes assigned(ShapedDescription text, List<ShapedDescription.Axis> axes, List<Problem> doubts) {
        Axes out = new Axes();
        String letters = letters(text, axes, doubts);
        out.named = !text.axes().isEmpty();
        int step = 1;
        for (int i = axes.size() - 1; i >= 0; i--) {
            int size = (int) axes.get(i).size();
            switch (letters.charAt(i)) {
                case 'T' -> {
                    out.sizeT = size;
                    out.stepT = step;
                }
                case 'Z' -> {
                    out.sizeZ = size;
                    out.stepZ = step;
                }
                default -> {
                    out.sizeC *= size;
                    out.channelAxes.add(new int[] {size, step});
                }
            }
            step *= size;
        }
        return out;
    }

    /** Returns one of the letters T, Z, C and S for each axis, with T and Z at most once. */
    private String letters(ShapedDescription text, List<ShapedDescription.Axis> axes, List<Problem> doubts) {
        StringBuilder letters = new StringBuilder();
        boolean time = axes.stream().anyMatch(axis -> axis.letter() == 'T');
        for (int i = 0; i < axes.size(); i++) {
            char letter = axes.get(i).letter();
            letters.append(i == 0 && !time && (letter == 'Q' || letter == 'I') ? 'T' : letter);
        }
        if (text.axes().isEmpty() && axes.size() == 2 && letters.toString().endsWith("?")) {
            long slow = axes.get(0).size();
            long fast = axes.get(1).size();
            if (fast <= MOST_CHANNELS && slow > MOST_CHANNELS) {
                doubts.add(describer.problem(
                        "Its " + text.describe() + " does not say what the axes are; it is taken as " + slow
                                + " time points of " + fast + " channels.",
                        NAME_AXES));
                return "TC";
            }
        }
        String found = letters.toString();
        boolean clear = found.chars().allMatch(c -> "TZCS".indexOf(c) >= 0)
                && found.chars().filter(c -> c == 'T').count() <= 1
                && found.chars().filter(c -> c == 'Z').count() <= 1;
        if (!clear) {
            throw describer.refused(
                    "Its description says " + text.describe() + ", and which axis is time and which is channels or z"
                            + " is not clear.",
                    NAME_AXES);
        }
        return found;
    }

    private TiffStack arranged(ShapedDescription text, Axes axes, int[] pages, List<Problem> doubts) {
        int samples = describer.planesPerPage();
        int sizeC = axes.sizeC * samples;
        int[] planes = new int[sizeC * axes.sizeZ * axes.sizeT];
        for (int i = 0; i < planes.length; i++) {
            int c = i % sizeC;
            int z = i / sizeC % axes.sizeZ;
            int t = i / sizeC / axes.sizeZ;
            int at = z * axes.stepZ + t * axes.stepT;
            int rest = c / samples;
            for (int[] axis : axes.channelAxes) {
                at += rest % axis[0] * axis[1];
                rest /= axis[0];
            }
            planes[i] = describer.plane(pages[at], c % samples);
        }
        return describer.stack(
                sizeC, axes.sizeZ, axes.sizeT, Calibration.UNKNOWN, axes.named || !doubts.isEmpty(), planes, doubts);
    }
}
