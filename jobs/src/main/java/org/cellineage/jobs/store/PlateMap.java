package org.cellineage.jobs.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.cellineage.problem.BadInputException;

/**
 * What was done to each well: compound, dose and whatever else a laboratory notes, as given in a CSV file with a header or a
 * Parquet file.
 *
 * <p>There must be a column {@code well}; without a column {@code plate} the map holds for every plate. Names of columns
 * become lower case with underscores. A column that holds numbers alone is a number in the view, any other is text; an
 * empty value is null. Wells are matched whatever the case and the zeros: {@code a1} is {@code A01}.
 *
 * @param source where it was read
 * @param columns columns other than plate and well
 * @param wells rows
 */
public record PlateMap(String source, List<String> columns, List<Well> wells) {

    /** No plate has more wells by far, and no screen more plates than make these. */
    static final int MAX_ROWS = 1_000_000;

    private static final Pattern WELL = Pattern.compile("([A-Za-z]{1,2})0*([1-9][0-9]?)");

    public PlateMap {
        columns = List.copyOf(columns);
        wells = List.copyOf(wells);
    }

    /**
     * A row.
     *
     * @param plate empty where the map does not say
     * @param well as the file writes it
     * @param values by column; what is empty is left out
     */
    public record Well(Optional<String> plate, String well, Map<String, String> values) {}

    /**
     * Reads a map: Parquet where the name ends so, CSV otherwise.
     *
     * @throws BadInputException where there is none, or it is not as a plate map must be
     */
    public static PlateMap read(SparkSession spark, String location) {
        List<String> names;
        List<Row> all;
        try {
            Path path = new Path(location);
            if (!path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path)) {
                throw new BadInputException(location, "There is no such plate map.", "Check the path.");
            }
            Dataset<Row> rows = location.toLowerCase(Locale.ROOT).endsWith(".parquet")
                    ? spark.read().parquet(location)
                    : spark.read()
                            .option("header", true)
                            .option("multiLine", true)
                            .csv(location);
            names = Arrays.stream(rows.columns()).map(PlateMap::columnName).toList();
            check(names, location);
            all = rows.select(Arrays.stream(rows.columns())
                            .map(name -> functions
                                    .col("`" + name.replace("`", "``") + "`")
                                    .cast("string"))
                            .toArray(org.apache.spark.sql.Column[]::new))
                    .takeAsList(MAX_ROWS + 1);
        } catch (BadInputException e) {
            throw e;
        } catch (Exception e) {
            // Scala's methods throw checked exceptions that they do not declare.
            throw new BadInputException(
                    location,
                    "It cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    "Give a CSV file with a header, or a Parquet file whose name ends in .parquet.",
                    e);
        }
        if (all.size() > MAX_ROWS) {
            throw new BadInputException(
                    location, "It has more than " + MAX_ROWS + " rows.", "Give one row for each well.");
        }
        return new PlateMap(
                location, names.stream().filter(name -> !isKey(name)).toList(), wells(all, names, location));
    }

    private static void check(List<String> names, String location) {
        if (!names.contains("well")) {
            throw new BadInputException(
                    location,
                    "It has no column 'well', but " + String.join(", ", names) + ".",
                    "Name the column of wells 'well', and that of plates 'plate'.");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new BadInputException(
                        location, "Two columns are named '" + name + "'.", "Give every column a name of its own.");
            }
        }
    }

    private static boolean isKey(String name) {
        return name.equals("plate") || name.equals("well");
    }

    /** {@code Dose (uM)} becomes {@code dose_um}. */
    static String columnName(String given) {
        String name = given.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
        name = name.replaceAll("^_+|_+$", "");
        return name.isEmpty() ? "column" : name;
    }

    private static List<Well> wells(List<Row> rows, List<String> names, String location) {
        List<Well> wells = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Row row : rows) {
            Map<String, String> values = new LinkedHashMap<>();
            for (int c = 0; c < names.size(); c++) {
                if (!row.isNullAt(c) && !row.getString(c).isBlank()) {
                    values.put(names.get(c), row.getString(c).strip());
                }
            }
            String well = values.remove("well");
            Optional<String> plate = Optional.ofNullable(values.remove("plate"));
            if (well == null) {
                throw new BadInputException(
                        location,
                        "A row has no well: " + (values.isEmpty() ? "it is empty" : values.toString()) + ".",
                        "Fill it in, or remove the row.");
            }
            if (!seen.add(plate.orElse("") + "\n" + key(well))) {
                throw new BadInputException(
                        location,
                        "Well " + well + plate.map(p -> " of plate " + p).orElse("") + " stands in it twice.",
                        "Keep one row for each well.");
            }
            wells.add(new Well(plate, well, values));
        }
        return wells;
    }

    /** What two spellings of a well have in common. */
    static String key(String well) {
        Matcher m = WELL.matcher(well.strip());
        return m.matches() ? m.group(1).toUpperCase(Locale.ROOT) + m.group(2) : well.strip();
    }

    /**
     * The rows of one plate, with its wells named as the tables name them; wells that the tables do not have keep their
     * names.
     *
     * @param tableWells the plate's wells in the tables
     */
    List<Condition> of(String plate, Set<String> tableWells) {
        Map<String, String> nameOf = new LinkedHashMap<>();
        tableWells.forEach(well -> nameOf.put(key(well), well));
        Map<String, Condition> conditions = new LinkedHashMap<>();
        for (Well row : wells) {
            if (row.plate().isEmpty() || row.plate().get().equals(plate)) {
                String well = nameOf.getOrDefault(key(row.well()), row.well());
                conditions.put(well, new Condition(plate, well, row.values()));
            }
        }
        return List.copyOf(conditions.values());
    }

    /** A well's row in the view {@code conditions}. */
    record Condition(String plate, String well, Map<String, String> values) {}
}
