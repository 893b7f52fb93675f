package org.cellineage.format.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.CatalogWarning;
import org.cellineage.problem.Problem;

/** Finds alternative interpretations of the numbers in plain names. */
final class PlainDoubts {

    /** A number that stands alone, or after one or two letters that do not denote a position: it may count anything. */
    private static final Pattern BARE_NUMBER =
            Pattern.compile("(?:^|[^A-Za-z0-9])(?!(?:[spfSPF]|xy|XY)\\d)[A-Za-z]{0,2}(\\d+)");

    private final MovieKeys keys;

    PlainDoubts(MovieKeys keys) {
        this.keys = keys;
    }

    /** The doubts of each series that has any. */
    Map<PlainImages.Series, List<CatalogWarning>> of(List<PlainImages.Series> numbered) {
        Map<PlainImages.Series, List<CatalogWarning>> doubts = new HashMap<>();
        Map<String, List<PlainImages.Series>> alike = new TreeMap<>();
        for (PlainImages.Series one : numbered) {
            Matcher bare = BARE_NUMBER.matcher(one.text());
            if (bare.find()) {
                alike.computeIfAbsent(
                                one.folder() + "\n" + one.text().replaceAll("\\d+", "#"), key -> new ArrayList<>())
                        .add(one);
            }
            boolean tagged = one.name().channel() != null || one.name().z() != PlacedFile.NO_Z;
            if (tagged) {
                doubts.computeIfAbsent(one, key -> new ArrayList<>()).add(tagged(one));
            }
        }
        for (List<PlainImages.Series> series : alike.values()) {
            if (series.size() > 1) {
                doubts.computeIfAbsent(series.get(0), key -> new ArrayList<>()).add(twoNumbers(series));
            }
        }
        return doubts;
    }

    private CatalogWarning tagged(PlainImages.Series one) {
        String example = one.files().get(0).name();
        return CatalogWarning.ofMovie(
                keys.ofNumbered(one.folder(), one.text()),
                new Problem(
                        one.folder(),
                        "The number after z, c, ch or w in names such as " + example
                                + " is interpreted as the z plane or the channel.",
                        "If it is something else, specify it: --layout '" + LayoutHint.pattern(example) + "'."));
    }

    private CatalogWarning twoNumbers(List<PlainImages.Series> series) {
        PlainImages.Series first = series.get(0);
        String example = first.files().get(0).name();
        return CatalogWarning.ofMovie(
                keys.ofNumbered(first.folder(), first.text()),
                new Problem(
                        first.folder(),
                        "Its names differ in two numbers, such as " + example
                                + ": the last is interpreted as the frame, the"
                                + " other as the movie, which gives " + series.size() + " movies, the first of "
                                + first.files().size() + " frames. Either could be the channel or the z plane.",
                        "Specify what the numbers are: --layout '" + LayoutHint.pattern(example) + "'."));
    }
}
