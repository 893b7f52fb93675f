package org.cellineage.format.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellineage.format.StoredFile;
import org.cellineage.format.name.ChannelName;
import org.cellineage.format.name.TimeValue;
import org.cellineage.format.name.WellInText;
import org.jspecify.annotations.Nullable;

/**
 * A numbered name that matches no vendor's scheme: {@code img_0001}, {@code x_12_z03}. The last number is the frame,
 * unless {@code z}, {@code c}, {@code ch} or {@code w} precedes it; then it is the z plane or the channel.
 *
 * @param series the text before the numbers, without separators
 * @param prefix the unmodified text before the numbers, which the names of a movie have in common
 * @param time the frame; null if there is none
 * @param channel the channel; null if there is none
 * @param z the z plane, or {@link PlacedFile#NO_Z}
 */
record PlainName(
        String series,
        String prefix,
        @Nullable TimeValue time,
        @Nullable ChannelName channel,
        int z) {

    private static final Pattern TAGGED = Pattern.compile(
            "(|.*[ _.\\-])(z|c|ch|w|channel)[ _\\-]?(\\d{1,6})", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,18})", Pattern.DOTALL);

    /** Parses a file name; empty if it does not end with a number, or the number is the site of a well. */
    static Optional<PlainName> of(StoredFile file) {
        String rest = Names.stem(file.name());
        if (WellInText.find(rest).filter(well -> well.after().isEmpty()).isPresent()) {
            return Optional.empty();
        }
        int z = PlacedFile.NO_Z;
        ChannelName channel = null;
        Matcher tagged = TAGGED.matcher(rest);
        while (tagged.matches()) {
            boolean isZ = tagged.group(2).equalsIgnoreCase("z");
            if (isZ ? z != PlacedFile.NO_Z : channel != null) {
                break;
            }
            int number = Integer.parseInt(tagged.group(3));
            if (isZ) {
                z = number;
            } else {
                channel = new ChannelName(tagged.group(2).toLowerCase(Locale.ROOT) + number, Optional.empty());
            }
            rest = trimmed(tagged.group(1));
            tagged = TAGGED.matcher(rest);
        }
        Matcher numbered = NUMBERED.matcher(rest);
        boolean isTagged = z != PlacedFile.NO_Z || channel != null;
        if (numbered.matches()) {
            TimeValue time = TimeValue.index(Long.parseLong(numbered.group(2)));
            String prefix = numbered.group(1);
            return Optional.of(new PlainName(trimmed(prefix), prefix, time, channel, z));
        }
        return isTagged ? Optional.of(new PlainName(rest, rest, null, channel, z)) : Optional.empty();
    }

    private static String trimmed(String text) {
        return text.replaceAll("[ _.\\-]+$", "");
    }

    PlacedFile place(StoredFile file) {
        return new PlacedFile(file, time, channel, z);
    }
}
