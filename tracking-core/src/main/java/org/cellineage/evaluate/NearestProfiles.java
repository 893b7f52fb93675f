package org.cellineage.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether wells that are treated alike look alike: each well is compared with all wells of other compounds, and gets the
 * class of the one whose profile points most nearly in the same direction. Wells of its own compound do not count, because
 * they are alike anyway; what is asked is whether another compound with the same mechanism is (Ljosa et al. 2013).
 */
public final class NearestProfiles {

    private NearestProfiles() {}

    /**
     * A well.
     *
     * @param name plate and well, which break ties
     * @param compound what it was treated with
     * @param known its class
     * @param profile its measures relative to controls, by name
     */
    public record Well(String name, String compound, String known, Map<String, Double> profile) {

        public Well {
            // In the order of names, so that sums over it are the same each time.
            profile = Collections.unmodifiableMap(new TreeMap<>(profile));
        }
    }

    /**
     * A well and the most similar one of another compound.
     *
     * @param cosine of the angle between their profiles, -1 to 1
     */
    public record Match(Well well, Well nearest, double cosine) {}

    /** The match of each well; none for wells without a profile, or where there is no other compound. */
    public static List<Match> leavingOneCompoundOut(List<Well> wells) {
        List<Match> matches = new ArrayList<>();
        for (Well well : wells) {
            Optional<Match> best = Optional.empty();
            for (Well other : wells) {
                if (other.compound().equals(well.compound())) {
                    continue;
                }
                double cosine = cosine(well.profile(), other.profile());
                if (!Double.isNaN(cosine) && (best.isEmpty() || isBetter(cosine, other, best.get()))) {
                    best = Optional.of(new Match(well, other, cosine));
                }
            }
            best.ifPresent(matches::add);
        }
        return matches;
    }

    private static boolean isBetter(double cosine, Well other, Match best) {
        return cosine > best.cosine()
                || (cosine == best.cosine()
                        && other.name().compareTo(best.nearest().name()) < 0);
    }

    /** The cosine over the measures that both have; NaN if that is undefined. */
    private static double cosine(Map<String, Double> a, Map<String, Double> b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (Map.Entry<String, Double> entry : a.entrySet()) {
            Double other = b.get(entry.getKey());
            if (other != null) {
                product += entry.getValue() * other;
                lengthA += entry.getValue() * entry.getValue();
                lengthB += other * other;
            }
        }
        return lengthA > 0 && lengthB > 0 ? product / Math.sqrt(lengthA * lengthB) : Double.NaN;
    }

    /** Wells by their class and that of their match. */
    public static ClassConfusion confusion(List<Match> matches) {
        List<String> classes = matches.stream()
                .flatMap(match -> List.of(match.well().known(), match.nearest().known()).stream())
                .distinct()
                .sorted()
                .toList();
        ClassConfusion confusion = new ClassConfusion(classes);
        for (Match match : matches) {
            confusion.add(
                    classes.indexOf(match.well().known()),
                    classes.indexOf(match.nearest().known()));
        }
        return confusion;
    }
}
