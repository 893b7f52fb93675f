package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one scheme reads the image files of an input.
 *
 * @param images images to read
 * @param leftOut images that are no frames
 * @param unexplained image files it does not know
 */
record Fit(NamingScheme scheme, Map<String, ImageName> images, Map<String, LeftOut> leftOut, List<String> unexplained) {

    /** So many names are read side by side before their equal parts become one. */
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
        // With no raw image there, projections or masks alone are what is to be read.
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

    /** Equal parts are one object: a plate of a million images has few movies, channels and times. */
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

    /** The share of image files that it reads, of those that it does not leave out; 0 where it reads none. */
    double share() {
        return images.isEmpty() ? 0 : (double) images.size() / (images.size() + unexplained.size());
    }
}
