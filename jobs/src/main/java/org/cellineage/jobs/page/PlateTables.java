package org.cellineage.jobs.page;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.cellineage.jobs.hadoop.OutputFolder;

/**
 * What pages show of plates, from tables and views that are registered in the session. The driver holds rows per well,
 * per movie and per failure, but none per track or cell.
 */
public final class PlateTables {

    /** Columns of movies that a page shows of each. */
    private static final List<String> OF_A_MOVIE = List.of(
            "movie_id",
            "well",
            "site",
            "status",
            "frames",
            "frames_failed",
            "width_px",
            "height_px",
            "pixel_size_um",
            "frame_interval_s",
            "cells",
            "tracks",
            "divisions",
            "mean_link_probability",
            "nucleus_diameter_px");

    /** Columns of movies that say how they were made. */
    private static final List<String> OF_A_RUN = List.of(
            "processed_run_id",
            "software_version",
            "input",
            "layout",
            "segmentation",
            "model_hash",
            "linking",
            "link_model_hash",
            "config_hash");

    /** A statement that names the tables and views that this class and review queues read. */
    public static final String READ =
            "select 1 from movies, cells, tracks, divisions, failures, wells, conditions, review_queue";

    private static final int MOST_POINTS_OF_A_CURVE = 150;
    private static final int MOST_FAILURES = 200;
    private static final MathContext DIGITS = new MathContext(10);
    private static final String PLATE = "plate";

    private final SparkSession spark;
    private final OutputFolder lineage;
    private final Column chosen;
    private final Map<String, ObjectNode> plates = new TreeMap<>();

    /**
     * @param lineage folder of the tables, in which runs keep their settings
     * @param only {@code PLATE[/WELL[/SITE]]} of what to show; empty for everything
     */
    public PlateTables(SparkSession spark, OutputFolder lineage, List<String> only) {
        this.spark = spark;
        this.lineage = lineage;
        this.chosen = only.stream().map(PlateTables::isIn).reduce(Column::or).orElse(lit(true));
    }

    private static Column isIn(String part) {
        String[] names = part.split("/", -1);
        Column plate = col(PLATE).equalTo(names[0]);
        return names.length == 1 || names[1].isEmpty()
                ? plate
                : plate.and(col("well").equalTo(names[1]));
    }

    /** The values for the page of each plate that has movies, by plate. */
    public Map<String, ObjectNode> read() throws IOException {
        Dataset<Row> movies = spark.table("movies").where(chosen);
        add("movies", movies.select(columns(OF_A_MOVIE)).orderBy(PLATE, "movie_id"));
        add("wells", spark.table("wells").where(chosen).orderBy(PLATE, "well"));
        add("conditions", spark.table("conditions").where(chosen).orderBy(PLATE, "well"));
        List<Column> ofRun = new ArrayList<>(List.of(columns(OF_A_RUN)));
        add(
                "provenance",
                movies.groupBy(ofRun.toArray(new Column[0]))
                        .agg(count(lit(1)).as("movies"))
                        .orderBy(ofRun.toArray(new Column[0])));
        addFailures();
        addCurves(movies);
        addSettings();
        return plates;
    }

    private static Column[] columns(List<String> names) {
        List<Column> columns = new ArrayList<>(List.of(col(PLATE)));
        names.forEach(name -> columns.add(col(name)));
        return columns.toArray(new Column[0]);
    }

    /** Adds rows to their plates; the first table decides which plates there are. */
    private void add(String name, Dataset<Row> rows) {
        boolean first = plates.isEmpty();
        plates.values().forEach(plate -> plate.putArray(name));
        for (String json : rows.toJSON().collectAsList()) {
            ObjectNode row = (ObjectNode) PageJson.parse(json);
            JsonNode key = row.remove(PLATE);
            String plate = key == null ? "" : key.asText();
            if (first) {
                plates.computeIfAbsent(plate, PlateTables::plate);
            }
            ObjectNode own = plates.get(plate);
            if (own != null) {
                own.withArray(name).add(rounded(row));
            }
        }
    }

    /** The last digits of a mean depend on the order in which tasks end. */
    private static ObjectNode rounded(ObjectNode row) {
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode inner) {
                rounded(inner);
            } else if (value.isDouble() && Double.isFinite(value.doubleValue())) {
                field.setValue(DoubleNode.valueOf(
                        BigDecimal.valueOf(value.doubleValue()).round(DIGITS).doubleValue()));
            }
        }
        return row;
    }

    private static ObjectNode plate(String name) {
        return PageJson.object().put(PLATE, name);
    }

    private void addFailures() {
        Column[] order = {col("movie_id"), col("frame"), col("stage"), col("where"), col("cause")};
        Dataset<Row> failures = spark.table("failures").where(chosen);
        add(
                "failures",
                failures.withColumn(
                                "place",
                                row_number().over(Window.partitionBy(PLATE).orderBy(order)))
                        .where(col("place").leq(MOST_FAILURES))
                        .orderBy(col(PLATE), col("place"))
                        .select(PLATE, "movie_id", "well", "frame", "stage", "where", "cause", "remedy", "passing"));
        add("failureCount", failures.groupBy(PLATE).agg(count(lit(1)).as("count")));
    }

    /** Mean number of cells per movie of each well, over frames; of long movies every n-th. */
    private void addCurves(Dataset<Row> movies) {
        Row longest = movies.selectExpr("coalesce(max(frames), 1)").first();
        int step = Math.max(1, longest.getInt(0) / MOST_POINTS_OF_A_CURVE);
        Dataset<Row> points = spark.table("cells")
                .where(chosen)
                .where(col("frame").mod(step).equalTo(0))
                .groupBy(PLATE, "well", "frame")
                .agg(count(lit(1)).divide(countDistinct("movie_id")).as("cells"))
                .orderBy(PLATE, "well", "frame");
        for (ObjectNode plate : plates.values()) {
            plate.putObject("growth");
        }
        for (Row row : points.collectAsList()) {
            ObjectNode plate = plates.get(row.getString(0));
            if (plate != null) {
                ArrayNode curve = plate.withObjectProperty("growth").withArrayProperty(row.getString(1));
                curve.addArray().add(row.getInt(2)).add(Math.round(row.getDouble(3) * 100) / 100.0);
            }
        }
    }

    /** The settings of each run whose movies are shown. */
    private void addSettings() throws IOException {
        for (ObjectNode plate : plates.values()) {
            TreeSet<String> runs = new TreeSet<>();
            plate.withArray("provenance")
                    .forEach(row -> runs.add(row.path("processed_run_id").asText()));
            ObjectNode settings = plate.putObject("settings");
            for (String run : runs) {
                lineage.read("_runs/" + run + ".json").ifPresent(json -> settings.set(run, PageJson.parse(json)));
            }
        }
    }
}
