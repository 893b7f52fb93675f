package org.cellineage.format.name;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names of an input, or of a part of it, say: which scheme they follow, why, and what each image is.
 *
 * <p>It depends on the set of paths alone, not on their order. Paths in it are those that were given.
 *
 * @param folder the part of the tree it is about; {@code ""} for the whole
 * @param scheme the scheme that explains the names; empty where none does
 * @param reason a phrase for users: "the folder holds P7.HTD, and 96 of 96 image names are like P7_B02_s1_w1.TIF"
 * @param images images to read, in the order of their paths
 * @param leftOut images that are no frames, and why, in the order of their paths
 * @param unexplained image files that the scheme does not know, sorted
 * @param doubts what could be meant otherwise, worst first
 */
public record Recognition(
        String folder,
        Optional<NamingScheme> scheme,
        String reason,
        Map<String, ImageName> images,
        Map<String, LeftOut> leftOut,
        List<String> unexplained,
        List<Doubt> doubts) {

    /**
     * Recognises the files of an input: as one where a scheme explains it, otherwise folder by folder.
     *
     * @param relativePaths all files, not the images alone, relative to the root
     * @return one or more, by folder; together they hold every image file once
     */
    public static List<Recognition> of(List<String> relativePaths) {
        return new Recogniser(NamingSchemes.all()).recognise(relativePaths);
    }

    /** Reads the names by the scheme that the user chose. */
    public static Recognition with(NamingScheme scheme, List<String> relativePaths) {
        return new Recogniser(List.of(scheme)).with(scheme.assured(), relativePaths);
    }

    /** Whether the names could mean other movies, so that a run must stop. */
    public boolean isAmbiguous() {
        return doubts.stream().anyMatch(d -> d.kind() == Doubt.Kind.AMBIGUOUS);
    }
}
