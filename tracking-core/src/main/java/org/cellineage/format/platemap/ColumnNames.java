package org.cellineage.format.platemap;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Recognizes the columns of a plate map by the names that programs and laboratories use. */
final class ColumnNames {

    static final String WELL = "well";
    static final String PLATE = "plate";

    private static final List<String> WELLS = List.of(
            "well",
            "wellid",
            "wellname",
            "wellposition",
            "wellpos",
            "welllabel",
            "destinationwell",
            "metadatawell",
            "kavität",
            "position",
            "pos");
    private static final List<String> ROWS = List.of("row", "wellrow", "rowletter", "rowname", "zeile", "platerow");
    private static final List<String> COLUMNS =
            List.of("column", "col", "wellcolumn", "wellcol", "colnumber", "columnnumber", "spalte", "platecolumn");
    private static final List<String> PLATES = List.of(
            "plate",
            "plateid",
            "platename",
            "assayplate",
            "assayplatebarcode",
            "platebarcode",
            "metadataplate",
            "platte",
            "barcode");
    private static final List<String> COMPOUNDS =
            List.of("compound", "compoundname", "drug", "treatment", "substance", "condition", "sirna", "gene");
    private static final List<String> DOSES = List.of("dose", "concentration", "conc");

    private ColumnNames() {}

    /** Normalizes a name: {@code Dose (µM)} becomes {@code dose_um}. */
    static String normal(String given) {
        String name = folded(given).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
        return name.isEmpty() ? "column" : name;
    }

    private static String folded(String given) {
        // The micro sign and mu look the same and are often typed as u.
        return Normalizer.normalize(given, Normalizer.Form.NFKC)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace('μ', 'u')
                .replace("ß", "ss");
    }

    /** Indices of the key columns; -1 if there is none. */
    record Keys(int well, int row, int column, int plate) {
        boolean nameWells() {
            return well >= 0 || (row >= 0 && column >= 0);
        }
    }

    static Keys keys(List<String> header) {
        return new Keys(find(header, WELLS), find(header, ROWS), find(header, COLUMNS), find(header, PLATES));
    }

    /** Index of the first column for the first name in the list that occurs. */
    private static int find(List<String> header, List<String> names) {
        List<String> letters = header.stream().map(ColumnNames::letters).toList();
        for (String name : names) {
            int at = letters.indexOf(name);
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static String letters(String given) {
        return folded(given).replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    /** The single column among these normalized names that contains the compound under another name. */
    static Optional<String> compound(List<String> columns) {
        return only(columns.stream()
                .filter(name -> COMPOUNDS.contains(letters(name)))
                .toList());
    }

    /** The single column that contains the dose under another name, or with the unit in its name. */
    static Optional<String> dose(List<String> columns) {
        return only(columns.stream()
                .filter(name -> DOSES.contains(letters(name.replaceFirst("_(?:[pnum]?m|[pnum]?g_ml|x|percent)$", ""))))
                .toList());
    }

    private static Optional<String> only(List<String> names) {
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }
}
