package org.cellineage.jobs.export.zarr;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.jobs.published.TableMovie;

/**
 * Where a movie is in the OME-Zarr files of an output: a movie of a well such as {@code B02} is a field of its plate,
 * {@code PLATE.ome.zarr/B/2/SITE}; any other is a file of its own, {@code PLATE/SEQUENCE.ome.zarr}. This depends on the
 * movie alone, never on the others.
 *
 * @param root folder of the Zarr hierarchy, relative to the output
 * @param path the image's path in it; empty if it is the hierarchy
 * @param row name of the well's row; empty if the movie is a file of its own
 * @param column name of the well's column, without leading zeros
 * @param field name of the field
 */
record ZarrPlace(String root, String path, String row, String column, String field) {

    /** Name of the label images of cells. */
    static final String CELLS = "cells";

    private static final Pattern WELL = Pattern.compile("([A-Za-z]{1,2})0*([1-9][0-9]{0,2})");
    private static final Pattern NOT_A_NAME = Pattern.compile("[^A-Za-z0-9]");

    /**
     * The place of a movie.
     *
     * @param folder folder of the format in that of the plate; empty for none
     */
    static ZarrPlace of(TableMovie movie, String folder) {
        String plate = movie.key().plate();
        String inFolder = plate + "/" + (folder.isEmpty() ? "" : folder + "/");
        Matcher well = WELL.matcher(movie.key().well());
        if (!well.matches()) {
            return new ZarrPlace(inFolder + movie.sequence() + ".ome.zarr", "", "", "", "");
        }
        String row = well.group(1).toUpperCase(Locale.ROOT);
        // The format allows letters and digits only.
        String field = NOT_A_NAME
                .matcher(movie.key().site())
                .replaceAll(sign ->
                        String.format(Locale.ROOT, "x%02x", (int) sign.group().charAt(0)));
        String root = (folder.isEmpty() ? plate : inFolder + plate) + ".ome.zarr";
        return new ZarrPlace(root, row + "/" + well.group(2) + "/" + field, row, well.group(2), field);
    }

    /** Whether it is a field of a plate. */
    boolean inPlate() {
        return !row.isEmpty();
    }

    /** The image, relative to the output. */
    String image() {
        return path.isEmpty() ? root : root + "/" + path;
    }

    /** The label images, relative to the output. */
    String labels() {
        return image() + "/labels/" + CELLS;
    }

    /** The path of the label images of a movie from a folder {@code PLATE/NAME}; empty if no format writes any. */
    static Optional<String> labelsBeside(TableMovie movie, List<String> formats) {
        return OmeZarrExport.FORMATS.entrySet().stream()
                .filter(format -> formats.contains(format.getKey()))
                .findFirst()
                .map(format -> {
                    String labels = of(movie, format.getValue()).labels();
                    String own = movie.key().plate() + "/";
                    return labels.startsWith(own) ? "../" + labels.substring(own.length()) : "../../" + labels;
                });
    }
}
