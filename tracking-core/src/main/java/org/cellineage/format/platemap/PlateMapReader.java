package org.cellineage.format.platemap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.name.WellName;
import org.cellineage.format.table.DelimitedText;
import org.cellineage.format.table.TableLine;
import org.cellineage.format.table.TableText;
import org.cellineage.problem.BadInputException;

/**
 * Reads plate maps as saved by spreadsheet programs, with the usual separators and encodings, decimal points or commas,
 * empty rows, and titles above the header; with one row per well, or in plate format.
 *
 * <p>Wells are returned as {@code A01}, however they are written. A duplicate well, or one that no plate has, is an
 * error that names the line.
 */
public final class PlateMapReader {

    /** Maximum number of lines for titles and remarks above the header. */
    private static final int HEADER_WITHIN = 30;

    private static final char[] SEPARATORS = {';', '\t', ','};
    private static final Pattern DECLARED = Pattern.compile("^\"?sep=(.)\"?\\R", Pattern.CASE_INSENSITIVE);
    /** Looks like a well, whether or not a plate has it. */
    private static final Pattern LIKE_A_WELL = Pattern.compile("[A-Za-z]{1,2}[ _-]{0,3}\\d{1,4}");
    /** {@code E05} after a spreadsheet converted it to a number. */
    private static final Pattern SPOILT = Pattern.compile("[\\d.,]+[eE][-+]?\\d+");

    private final String where;

    private PlateMapReader(String where) {
        this.where = where;
    }

    /**
     * Reads a text file.
     *
     * @param where name of the file, for messages
     * @throws BadInputException if it is not a plate map
     */
    public static PlateMapTable read(byte[] file, String where) {
        String text = TableText.of(file, where);
        PlateMapReader reader = new PlateMapReader(where);
        Matcher declared = DECLARED.matcher(text);
        if (declared.find()) {
            char separator = declared.group(1).charAt(0);
            // An empty line keeps the line numbers correct.
            return reader.read(DelimitedText.lines("\n" + text.substring(declared.end()), separator), separator)
                    .orElseThrow(() -> reader.noWells(DelimitedText.lines(text, separator)));
        }
        List<TableLine> best = List.of();
        for (char separator : SEPARATORS) {
            List<TableLine> lines = DelimitedText.lines(text, separator);
            Optional<PlateMapTable> map = reader.read(lines, separator);
            if (map.isPresent()) {
                return map.get();
            }
            if (best.isEmpty() || cells(lines) > cells(best)) {
                best = lines;
            }
        }
        throw reader.noWells(best);
    }

    private static int cells(List<TableLine> lines) {
        return lines.isEmpty() ? 0 : lines.get(0).cells().size();
    }

    /**
     * Reads a table that is already split into cells.
     *
     * @param header names of its columns
     * @throws BadInputException if it is not a plate map
     */
    public static PlateMapTable of(List<String> header, List<TableLine> rows, String where) {
        PlateMapReader reader = new PlateMapReader(where);
        TableLine names = new TableLine(0, header);
        if (!ColumnNames.keys(names.cells()).nameWells()) {
            throw reader.noWells(List.of(names));
        }
        return reader.list(names, rows, true);
    }

    private Optional<PlateMapTable> read(List<TableLine> lines, char separator) {
        for (int at = 0; at < Math.min(HEADER_WITHIN, lines.size()); at++) {
            TableLine line = lines.get(at);
            ColumnNames.Keys keys = ColumnNames.keys(line.cells());
            // A single cell 'Plate' may be a title; a header has other columns or is the first line.
            if (keys.nameWells() && (line.cells().size() > 1 || at == 0)) {
                boolean oneColumn = line.cells().size() == 1;
                boolean otherSeparates = oneColumn && line.cell(0).matches(".*[;,\\t].*");
                return otherSeparates
                        ? Optional.empty()
                        : Optional.of(list(line, lines.subList(at + 1, lines.size()), separator == ','));
            }
        }
        return PlateGrids.read(lines, separator == ',');
    }

    private BadInputException noWells(List<TableLine> lines) {
        String columns =
                lines.isEmpty() ? "nothing" : String.join(", ", lines.get(0).cells());
        return new BadInputException(
                where,
                "It has no column 'well', only " + columns + ".",
                "Name the column of wells 'well' (or two 'row' and 'column'), and that of plates 'plate'; or draw the"
                        + " plate with columns 1, 2, … across and rows A, B, … down.");
    }

