package org.cellineage.format.labels;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.problem.Problem;

/**
 * Label images in one place that belong to one movie, which is not yet known.
 *
 * @param set the images, by the numbers in their names or by their order in a file
 * @param numbered whether they are files with numbers of their own
 * @param files one file per image, or the single file
 * @param names possible names of the movie, in lower case
 * @param folders folders that contain them, to distinguish movies with the same name
 * @param dataset folder of a Cell Tracking Challenge dataset
 * @param rank preference among several labels of a sequence; lower is better
 * @param conflict why it cannot be used, such as two files with the same number
 */
record LabelCandidate(
        LabelSet set,
        boolean numbered,
        List<LabelFile> files,
        Set<String> names,
        Set<String> folders,
        String dataset,
        int rank,
        Optional<Problem> conflict) {

    LabelCandidate {
        files = List.copyOf(files);
        names = Set.copyOf(names);
        folders = Set.copyOf(folders);
    }

    /** Returns the candidate with label images for a movie, see {@link LabelSet#forMovie}. */
    LabelCandidate forMovie(MovieNames movie) {
        return new LabelCandidate(
                set.forMovie(movie.frameCount(), movie.width(), movie.height()),
                numbered,
                files,
                names,
                folders,
                dataset,
                rank,
                conflict);
    }

    /**
     * Whether these may be labels of something in folders with these names. Files that are not marked as labels, in a
     * folder with another name, are more likely images of another movie.
     *
     * @param root where labels were searched for
     * @param others the folders, in lower case
     */
    boolean mayServe(String root, Set<String> others) {
        String folder = files.isEmpty() ? root : files.get(0).folder();
        String last = Places.last(folder);
        return folder.equals(root)
                || files.stream()
                        .anyMatch(file ->
                                file.name().marked() || file.name().stem().matches("(man_|mask).*"))
                || LabelName.of(last).marked()
                || LabelName.of("x_" + last).marked()
                || CtcFolder.isTruthOrResult(folder)
                || others.contains(last.toLowerCase(java.util.Locale.ROOT));
    }

    /**
     * Identifies the sequence of these labels, such as its ground truth or its result; candidates for the same sequence
     * compete.
     */
    List<String> sequence() {
        return List.of(set.name(), dataset);
    }
}
