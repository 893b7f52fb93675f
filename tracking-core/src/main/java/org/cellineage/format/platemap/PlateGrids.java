package org.cellineage.format.platemap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cellineage.format.name.WellName;
import org.cellineage.format.table.TableLine;

/**
 * Reads plate maps in plate format: columns 1, 2, … across and rows A, B, … down, one grid for each variable, with its
 * name in the corner or on the line above.
 */
final class PlateGrids {

    private static final int LEAST_COLUMNS = 3;

    private PlateGrids() {}

    /** The map, if the lines contain at least one grid. */
    static Optional<PlateMapTable> read(List<TableLine> lines, boolean commaSeparates) {
        Map<WellName, Map<String, String>> values = new TreeMap<>();
        Map<WellName, Integer> lineOf = new TreeMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (int at = 0; at < lines.size(); at++) {
            int columns = columns(lines.get(at));
            if (columns >= LEAST_COLUMNS && at + 1 < lines.size() && isRow(lines.get(at + 1), 1)) {
                String name = name(lines, at, names);
                names.add(name);
                List<WellName> wells = new ArrayList<>();
                List<String> cells = new ArrayList<>();
                for (int row = 1; at + row < lines.size() && isRow(lines.get(at + row), row); row++) {
                    TableLine line = lines.get(at + row);
                    for (int column = 1; column <= columns; column++) {
                        WellName.of(row, column)
                                .filter(w -> !line.cell(w.column()).isEmpty())
                                .ifPresent(w -> {
                                    wells.add(w);
                                    cells.add(line.cell(w.column()));
                                    lineOf.putIfAbsent(w, line.number());
                                });
                    }
                }
                List<String> numbers = DecimalSigns.withPoints(cells, commaSeparates);
                for (int i = 0; i < wells.size(); i++) {
                    values.computeIfAbsent(wells.get(i), w -> new LinkedHashMap<>())
                            .put(name, numbers.get(i));
                }
            }
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<PlateMapTable.Well> rows = new ArrayList<>();
        values.forEach((well, of) ->
                rows.add(new PlateMapTable.Well(lineOf.getOrDefault(well, 0), Optional.empty(), well.toString(), of)));
        return Optional.of(new PlateMapTable(List.copyOf(names), rows));
    }

    /** The n for which a line contains 1, 2, … n after its first cell; 0 if it contains anything else. */
    private static int columns(TableLine line) {
        int n = 0;
        while (line.cell(n + 1).equals(Integer.toString(n + 1))) {
            n++;
        }
        for (int c = n + 1; c < line.cells().size(); c++) {
            if (!line.cell(c).isEmpty()) {
                return 0;
            }
        }
        return n;
    }

    private static boolean isRow(TableLine line, int row) {
        return WellName.of(row, 1)
                .map(well -> well.rowLetters().equalsIgnoreCase(line.cell(0)))
                .orElse(false);
    }

    private static String name(List<TableLine> lines, int at, Set<String> taken) {
        String corner = lines.get(at).cell(0);
        String given =
                !corner.isEmpty() ? corner : at > 0 && isTitle(lines.get(at - 1)) ? title(lines.get(at - 1)) : "value";
        String name = ColumnNames.normal(given);
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static boolean isTitle(TableLine line) {
        return line.cells().stream().filter(cell -> !cell.isEmpty()).count() == 1;
    }

    private static String title(TableLine line) {
        return line.cells().stream().filter(cell -> !cell.isEmpty()).findFirst().orElse("value");
    }
}
