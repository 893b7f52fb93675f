package org.cellineage.format.zarr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The metadata of a plate.
 *
 * @param name empty if not given
 * @param wells in metadata order
 * @param acquisitions number of acquisitions of the plate, if given
 */
record NgffPlate(String name, List<Well> wells, int acquisitions) {

    private static final Pattern ROW = Pattern.compile("[A-Za-z]{1,2}");
    private static final Pattern COLUMN = Pattern.compile("0*[1-9][0-9]{0,2}");
    private static final int LETTERS = 26;

    /**
     * A well.
     *
     * @param name such as {@code B02}
     * @param path path below the plate's group, as written
     */
    record Well(String name, String path) {}

    static NgffPlate of(NgffGroup group) {
        MetadataFile plate = group.ome().part("plate");
        List<MetadataFile> rows = plate.parts("rows");
        List<MetadataFile> columns = plate.parts("columns");
        List<Well> wells = new ArrayList<>();
        for (MetadataFile well : plate.parts("wells")) {
            String path = well.text("path");
            wells.add(new Well(wellName(path, name(rows, well, "rowIndex"), name(columns, well, "columnIndex")), path));
        }
        return new NgffPlate(
                plate.text("name"), wells, plate.parts("acquisitions").size());
    }

    /** The name of a well's row or column in the plate's list; empty if unknown. */
    private static String name(List<MetadataFile> names, MetadataFile well, String index) {
        int at = well.json().path(index).asInt(-1);
        return at >= 0 && at < names.size() ? names.get(at).text("name") : "";
    }

    /** {@code B02}, from row and column or else from the path {@code B/2}. */
    static String wellName(String path, String row, String column) {
        String[] parts = path.split("/", -1);
        boolean inTwo = parts.length == 2;
        String r = row.isEmpty() && inTwo ? parts[0] : row;
        String c = column.isEmpty() && inTwo ? parts[1] : column;
        boolean rowIsNumber = COLUMN.matcher(r).matches();
        if ((ROW.matcher(r).matches() || rowIsNumber) && COLUMN.matcher(c).matches()) {
            String letters = rowIsNumber ? letters(Integer.parseInt(r)) : r.toUpperCase(Locale.ROOT);
            return letters + String.format(Locale.ROOT, "%02d", Integer.parseInt(c));
        }
        // Neither letters nor numbers: the names themselves are unique for a well.
        return path.isEmpty() ? r + "_" + c : path.replace('/', '_');
    }

    /** Row 1 is A, 27 is AA. */
    static String letters(int row) {
        StringBuilder letters = new StringBuilder();
        for (int rest = row; rest > 0; rest = (rest - 1) / LETTERS) {
            letters.insert(0, (char) ('A' + (rest - 1) % LETTERS));
        }
        return letters.toString();
    }
}
