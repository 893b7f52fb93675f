package org.cellineage.jobs.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cellineage.evaluate.DetectionScore;
import org.cellineage.evaluate.DivisionScore;
import org.cellineage.evaluate.Evaluation;

/**
 * The scores of one movie.
 *
 * @param movie its name
 * @param seg SEG, NaN if the ground truth has no complete masks
 * @param tracking all scores; empty if the ground truth has no lineage, so that only masks can be compared
 * @param markers detection of the tracked cells; of no cell if the ground truth has no lineage
 * @param masks detection of the cells with complete masks; of no cell if the ground truth has none
 */
public record MovieEvaluation(
        String movie, double seg, Optional<Evaluation> tracking, DetectionScore markers, DetectionScore masks) {

    /** The scores by their short names, in table order. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("SEG", seg);
        tracking.ifPresent(evaluation -> put(evaluation, figures));
        return figures;
    }

    private static void put(Evaluation evaluation, Map<String, Double> figures) {
        figures.put("DET", evaluation.aogm().det());
        figures.put("TRA", evaluation.aogm().tra());
        figures.put("LNK", evaluation.aogm().lnk());
        figures.put("CT", evaluation.completeTracks().score());
        figures.put("TF", evaluation.trackFractions().score());
        for (DivisionScore division : evaluation.divisions()) {
            figures.put("BC(" + division.toleranceFrames() + ")", division.f1());
        }
        figures.put("CCA", evaluation.cellCycleAccuracy().score());
        figures.put("CHOTA", evaluation.chota().score());
        figures.put("link P", evaluation.links().precision());
        figures.put("link R", evaluation.links().recall());
        figures.put("link F1", evaluation.links().f1());
        DivisionScore tolerant = evaluation.divisions().get(1);
        figures.put("div P", tolerant.precision());
        figures.put("div R", tolerant.recall());
        figures.put("div F1", tolerant.f1());
    }
}
