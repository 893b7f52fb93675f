package org.cellineage.jobs.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cellineage.evaluate.AreaRatios;
import org.cellineage.evaluate.ContrastClass;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.DetectionTally;

/** Formats detection scores as text and as JSON. */
public final class DetectionReport {

    private static final String ROW = "%-22s %8s %8s %8s %8s %8s %8s%n";

    private DetectionReport() {}

    /** Detection scores of all movies as text tables: one for markers, one for complete masks. */
    public static String table(List<MovieEvaluation> movies) {
        return table("markers", movies, MovieEvaluation::markers) + table("masks", movies, MovieEvaluation::masks);
    }

    private static String table(
            String truth, List<MovieEvaluation> movies, Function<MovieEvaluation, DetectionScore> scores) {
        DetectionScore all = movies.stream().map(scores).reduce(DetectionScore.NONE, DetectionScore::plus);
        return all.all().cells() == 0 ? "" : table(truth, all);
    }

    /** Detection scores of a movie. */
    public static ObjectNode json(MovieEvaluation movie) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("markers", json(movie.markers()));
        node.set("masks", json(movie.masks()));
        return node;
    }

    /**
     * A text table with one row for each class of cells that occurs.
     *
     * @param truth what the cells of the ground truth are, such as {@code markers}
     */
    static String table(String truth, DetectionScore score) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(Locale.ROOT, "%n" + ROW, truth, "cells", "found", "merged", "missed", "split", "recall"));
        text.append(row("all", score.all()));
        for (ContrastClass contrast : ContrastClass.values()) {
            text.append(row("contrast " + contrast.range(), score.of(contrast)));
        }
        text.append(row("below a fifth", score.belowAFifth()));
        text.append(row("at least twice", score.aboveTwice()));
        text.append(row("around divisions", score.dividing()));
        text.append(String.format(
                Locale.ROOT,
                "precision %s (around divisions %s): %,d regions, %,d with one cell, %,d with several, %,d with none%n",
                figure(score.all().precision()),
                figure(score.dividing().precision()),
                score.all().regions(),
                score.all().found(),
                score.merges(),
                score.falseRegions()));
        AreaRatios areas = score.areas();
        if (areas.cells() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "area, found over true: median %s, quartiles %s and %s%n",
                    figure(areas.quantile(0.5)),
                    figure(areas.quantile(0.25)),
                    figure(areas.quantile(0.75))));
        }
        long unknown = score.all().cells() - score.ofKnownContrast().cells();
        if (unknown > 0) {
            text.append(String.format(
                    Locale.ROOT, "contrast unknown for %,d cells; --images tells where the images are%n", unknown));
        }
        return text.toString();
    }

    private static String row(String name, DetectionTally tally) {
        return tally.cells() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ROW,
                        name,
                        tally.cells(),
                        tally.found(),
                        tally.merged(),
                        tally.missed(),
                        tally.split(),
                        figure(tally.recall()));
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** All counts and scores; an undefined score is null. */
    static ObjectNode json(DetectionScore score) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("all", json(score.all()));
        ObjectNode byContrast = node.putObject("by_contrast");
        for (ContrastClass contrast : ContrastClass.values()) {
            byContrast.set(contrast.range(), json(score.of(contrast)));
        }
        node.set("below_a_fifth", json(score.belowAFifth()));
        node.set("at_least_twice", json(score.aboveTwice()));
        node.set("around_divisions", json(score.dividing()));
        node.put("merges", score.merges());
        node.put("false_regions", score.falseRegions());
        ObjectNode areas = node.putObject("area_ratio");
        areas.put("cells", score.areas().cells());
        put("lower_quartile", score.areas().quantile(0.25), areas);
        put("median", score.areas().quantile(0.5), areas);
        put("upper_quartile", score.areas().quantile(0.75), areas);
        return node;
    }

    private static ObjectNode json(DetectionTally tally) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("cells", tally.cells());
        node.put("found", tally.found());
        node.put("merged", tally.merged());
        node.put("missed", tally.missed());
        node.put("split", tally.split());
        node.put("regions", tally.regions());
        put("recall", tally.recall(), node);
        put("precision", tally.precision(), node);
        return node;
    }

    private static void put(String name, double figure, ObjectNode node) {
        if (Double.isNaN(figure)) {
            node.putNull(name);
        } else {
            node.put(name, figure);
        }
    }
}
