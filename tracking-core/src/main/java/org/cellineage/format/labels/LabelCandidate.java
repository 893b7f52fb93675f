package org.cellineage.format.labels;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.problem.Problem;

/**
 * Label images that lie together and are those of one movie, whichever it is.
 *
 * @param set the images, by the numbers in their names, or by their order in a file
 * @param numbered whether they are files with numbers of their own
 * @param files the files, where each is one image; else the one file
 * @param names what its movie may be called, lower case
 * @param folders the folders it lies in, to tell movies of one name apart
 * @param dataset the folder of a dataset of the Cell Tracking Challenge
 * @param rank the lower, the better these labels serve where a sequence has several
 * @param conflict why it cannot be used, such as two files of one number
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

    /**
     * Whether these may be labels of something in folders of these names. Files that nothing calls labels, in a folder of
     * another name, are more likely another movie's images.
     *
     * @param root where labels were looked for
     * @param others the folders, lower case
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

    /** The sequence that these are labels of, such as its truth or its result: those of one sequence are rivals. */
    List<String> sequence() {
        return List.of(set.name(), dataset);
    }
}
