package org.cellineage.format.name;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Interpretation of the names of an input, or of a part of it: the scheme, the reason, and the meaning of each image.
 *
 * <p>It depends only on the set of paths, not on their order. Paths are returned as given.
 *
 * @param folder the part of the tree; {@code ""} for the whole
 * @param scheme the matching scheme; empty if there is none
 * @param reason a phrase for users: "the folder holds P7.HTD, and 96 of 96 image names are like P7_B02_s1_w1.TIF"
 * @param images images to read, in path order
 * @param leftOut images that are not frames, with the reason, in path order
 * @param unexplained image files that do not match the scheme, sorted
 * @param doubts possible misinterpretations, most severe first
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
     * Interprets the files of an input: as a whole if one scheme matches it, otherwise folder by folder.
     *
     * @param relativePaths all files, not only images, relative to the root
     * @return one or more, by folder; together they contain every image file once
     */
    public static List<Recognition> of(List<String> relativePaths) {
        return new Recogniser(NamingSchemes.all()).recognise(relativePaths);
    }

    /** Interprets the names with the scheme that the user chose. */
    public static Recognition with(NamingScheme scheme, List<String> relativePaths) {
        return new Recogniser(List.of(scheme)).with(scheme.assured(), relativePaths);
    }

    /** Whether the names could mean different movies, so that a run must stop. */
    public boolean isAmbiguous() {
        return doubts.stream().anyMatch(d -> d.kind() == Doubt.Kind.AMBIGUOUS);
    }
}
