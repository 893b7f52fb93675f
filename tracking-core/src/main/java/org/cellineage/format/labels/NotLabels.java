package org.cellineage.format.labels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cellineage.problem.Problem;

/** Recognizes, by name, files that segmentation programs write next to label images but that are not labels. */
final class NotLabels {

    private record Rule(Pattern name, String cause, String remedy) {}

    private static final String TIFF = "Save the labels as TIFF, one whole number per cell and 0 for the background.";

    private static final List<Rule> RULES = List.of(
            rule(
                    ".*_seg\\.npy",
                    "It is a Python object of Cellpose (_seg.npy), which can run programs when it is loaded, and is"
                            + " never opened.",
                    "Save the masks as images: 'cellpose … --save_tif', or cellpose.io.save_masks(…, tif=True)."),
            rule(
                    ".*\\.(npy|npz|pkl|pickle)",
                    "It is a Python array or object, not a label image.",
                    "Save the labels as TIFF: tifffile.imwrite('name.tif', labels)."),
            rule(
                    ".*simple[ _]segmentation.*\\.(tiff?|png|h5|hdf5)",
                    "It is a Simple Segmentation of ilastik: it says which class a pixel has, not which cell it belongs to.",
                    "Run ilastik's Object Classification, and export 'Object Identities' as multipage TIFF."),
            rule(
                    ".*([_ ]probabilit(y|ies)|[_ ]prob(s|map)?|[_ ]uncertainty|[_ ]features|[_ ]pixel[ _]?predictions?)"
                            + "([_ ].*)?\\.(tiff?|png|h5|hdf5)",
                    "It contains probabilities, not labels.",
                    "Export the objects derived from them: label images with one whole number per cell."),
            rule(
                    ".*object[ _](predictions|probabilities).*\\.(tiff?|png|h5|hdf5)",
                    "It says which class a cell has, not which cell a pixel belongs to.",
                    "Export 'Object Identities' from ilastik's Object Classification."),
            rule(
                    ".*[_ ](cp[_ ])?(outlines?|flows?|dp|cellprob|output|styles)\\.(tiff?|png|jpe?g|txt)",
                    "It contains outlines, flows or an overview of a segmentation, not labels.",
                    "Give the masks that the same program writes, such as _cp_masks.tif."),
            rule(
                    ".*[_ ](cp[_ ])?rois?\\.zip|.*\\.roi",
                    "It contains outlines for ImageJ (ROIs), not a label image.",
                    "Save the masks as TIFF; in Fiji: ROI Manager, More, 'ROIs to Label image'."),
            rule(
                    ".*\\.(h5|hdf5|ims|ilp|mat)",
                    "Labels in this kind of file are not read.",
                    TIFF + " In ilastik: Export Image Settings, Format 'multipage tiff'."),
            rule(".*\\.(jpe?g|gif|bmp|webp)", "It is an image for display, whose pixel values are not labels.", TIFF));

    private NotLabels() {}

    private static Rule rule(String name, String cause, String remedy) {
        return new Rule(Pattern.compile(name), cause, remedy);
    }

    /** Why a file is not a label image, judged by its name; empty if the name does not exclude it. */
    static Optional<Problem> why(String location, String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return RULES.stream()
                .filter(rule -> rule.name().matcher(lower).matches())
                .findFirst()
                .map(rule -> new Problem(location, rule.cause(), rule.remedy()));
    }
}
