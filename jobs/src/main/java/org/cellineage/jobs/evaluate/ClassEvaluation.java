package org.cellineage.jobs.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cellineage.evaluate.ClassConfusion;
import org.cellineage.evaluate.NearestProfiles;
import org.cellineage.format.MovieKey;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.jobs.store.LineageStore;
import org.cellineage.jobs.store.LineageViews;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;

/** Compares classes in the tables with known ones: those of cells, or those of wells by their profiles. */
public final class ClassEvaluation {

    private final SparkSession spark;
    private final String lineage;

    /** @param lineage location of the tables, for messages */
    public ClassEvaluation(SparkSession spark, LineageStore store, String lineage) throws IOException {
        this.spark = spark;
        this.lineage = lineage;
        LineageViews.register(spark, store);
    }

    /**
     * Compares the classes of cells with a table.
     *
     * @return what was found of the cells that the table names, smoothed and from each frame alone
     * @throws BadInputException if it names no cell that has a class
     */
    public Map<String, ClassConfusion> ofCells(KnownClasses known) {
        Map<String, KnownClasses.OfMovie> movies = new HashMap<>();
        Map<String, Map<List<String>, Long>> counts = new LinkedHashMap<>();
        Iterator<Row> cells = spark.sql(
                        "select plate, well, site, movie_id, frame, track_id, class, class_raw from cells"
                                + " where class is not null")
                .toLocalIterator();
        while (cells.hasNext()) {
            Row row = cells.next();
            KnownClasses.OfMovie movie = movies.computeIfAbsent(
                    row.getString(3),
                    id -> known.of(new MovieKey(row.getString(0), row.getString(1), row.getString(2))));
            Optional<KnownClasses.Known> said = movie.cell(row.getInt(4), row.getInt(5));
            if (said.isPresent()) {
                count(counts, "smoothed", said.get().name(), row.getString(6));
                if (!row.isNullAt(7)) {
                    count(counts, "from each frame alone", said.get().name(), row.getString(7));
                }
            }
        }
        if (counts.isEmpty()) {
            throw new BadInputException(
                    known.location(),
                    "It names no cell of " + lineage + " that has a class.",
                    "Classify cells with --set classification.model=…, and name them by movie, frame and track_id.");
        }
        Map<String, ClassConfusion> confusions = new LinkedHashMap<>();
        counts.forEach((kind, pairs) -> confusions.put(kind, confusion(pairs)));
        return confusions;
    }

    private static void count(Map<String, Map<List<String>, Long>> counts, String kind, String known, String found) {
        counts.computeIfAbsent(kind, name -> new HashMap<>()).merge(List.of(known, found), 1L, Long::sum);
    }

    private static ClassConfusion confusion(Map<List<String>, Long> pairs) {
        TreeSet<String> names = new TreeSet<>();
        pairs.keySet().forEach(names::addAll);
        List<String> classes = List.copyOf(names);
        ClassConfusion confusion = new ClassConfusion(classes);
        pairs.forEach(
                (pair, count) -> confusion.add(classes.indexOf(pair.get(0)), classes.indexOf(pair.get(1)), count));
        return confusion;
    }

    /**
     * Matches each well with the most similar one of another compound.
     *
     * @param classColumn column of the plate map that says the class of a well; wells without one do not take part
     * @param compoundColumn column that says its compound
     * @throws BadConfigurationException if the plate map has no such column
     */
    public List<NearestProfiles.Match> ofWells(String classColumn, String compoundColumn) {
        List<String> there = Arrays.asList(spark.table("conditions").columns());
        for (String column : List.of(classColumn, compoundColumn)) {
            if (!there.contains(column)) {
                throw new BadConfigurationException(
                        "--classes",
                        "The plate map of " + lineage + " has no column " + column + "; it has " + there + ".",
                        "Name one of these, or a file with the classes of cells; or run again with --plate-map.");
            }
        }
        Map<String, Map<String, Double>> profiles = new TreeMap<>();
        for (Row row : spark.sql("select plate, well, measure, score from profiles where score is not null")
                .collectAsList()) {
            profiles.computeIfAbsent(name(row), name -> new TreeMap<>()).put(row.getString(2), row.getDouble(3));
        }
        List<NearestProfiles.Well> wells = new ArrayList<>();
        for (Row row : spark.sql("select plate, well, cast(`" + classColumn + "` as string), cast(`" + compoundColumn
                        + "` as string) from conditions order by plate, well")
                .collectAsList()) {
            String name = name(row);
            if (!row.isNullAt(2) && !row.isNullAt(3) && profiles.containsKey(name)) {
                wells.add(new NearestProfiles.Well(
                        name, row.getString(3), row.getString(2), profiles.getOrDefault(name, Map.of())));
            }
        }
        List<NearestProfiles.Match> matches = NearestProfiles.leavingOneCompoundOut(wells);
        if (matches.isEmpty()) {
            throw new BadInputException(
                    lineage,
                    "No two wells with a class are of different compounds.",
                    "Fill in the columns " + classColumn + " and " + compoundColumn + " of the plate map.");
        }
        return matches;
    }

    private static String name(Row row) {
        return row.getString(0) + "/" + row.getString(1);
    }
}
