package org.cellineage.format.tiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.TiffOptions;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/** Locates the planes of the images in an OME-XML description. */
final class OmePlanes {

    /** Maximum number of planes in a description, over all its images. */
    private static final int MOST_PLANES = 1 << 22;

    private final OmeDescription description;
    private final Files files;
    private final String where;
    private final int samples;
    private final boolean grey;
    private final BitSet usedHere = new BitSet();

    /** The files of a description by number; 0 is the current file. */
    interface Files {
        /** The number of a file; -1 if it does not exist. */
        int of(OmeDescription.FileRef file);

        /** The pages of a file. */
        PageTable table(int file);
    }

    OmePlanes(OmeDescription description, Files files, String where, TiffOptions options) {
        this.description = description;
        this.files = files;
        this.where = where;
        this.samples = files.table(0).samples();
        this.grey = options.rgb() == TiffOptions.Rgb.GREY
                && files.table(0).reference().rgb();
    }

    /** Returns one stack per image, in the order of the XML; empty if there is no image. */
    List<TiffStack> stacks() {
        List<TiffStack> stacks = new ArrayList<>();
        int next = 0;
        long all = 0;
        for (OmeDescription.Image image : description.images()) {
            int count = count(image, all);
            int[] planes = new int[count];
            int[] inFile = new int[count];
            Arrays.fill(planes, TiffStack.MISSING);
            List<OmeDescription.TiffData> data = image.data().isEmpty()
                    ? List.of(new OmeDescription.TiffData(next, 0, 0, 0, count, OmeDescription.FileRef.SAME))
                    : image.data();
            for (OmeDescription.TiffData block : data) {
                place(image, block, planes, inFile);
            }
            all += count;
            next += count / samples;
            stacks.add(stack(image, planes, inFile));
        }
        int pages = files.table(0).size();
        if (!stacks.isEmpty() && usedHere.cardinality() < pages && usedHere.cardinality() > 0) {
            TiffStack last = stacks.get(stacks.size() - 1);
            stacks.set(stacks.size() - 1, last.with(last.planes(), last.files(), List.of(unused(pages))));
        }
        return stacks;
    }

    private Problem unused(int pages) {
        return new Problem(
                where,
                "The file has " + pages + " pages, but its OME-XML names " + usedHere.cardinality()
                        + " of them; the others are ignored.",
                "If they are frames, export the movie as OME-TIFF again.");
    }

    private int count(OmeDescription.Image image, long before) {
        long perTime = (long) image.sizeC() * image.sizeZ();
        boolean some = image.sizeC() > 0 && image.sizeZ() > 0 && image.sizeT() > 0;
        long count = some && perTime <= MOST_PLANES ? perTime * image.sizeT() : Long.MAX_VALUE;
        if (count > MOST_PLANES - before) {
            throw new BadInputException(
                    where,
                    "Its OME-XML names " + image.sizeC() + " channels, " + image.sizeZ() + " z positions and "
                            + image.sizeT() + " time points; 1 to " + MOST_PLANES + " planes can be read.",
                    "Export the movie as OME-TIFF again.");
        }
        return (int) count;
    }

    private void place(OmeDescription.Image image, OmeDescription.TiffData block, int[] planes, int[] inFile) {
        int file = files.of(block.file());
        if (file < 0 || block.ifd() < 0 || block.c() < 0 || block.z() < 0 || block.t() < 0) {
            return;
        }
        // In order XYABC, axis A is the fastest. The samples of a pixel are channels in the same page.
        String order =
                image.dimensionOrder().length() == 5 ? image.dimensionOrder().substring(2) : "CZT";
        int pages = files.table(file).size();
        int[] at = {block.c(), block.z(), block.t()};
        int[] size = {image.sizeC(), image.sizeZ(), image.sizeT()};
        int[] step = {samples, 1, 1};
        for (int i = 0; i < block.count() && i < pages - block.ifd(); i++) {
            if (at[0] > size[0] - samples || at[1] >= size[1] || at[2] >= size[2]) {
                return;
            }
            int page = block.ifd() + i;
            for (int s = 0; s < samples; s++) {
                int plane = (at[2] * size[1] + at[1]) * size[0] + at[0] + s;
                planes[plane] = page * samples + s;
                inFile[plane] = file;
            }
            if (file == 0) {
                usedHere.set(page);
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

    private TiffStack stack(OmeDescription.Image image, int[] planes, int[] inFile) {
        TiffDirectory page = files.table(0).reference();
        for (int i = 0; i < planes.length; i++) {
            if (planes[i] != TiffStack.MISSING) {
                page = files.table(inFile[i]).layoutOf(planes[i] / samples);
                break;
            }
        }
        if (grey && image.sizeC() == samples) {
            return mixed(image, page, planes, inFile);
        }
        List<String> names = image.channelNames();
        List<String> channels = new ArrayList<>(names.subList(0, Math.min(names.size(), image.sizeC())));
        channels.addAll(Collections.nCopies(image.sizeC() - channels.size(), ""));
        return stack(image, page, channels, planes, inFile);
    }

    private TiffStack stack(
            OmeDescription.Image image, TiffDirectory page, List<String> channels, int[] planes, int[] inFile) {
        return new TiffStack(
                image.name(),
                Optional.ofNullable(description.places().get(image.id())),
                page.width(),
                page.height(),
                page.type().plane(),
                image.sizeC(),
                image.sizeZ(),
                image.sizeT(),
                List.copyOf(channels),
                image.calibration(),
                true,
                planes,
                Arrays.stream(inFile).allMatch(f -> f == 0) ? new int[0] : inFile,
                List.of());
    }

    /** The grey channel of a colour image; the grey planes are numbered after all samples of a file. */
    private TiffStack mixed(OmeDescription.Image image, TiffDirectory page, int[] planes, int[] inFile) {
        int[] greys = new int[planes.length / samples];
        int[] greyIn = new int[greys.length];
        for (int i = 0; i < greys.length; i++) {
            int plane = planes[i * samples];
            greyIn[i] = inFile[i * samples];
            greys[i] =
                    plane == TiffStack.MISSING ? plane : files.table(greyIn[i]).size() * samples + plane / samples;
        }
        OmeDescription.Image single = new OmeDescription.Image(
                image.id(),
                image.name(),
                image.dimensionOrder(),
                1,
                image.sizeZ(),
                image.sizeT(),
                List.of(),
                image.calibration(),
                List.of());
        return stack(single, page, List.of(""), greys, greyIn);
    }
}
