package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of reading the image files of an input with a scheme.
 *
 * @param images images to read
 * @param leftOut images that are not frames
 * @param unexplained image files that do not match the scheme
 */
record Fit(NamingScheme scheme, Map<String, ImageName> images, Map<String, LeftOut> leftOut, List<String> unexplained) {

    /** Number of names that are parsed in parallel before their equal parts are shared. */
    private static final int AT_ONCE = 16_384;

    /** @param files image files, sorted */
    static Fit of(NamingScheme scheme, List<String> files) {
        Map<Object, Object> shared = new HashMap<>();
        Map<String, ImageName> images = new LinkedHashMap<>();
        Map<String, ImageName> aside = new LinkedHashMap<>();
        List<String> unexplained = new ArrayList<>();
        for (int from = 0; from < files.size(); from += AT_ONCE) {
            List<String> some = files.subList(from, Math.min(files.size(), from + AT_ONCE));
            List<Optional<ImageName>> names =
                    some.parallelStream().map(scheme::parse).toList();
            for (int i = 0; i < some.size(); i++) {
                String file = some.get(i);
                Optional<ImageName> name = names.get(i);
                if (name.isEmpty()) {
                    unexplained.add(file);
                } else if (name.get().isImage()) {
                    images.put(file, share(name.get(), shared));
                } else {
                    aside.put(file, name.get());
                }
            }
        }
        Map<String, LeftOut> leftOut = new LinkedHashMap<>();
        // If there are no raw images, projections or masks alone are the images to read.
        boolean alone = images.isEmpty() && unexplained.isEmpty();
        aside.forEach((file, name) -> {
            LeftOut reason = name.leftOut().orElseThrow();
            if (alone && reason.kind().onlyBesideOthers() && isNamed(name)) {
                images.put(file, share(name.asImage(), shared));
            } else {
                leftOut.put(file, reason);
            }
        });
        return new Fit(scheme, images, leftOut, unexplained);
    }

    private static boolean isNamed(ImageName name) {
        MovieName movie = name.movie();
        return name.time().isPresent()
                || movie.well().isPresent()
                || movie.series().isPresent()
                || movie.site().isPresent();
    }

    /** Shares equal parts, because a plate of a million images has few distinct movies, channels and times. */
    @SuppressWarnings("unchecked")
    private static ImageName share(ImageName name, Map<Object, Object> shared) {
        return new ImageName(
                (MovieName) shared.computeIfAbsent(name.movie(), k -> k),
                (Optional<ChannelName>) shared.computeIfAbsent(name.channel(), k -> k),
                (OptionalInt) shared.computeIfAbsent(name.z(), k -> k),
                (Optional<TimeValue>) shared.computeIfAbsent(name.time(), k -> k),
                name.part(),
                Optional.empty());
    }

    /** Share of the image files that match, not counting those left out; 0 if none match. */
    double share() {
        return images.isEmpty() ? 0 : (double) images.size() / (images.size() + unexplained.size());
    }
}
