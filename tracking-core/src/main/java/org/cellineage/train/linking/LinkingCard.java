package org.cellineage.train.linking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cellineage.model.ModelDescription;
import org.cellineage.train.TrainingPlan;
import org.cellineage.train.TrainingResult;

/**
 * What the card of a linking model says.
 *
 * @param learned the movies it was trained on
 * @param from the bundle that its training started from; empty if there was none
 */
record LinkingCard(
        List<SceneSampler.Shared> learned,
        Set<LinkNetwork.Branch> branches,
        LinkValidation validation,
        LinkValidation.Calibration calibration,
        Map<String, Object> from) {

    JsonNode describe(String command, TrainingPlan plan, TrainingResult result) {
        Map<String, Object> card = new LinkedHashMap<>();
        if (!from.isEmpty()) {
            card.put("from", from);
        }
        card.put("data", data());
        card.put("held_out", heldOut(result));
        card.put("reliability", calibration.reliability());
        card.put("division_reliability", calibration.divisionReliability());
        card.put("calibration_errors", calibration.sets());
        card.put(
                "branches",
                branches.stream()
                        .map(branch -> branch.name().toLowerCase(Locale.ROOT))
                        .toList());
        card.put("command", command);
        card.put("seed", plan.seed());
        card.put("scenes", result.crops());
        card.put("training_minutes", result.elapsed().toMinutes());
        return ModelDescription.node(card);
    }

    private List<Map<String, Object>> data() {
        List<Map<String, Object>> data = new ArrayList<>();
        for (SceneSampler.Shared shared : learned) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("movie", shared.movie().name());
            entry.put("share", shared.share());
            entry.put("frames", shared.movie().frames().size());
            entry.put("cells", shared.movie().cells());
            if (shared.movie().isCorrected()) {
                entry.put("decided_by_people", shared.movie().decisions());
            }
            data.add(entry);
        }
        return data;
    }

    private List<Map<String, Object>> heldOut(TrainingResult result) {
        List<Map<String, Object>> held = new ArrayList<>();
        for (LinkValidation.Classified classified : validation.classify(result.weights())) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("movie", classified.movie());
            entry.put("confusion_different_same_mother", classified.confusion());
            entry.put("confusion_division", classified.divisions());
            held.add(entry);
        }
        return held;
    }
}
