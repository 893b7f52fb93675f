package org.cellineage.jobs.evaluate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.Evaluator;
import org.cellineage.evaluate.SegmentationScore;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;

/**
 * Compares label images of still images with the ground truth, file by file, matched by name.
 *
 * <p>A file that exists on only one side is an error, so that no image is skipped unnoticed. One image is held in
 * memory at a time.
 */
public final class StillEvaluation {

    private static final int SHOWN_NAMES = 10;
    private static final int MAX_LIST_BYTES = 1 << 24;

    private final Storage storage;
    private final LabelFiles truth;
    private final LabelFiles result;
    private final StillImages images;

    /**
     * Lists the folders.
     *
     * @param images folder of the images, named like their labels; empty if the contrast is not needed
     * @throws BadInputException if one of them has no label images
     */
    public StillEvaluation(Storage storage, String truthFolder, String resultFolder, String images) throws IOException {
        this.storage = storage;
        this.truth = LabelFiles.list(storage, truthFolder);
        this.result = LabelFiles.list(storage, resultFolder);
        this.images = new StillImages(storage, images);
    }

    /**
     * The score of one image.
     *
     * @param image its name without extension
     * @param detection detection of its cells
     */
    public record Still(String image, SegmentationScore score, DetectionScore detection) {}

    /**
     * Compares all images, sorted by name.
     *
     * @throws BadInputException if a file is missing on one side or is not a label image, or two files differ in size
     */
    public List<Still> evaluate() throws IOException {
        List<String> unfound = without(truth.names(), result.names());
        if (!unfound.isEmpty()) {
            throw missing(result.folder(), "label image", unfound, truth);
        }
        List<String> untrue = without(result.names(), truth.names());
        if (!untrue.isEmpty()) {
            throw missing(truth.folder(), "truth", untrue, result);
        }
        return compare(truth.names());
    }

    private static BadInputException missing(String folder, String what, List<String> names, LabelFiles other) {
        return new BadInputException(
                folder,
                "It has no " + what + " for " + names.size() + " of the "
                        + other.names().size() + " images of " + other.folder() + ": " + shown(names) + ".",
                "Use the same images in both folders, or list the ones to compare with --only.");
    }

    /**
     * Compares the images named in a text file, one per line, with or without extension, sorted by name.
     *
     * @throws BadInputException if the list cannot be read or names an image that one side does not have, or as for
     *     {@link #evaluate()}
     */
    public List<Still> evaluateOnly(String listFile) throws IOException {
        NavigableSet<String> wanted = readList(listFile);
        for (LabelFiles side : List.of(truth, result)) {
            List<String> missing = without(wanted, side.names());
            if (!missing.isEmpty()) {
                throw new BadInputException(
                        side.folder(),
                        "It has no file for " + missing.size() + " of the " + wanted.size() + " images that " + listFile
                                + " names: " + shown(missing) + ".",
                        "Add the files, or remove the names from the list.");
            }
        }
        return compare(wanted);
    }

    private NavigableSet<String> readList(String listFile) throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        try (SeekableBytes bytes = storage.open(listFile)) {
            if (bytes.length() > MAX_LIST_BYTES) {
                throw new BadInputException(
                        listFile,
                        "It is not a list of names: it has " + bytes.length() + " bytes.",
                        "Give a text file with one image name per line.");
            }
            byte[] text = new byte[(int) bytes.length()];
            bytes.readFully(0, text, 0, text.length);
            new String(text, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(LabelFiles::nameOf)
                    .forEach(names::add);
        } catch (FileNotFoundException e) {
            throw new BadInputException(listFile, "The file does not exist.", "Check the path given with --only.", e);
        }
        if (names.isEmpty()) {
            throw new BadInputException(
                    listFile, "It names no image.", "Write one image name per line, or omit --only.");
        }
        return names;
    }

    private static List<String> without(Collection<String> names, Set<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private static String shown(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())));
        return names.size() > SHOWN_NAMES ? first + " and " + (names.size() - SHOWN_NAMES) + " more" : first;
    }

    private List<Still> compare(Collection<String> names) throws IOException {
        List<Still> stills = new ArrayList<>();
        for (String name : names) {
            LabelImage expected = truth.read(name);
            LabelImage found = result.read(name);
            if (found.width() != expected.width() || found.height() != expected.height()) {
                throw new BadInputException(
                        result.location(name),
                        "It has " + found.width() + " x " + found.height() + " pixels, but its truth "
                                + truth.location(name) + " has " + expected.width() + " x " + expected.height() + ".",
                        "Compare labels with the ground truth of the same image, at the same size.");
            }
            stills.add(new Still(
                    name,
                    SegmentationScore.of(expected, found),
                    Evaluator.detection(expected, found, images.read(name, expected))));
        }
        return stills;
    }
}