    private PlateMapTable list(TableLine header, List<TableLine> rows, boolean commaSeparates) {
        ColumnNames.Keys keys = ColumnNames.keys(header.cells());
        Map<Integer, String> nameOf = names(header, rows, keys);
        List<PlateMapTable.Well> wells = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<TableLine> used = new ArrayList<>();
        for (TableLine row : rows) {
            if (row.isEmpty() || row.cells().equals(header.cells())) {
                continue;
            }
            String well = well(row, keys);
            Optional<String> plate =
                    Optional.of(keys.plate() < 0 ? "" : row.cell(keys.plate())).filter(text -> !text.isEmpty());
            if (!seen.add(plate.orElse("") + "\n" + well)) {
                throw new BadInputException(
                        at(row),
                        "Well " + well + plate.map(p -> " of plate " + p).orElse("") + " appears twice.",
                        "Keep one row per well.");
            }
            wells.add(new PlateMapTable.Well(row.number(), plate, well, new LinkedHashMap<>()));
            used.add(row);
        }
        nameOf.forEach((column, name) -> fill(wells, used, column, name, commaSeparates));
        List<String> columns = new ArrayList<>(nameOf.values());
        addUsual("compound", ColumnNames.compound(columns), columns, wells);
        addUsual("dose", ColumnNames.dose(columns), columns, wells);
        return new PlateMapTable(columns, wells);
    }

    private String at(TableLine row) {
        return row.number() == 0 ? where : where + ", line " + row.number();
    }

    /** Names of the columns other than keys. */
    private Map<Integer, String> names(TableLine header, List<TableLine> rows, ColumnNames.Keys keys) {
        Map<Integer, String> nameOf = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>(List.of(ColumnNames.WELL, ColumnNames.PLATE));
        for (int c = 0; c < header.cells().size(); c++) {
            int column = c;
            boolean isKey = c == keys.plate()
                    || c == keys.well()
                    || (keys.well() < 0 && (c == keys.row() || c == keys.column()));
            boolean isBlank = header.cell(c).isEmpty()
                    && rows.stream().allMatch(row -> row.cell(column).isEmpty());
            if (isKey || isBlank) {
                continue;
            }
            String name = ColumnNames.normal(header.cell(c));
            if (!taken.add(name)) {
                throw new BadInputException(
                        where, "Two columns are named '" + name + "'.", "Give every column a different name.");
            }
            nameOf.put(c, name);
        }
        return nameOf;
    }

    private String well(TableLine row, ColumnNames.Keys keys) {
        String text = keys.well() >= 0 ? row.cell(keys.well()) : row.cell(keys.row()) + row.cell(keys.column());
        if (text.isEmpty()) {
            throw new BadInputException(
                    at(row),
                    "A row has no well: " + String.join(", ", row.cells()) + ".",
                    "Fill it in, or remove the row.");
        }
        Optional<WellName> well =
                keys.well() >= 0 ? WellName.parse(text) : WellName.parse(row.cell(keys.row()), row.cell(keys.column()));
        if (well.isPresent()) {
            return well.get().toString();
        }
        if (keys.well() < 0 || LIKE_A_WELL.matcher(text).matches()) {
            throw new BadInputException(
                    at(row),
                    "No plate has a well " + text + "; the largest plates end with AF48.",
                    "Write the well as A01, or row and column in two columns.");
        }
        if (SPOILT.matcher(text).matches()) {
            throw new BadInputException(
                    at(row),
                    "The well is the number " + text + "; spreadsheet programs turn wells of row E into numbers.",
                    "Format the column of wells as text, and write the wells as E05.");
        }
        return text;
    }

    private static void fill(
            List<PlateMapTable.Well> wells, List<TableLine> rows, int column, String name, boolean commaSeparates) {
        List<Integer> filled = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).cell(column).isEmpty()) {
                filled.add(i);
                values.add(rows.get(i).cell(column));
            }
        }
        List<String> numbers = DecimalSigns.withPoints(values, commaSeparates);
        for (int i = 0; i < filled.size(); i++) {
            wells.get(filled.get(i)).values().put(name, numbers.get(i));
        }
    }

    /** Adds a column that queries use, if the map has it under another name. */
    private static void addUsual(
            String name, Optional<String> other, List<String> columns, List<PlateMapTable.Well> wells) {
        if (other.isEmpty() || columns.contains(name)) {
            return;
        }
        columns.add(name);
        for (PlateMapTable.Well well : wells) {
            Map<String, String> values = new HashMap<>(well.values());
            if (values.containsKey(other.get())) {
                well.values().put(name, values.get(other.get()));
            }
        }
    }
}
