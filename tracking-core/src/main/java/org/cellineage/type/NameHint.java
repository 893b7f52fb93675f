package org.cellineage.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the name of a channel suggests that it shows. Names are often wrong or say nothing, so they only tip the balance
 * where the image leaves a doubt.
 *
 * @param types one or several
 * @param odds how much more probable each of them becomes in relation to the others
 */
record NameHint(Set<ImageType> types, double odds) {

    /** People give such names, to the wrong channel too. */
    private static final double OF_A_WORD = 4;

    /** A fluorophore or filter names how the light was made. */
    private static final double OF_A_FLUOROPHORE = 20;

    private static final Set<ImageType> FLUORESCENCE = Set.of(ImageType.NUCLEUS, ImageType.CYTOPLASM);

    private static final Pattern FLUOROPHORES = words(
            "[a-z]{0,4}gfp",
            "[a-z]{0,4}yfp",
            "[a-z]{0,4}cfp",
            "[a-z]{0,4}rfp",
            "mcherry",
            "tdtomato",
            "mruby\\d*",
            "mscarlet",
            "mneongreen",
            "venus",
            "cerulean",
            "mturquoise\\d*",
            "mkate\\d*",
            "fitc",
            "tritc",
            "cy[357]",
            "texasred",
            "txred",
            "alexa\\d*",
            "af\\d{3}",
            "fluo[a-z]*",
            "dapi",
            "hoechst\\d*");

    /** Words and the only type that they suggest. */
    private record Words(ImageType type, Pattern pattern) {}

    private static final List<Words> WORDS = List.of(
            new Words(
                    ImageType.NUCLEUS,
                    words(
                            "dapi",
                            "hoechst\\d*",
                            "h2b",
                            "h2a",
                            "nls",
                            "nuc",
                            "nuclei",
                            "nucleus",
                            "nuclear",
                            "draq5",
                            "drq5",
                            "sirdna")),
            new Words(
                    ImageType.CYTOPLASM,
                    words(
                            "cyto",
                            "cytoplasm",
                            "cytosol",
                            "celltracker",
                            "cellmask",
                            "membrane",
                            "actin",
                            "phalloidin",
                            "lifeact")),
            new Words(ImageType.PHASE, words("phase", "phasecontrast", "ph", "ph1", "ph2", "ph3", "pc", "phc")),
            new Words(
                    ImageType.BRIGHTFIELD,
                    words("bf", "brightfield", "bright", "trans", "transmitted", "tl", "dic", "nomarski")));

    private static Pattern words(String... words) {
        return Pattern.compile("(?<![a-z0-9])(" + String.join("|", words) + ")(?![a-z0-9])");
    }

    /** What a name suggests; empty if nothing, or two things that contradict each other. */
    static Optional<NameHint> of(String name) {
        // "H2bGfp" may be two words and "CellTracker" one.
        String text = (name.replaceAll("([a-z])([A-Z])", "$1 $2") + " " + name)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        String joined = text.replaceAll("bright[ -]field", "brightfield").replaceAll("phase[ -]contrast", "phase");
        Set<ImageType> named = new TreeSet<>();
        WORDS.stream()
                .filter(words -> words.pattern().matcher(joined).find())
                .forEach(words -> named.add(words.type()));
        boolean isFluorescence = FLUOROPHORES.matcher(joined).find();
        if (named.isEmpty()) {
            return isFluorescence ? Optional.of(new NameHint(FLUORESCENCE, OF_A_FLUOROPHORE)) : Optional.empty();
        }
        boolean contradicts = isFluorescence && !FLUORESCENCE.containsAll(named);
        return named.size() == 1 && !contradicts ? Optional.of(new NameHint(named, OF_A_WORD)) : Optional.empty();
    }

    /** The probabilities of all types, given the name too. */
    double[] apply(List<Double> probabilities) {
        double[] with = new double[probabilities.size()];
        double sum = 0;
        for (int t = 0; t < with.length; t++) {
            with[t] = probabilities.get(t) * (types.contains(ImageType.ALL.get(t)) ? odds : 1);
            sum += with[t];
        }
        for (int t = 0; t < with.length; t++) {
            with[t] /= sum;
        }
        return with;
    }
}
