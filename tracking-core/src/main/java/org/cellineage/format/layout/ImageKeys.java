package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.format.MovieKey;
import org.cellineage.format.name.WellInText;
import org.cellineage.format.tiff.TiffStack;

/**
 * Keys for the images of one file. A single image has the key of the file. For several, well and site come from the
 * image's name ({@code A01_s1}) or its position on the plate; otherwise the image's name, or its number from 1, is
 * appended to the site.
 */
final class ImageKeys {

    private ImageKeys() {}

    /** Returns one distinct key per stack. */
    static List<MovieKey> of(MovieKey file, List<TiffStack> images) {
        if (images.size() == 1) {
            return List.of(file);
        }
        List<MovieKey> placed = new ArrayList<>();
        List<MovieKey> named = new ArrayList<>();
        List<MovieKey> numbered = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            TiffStack image = images.get(i);
            String name = image.name().strip().replaceAll("[/\\\\]+", "_");
            numbered.add(MovieKeys.key(file.plate(), file.well(), file.site() + "_" + (i + 1)));
            named.add(
                    name.isEmpty()
                            ? numbered.get(i)
                            : MovieKeys.key(file.plate(), file.well(), file.site() + "_" + name));
            placed.add(place(file.plate(), image, name).orElse(named.get(i)));
        }
        if (different(placed)) {
            return placed;
        }
        return different(named) ? named : numbered;
    }

    private static Optional<MovieKey> place(String plate, TiffStack image, String name) {
        return WellInText.find(name)
                .map(found -> MovieKeys.key(
                        plate, found.well().toString(), found.site().orElse("1")))
                .or(() ->
                        image.place().map(place -> new MovieKey(plate, place.well(), Integer.toString(place.site()))));
    }

    private static boolean different(List<MovieKey> keys) {
        Set<MovieKey> set = new HashSet<>(keys);
        return set.size() == keys.size();
    }
}
