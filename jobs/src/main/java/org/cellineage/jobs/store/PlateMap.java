package org.cellineage.jobs.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.name.WellName;
import org.cellineage.format.platemap.PlateMapReader;
import org.cellineage.format.platemap.PlateMapTable;
import org.cellineage.format.table.TableLine;
import org.cellineage.jobs.hadoop.GlobText;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.UserException;

/**
 * The treatment of each well: compound, dose and any other columns, from a text file saved by a spreadsheet program
 * ({@link PlateMapReader}) or a Parquet file.
 *
 * <p>A map without a plate column applies to every plate. Column names are converted to lower case with underscores. A
 * column in which all values are numbers is numeric in the view, any other is text; an empty value is null. Wells match
 * in any notation: {@code a1} and {@code r01c01} are {@code A01}.
 *
 * @param source location from which it was read
 * @param columns columns other than plate and well
 * @param wells rows
 */
public record PlateMap(String source, List<String> columns, List<PlateMapTable.Well> wells) {

    /** Far more rows than the wells of any screen. */
    static final int MAX_ROWS = 1_000_000;

    private static final int MAX_BYTES = 256 << 20;

    public PlateMap {
        columns = List.copyOf(columns);
        wells = List.copyOf(wells);
    }

    /**
     * Reads a map: Parquet if the name ends with .parquet, otherwise text.
     *
     * @throws BadInputException if it does not exist or is not a valid plate map
     */
    public static PlateMap read(SparkSession spark, String location) {
        PlateMapTable table;
        try {
            Storage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
            table = location.toLowerCase(Locale.ROOT).endsWith(".parquet")
                    ? parquet(spark, storage, location)
                    : PlateMapReader.read(text(storage, location), location);
        } catch (UserException e) {
            throw e;
        } catch (Exception e) {
            // Scala's methods throw checked exceptions without declaring them.
            throw new BadInputException(
                    location,
                    "It cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    "Give a CSV file with a header, or a Parquet file whose name ends in .parquet.",
                    e);
        }
        if (table.wells().size() > MAX_ROWS) {
            throw tooLarge(location);
        }
        return new PlateMap(location, table.columns(), table.wells());
    }

    private static BadInputException tooLarge(String location) {
        return new BadInputException(location, "It has more than " + MAX_ROWS + " rows.", "Give one row per well.");
    }

    private static byte[] text(Storage storage, String location) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_BYTES) {
                throw tooLarge(location);
            }
            byte[] all = new byte[(int) bytes.length()];
            bytes.readFully(0, all, 0, all.length);
            return all;
        } catch (java.io.FileNotFoundException e) {
            throw new BadInputException(location, "The plate map does not exist.", "Check the path.", e);
        }
    }

    private static PlateMapTable parquet(SparkSession spark, Storage storage, String location) throws IOException {
        if (storage.list(location).isEmpty()) {
            throw new BadInputException(location, "The plate map does not exist.", "Check the path.");
        }
        Dataset<Row> rows = spark.read().parquet(GlobText.escape(location));
        List<Row> all = rows.select(Arrays.stream(rows.columns())
                        .map(name -> functions
                                .col("`" + name.replace("`", "``") + "`")
                                .cast("string"))
                        .toArray(org.apache.spark.sql.Column[]::new))
                .takeAsList(MAX_ROWS + 1);
        List<TableLine> lines = new ArrayList<>();
        for (Row row : all) {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < row.size(); c++) {
                cells.add(row.isNullAt(c) ? "" : row.getString(c));
            }
            lines.add(new TableLine(0, cells));
        }
        return PlateMapReader.of(List.of(rows.columns()), lines, location);
    }

    /** The canonical spelling of a well, for comparison. */
    static String key(String well) {
        return WellName.parse(well).map(WellName::toString).orElse(well.strip());
    }

    /**
     * The rows of one plate, with wells named as in the tables; wells that are not in the tables keep their names.
     *
     * @param tableWells the plate's wells in the tables
     */
    public List<Condition> of(String plate, Set<String> tableWells) {
        Map<String, String> nameOf = new LinkedHashMap<>();
        tableWells.forEach(well -> nameOf.put(key(well), well));
        Map<String, Condition> conditions = new LinkedHashMap<>();
        for (PlateMapTable.Well row : wells) {
            if (row.plate().map(plate::equals).orElse(true)) {
                String well = nameOf.getOrDefault(row.well(), row.well());
                conditions.put(well, new Condition(plate, well, row.values()));
            }
        }
        return List.copyOf(conditions.values());
    }

    /** A row of the view {@code conditions}. */
    record Condition(String plate, String well, Map<String, String> values) {}
}
