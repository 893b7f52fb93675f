package org.cellineage.type;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the name of a channel suggests that it shows. Names are often wrong or say nothing, so they only tip the balance
 * where the image leaves a doubt.
 */
final class NameHint {

    /** How much more probable the named type becomes in relation to each of the others. */
    private static final double ODDS = 4;

    private static final Map<ImageType, Pattern> NAMES = Map.of(
            ImageType.NUCLEUS,
            words("dapi", "hoechst\\d*", "h2b", "h2a", "nls", "nuc", "nuclei", "nucleus", "nuclear", "draq5", "drq5", "sirdna"),
            ImageType.CYTOPLASM,
            words("cyto", "cytoplasm", "cytosol", "celltracker", "cellmask", "membrane", "actin", "phalloidin", "lifeact"),
            ImageType.PHASE,
            words("phase", "phasecontrast", "ph", "ph1", "ph2", "ph3", "pc", "phc"),
            ImageType.BRIGHTFIELD,
            words("bf", "brightfield", "bright", "trans", "transmitted", "tl", "dic", "nomarski"));

    private NameHint() {}

    private static Pattern words(String... words) {
        return Pattern.compile("(?<![a-z0-9])(" + String.join("|", words) + ")(?![a-z0-9])");
    }

    /** The type that a name suggests, if it suggests exactly one. */
    static Optional<ImageType> of(String name) {
        // "H2bGfp" may be two words and "CellTracker" one.
        String text = (name.replaceAll("([a-z])([A-Z])", "$1 $2") + " " + name).toLowerCase(Locale.ROOT);
        String joined = text.replaceAll("bright[ _-]field", "brightfield").replaceAll("phase[ _-]contrast", "phase");
        List<ImageType> suggested = ImageType.ALL.stream()
                .filter(type -> {
                    Pattern words = NAMES.get(type);
                    return words != null && words.matcher(joined).find();
                })
                .toList();
        return suggested.size() == 1 ? Optional.of(suggested.get(0)) : Optional.empty();
    }

    /** The probabilities of all types, given the name too. */
    static double[] apply(ImageType named, List<Double> probabilities) {
        double[] with = new double[probabilities.size()];
        double sum = 0;
        for (int t = 0; t < with.length; t++) {
            with[t] = probabilities.get(t) * (t == named.ordinal() ? ODDS : 1);
            sum += with[t];
        }
        for (int t = 0; t < with.length; t++) {
            with[t] /= sum;
        }
        return with;
    }
}
