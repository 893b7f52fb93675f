package org.cellineage.train.classes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.problem.BadInputException;

/**
 * Which cells are not trained on. Cells of one movie, well or plate are alike, so a figure says how a model does on others
 * only if these are held out as a whole.
 *
 * @param every one of so many cells of each source is for the card, the last of each so many; 0 for none
 * @param by name of a grouping, such as {@code movie}, {@code well}, {@code plate}, {@code compound} or {@code file};
 *     empty for none
 * @param values groups that are for the card, as a whole
 * @param validateEvery one of so many of the remaining cells, or groups, chooses the weights and the temperature; 0 for
 *     none
 */
public record HeldOut(int every, String by, Set<String> values, int validateEvery) {

    public HeldOut {
        values = Set.copyOf(values);
        if (every < 0 || every == 1 || validateEvery < 0 || validateEvery == 1) {
            throw new IllegalArgumentException("one of so many must be 0 or at least 2");
        }
    }

    /** Cells to learn from, to choose weights by, and for the card. */
    record Parts(List<LabelledCrop> learned, List<LabelledCrop> validation, List<LabelledCrop> test) {

        Parts {
            learned = List.copyOf(learned);
            validation = List.copyOf(validation);
            test = List.copyOf(test);
        }
    }

    /** Whether a cell is for the card only. */
    boolean isTest(int number, Map<String, String> groups) {
        return (every > 0 && number % every == every - 1)
                || (!by.isEmpty() && values.contains(groups.getOrDefault(by, "")));
    }

    /**
     * Divides cells.
     *
     * @param fold which of the cells that are not for the card choose the weights, from 0: others for each of the first
     *     {@link #validateEvery}
     * @throws BadInputException if a group that is for the card has no cell
     */
    Parts split(Collection<LabelledCrop> crops, int fold) {
        requireGroups(crops);
        List<LabelledCrop> learned = new ArrayList<>();
        List<LabelledCrop> validation = new ArrayList<>();
        List<LabelledCrop> test = new ArrayList<>();
        List<String> groups = groups(crops);
        for (LabelledCrop crop : crops) {
            if (isTest(crop.number(), crop.groups())) {
                test.add(crop);
            } else if (validateEvery > 0 && isValidation(crop, groups, fold)) {
                validation.add(crop);
            } else {
                learned.add(crop);
            }
        }
        return new Parts(learned, validation, test);
    }

    private void requireGroups(Collection<LabelledCrop> crops) {
        TreeSet<String> there = new TreeSet<>();
        crops.forEach(crop -> there.add(crop.groups().getOrDefault(by, "")));
        there.remove("");
        for (String value : by.isEmpty() ? Set.<String>of() : values) {
            if (!there.contains(value)) {
                throw new BadInputException(
                        "--hold-out " + value,
                        "There is no " + by + " of this name"
                                + (there.isEmpty()
                                        ? "; no cell has a " + by + "."
                                        : "; there are "
                                                + String.join(
                                                        ", ",
                                                        there.stream().limit(8).toList())
                                                + (there.size() > 8 ? ", …" : "") + "."),
                        "Give one that there is, or another --hold-out-by.");
            }
        }
    }

    /** The groups that are not for the card, in order; none if cells are not held out by group. */
    private List<String> groups(Collection<LabelledCrop> crops) {
        TreeSet<String> groups = new TreeSet<>();
        if (!by.isEmpty()) {
            crops.forEach(crop -> groups.add(crop.groups().getOrDefault(by, "")));
            groups.removeAll(values);
        }
        return List.copyOf(groups);
    }

    private boolean isValidation(LabelledCrop crop, List<String> groups, int fold) {
        if (groups.size() > 1) {
            // At least one group, however few there are.
            int step = Math.min(validateEvery, groups.size());
            return groups.indexOf(crop.groups().getOrDefault(by, "")) % step == Math.floorMod(step - 1 - fold, step);
        }
        int number = every > 0 ? crop.number() - crop.number() / every : crop.number();
        return number % validateEvery == Math.floorMod(validateEvery - 1 - fold, validateEvery);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (every > 0) {
            parts.add("every " + every + "th cell");
        }
        if (!by.isEmpty()) {
            parts.add(by + " " + new TreeSet<>(values));
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }
}
