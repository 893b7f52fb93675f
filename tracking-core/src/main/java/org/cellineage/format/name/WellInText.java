package org.cellineage.format.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well within free text, such as the name of a file without its extension: {@code B02_s1}, {@code 5uM_B02_s1},
 * {@code plate_B2}.
 *
 * <p>Many words look like wells: channels ({@code C1}), sites ({@code S12}), times ({@code T03}, {@code D2}), fields,
 * objectives ({@code X20}), proteins, reagents and cell lines ({@code siRNA-M2}, {@code G1}, {@code U87}). A word is
 * therefore accepted only if it is delimited by {@code _}, {@code -}, {@code .} or blanks, and
 * <ul>
 * <li>the context confirms it: {@code well} or {@code plate} before it, a site after it ({@code _s1}, {@code _f01},
 * {@code _site2}), or no other text; or
 * <li>it is an upper-case letter A to P with a two-digit column up to 24 ({@code B02}, {@code C11}). It is rejected
 * after a {@code -} that joins it to a word ({@code anti-A12}); and {@code C05}, {@code F05}, {@code M05}, {@code P05}
 * and {@code H05} are rejected next to other upper-case tags ({@code T003}, {@code Z01}), where they mean channel,
 * field, minute, position and hour.
 * </ul>
 *
 * <p>A letter with one digit at the end of a name ({@code exp_C1}, {@code exp_B2}) alone is never a well: split
 * channels, cell-cycle phases and days look the same, and assigning wells to half a plate would be worse than to none.
 * If two words could be wells, none is accepted.
 *
 * @param well the well
 * @param site the site that directly follows it, without leading zeros
 * @param before the text before it, without the separator
 * @param after the text after well and site, without the separator
 */
public record WellInText(WellName well, Optional<String> site, String before, String after) {

    private static final int MAX_TEXT = 1024;
    private static final Pattern WORD = Pattern.compile(
            "(?<![A-Za-z0-9])(?:(?<told>[wW]ell|WELL)?(?<letters>[A-Za-z]{1,2})(?<digits>\\d{1,2})|[Rr](?<row>\\d{2})[Cc](?<col>\\d{2}))(?![A-Za-z0-9])");
    private static final Pattern SITE =
            Pattern.compile("[_ -](?:[sS]|[sS]ite|f|[fF]ield|fov|FOV)[_-]?(\\d{1,4})(?![A-Za-z0-9])");
    private static final Pattern SAYS_WELL =
            Pattern.compile("(?:.*[^A-Za-z])?(?:well|plate)\\d*[ _-]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_TAG = Pattern.compile("(?<![A-Za-z0-9])[TZSW]\\d+(?![A-Za-z0-9])");
    private static final String TAGS = "CFHMP";
    private static final String NEVER_LOWER = "cdfhmpstwxyz";

    private record Candidate(WellName well, boolean strong, int start, int end) {}

    /** Finds the well in a text; empty if there is none or it is ambiguous. */
    public static Optional<WellInText> find(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        List<Candidate> strong = new ArrayList<>();
        List<Candidate> weak = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            candidate(text, word).ifPresent(c -> (c.strong() ? strong : weak).add(c));
        }
        List<Candidate> found = strong.isEmpty() ? weak : strong;
        return found.size() == 1 ? Optional.of(of(text, found.get(0))) : Optional.empty();
    }

    private static WellInText of(String text, Candidate found) {
        Matcher site = SITE.matcher(text).region(found.end(), text.length());
        boolean hasSite = site.lookingAt();
        int end = hasSite ? site.end() : found.end();
        return new WellInText(
                found.well(),
                hasSite ? Optional.of(NaturalOrder.withoutZeros(site.group(1))) : Optional.empty(),
                text.substring(0, found.start()).replaceFirst("[ _.-]+$", ""),
                text.substring(end).replaceFirst("^[ _.-]+", ""));
    }

    private static Optional<Candidate> candidate(String text, Matcher word) {
        if (word.group("row") != null) {
            return WellName.parse(word.group("row"), word.group("col"))
                    .map(w -> new Candidate(w, true, word.start(), word.end()));
        }
        String letters = word.group("letters");
        String digits = word.group("digits");
        Optional<WellName> well = WellName.parse(letters, digits);
        if (well.isEmpty() || isDecimal(text, word.end())) {
            return Optional.empty();
        }
        boolean whole = word.start() == 0 && word.end() == text.length();
        boolean told = word.group("told") != null
                || SAYS_WELL.matcher(text.substring(0, word.start())).matches();
        boolean withSite = SITE.matcher(text).region(word.end(), text.length()).lookingAt();
        boolean upper = letters.equals(letters.toUpperCase(Locale.ROOT));
        boolean joined = word.start() > 0
                && text.charAt(word.start() - 1) == '-'
                && Character.isLetter(text.charAt(Math.max(0, word.start() - 2)));
        boolean tagLetter = !upper && NEVER_LOWER.contains(letters);
        // On a 1536-well plate even S12 is a well; in free text it is a site.
        boolean smallPlate = well.get().row() <= 16 && well.get().column() <= 24;
        if (told || ((whole || withSite) && smallPlate && !tagLetter && !joined)) {
            return Optional.of(new Candidate(well.get(), true, word.start(), word.end()));
        }
        boolean twoDigits = letters.length() == 1 && digits.length() == 2 && upper && smallPlate;
        boolean tag = TAGS.contains(letters) && OTHER_TAG.matcher(text).find();
        return twoDigits && !tag && !joined
                ? Optional.of(new Candidate(well.get(), false, word.start(), word.end()))
                : Optional.empty();
    }

    /** {@code E14.5} is an embryonic day. */
    private static boolean isDecimal(String text, int end) {
        return end + 1 < text.length() && text.charAt(end) == '.' && Character.isDigit(text.charAt(end + 1));
    }
}
