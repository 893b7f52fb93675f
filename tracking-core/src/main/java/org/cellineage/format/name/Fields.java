package org.cellineage.format.name;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the texts of a path by their meaning, to build an {@link ImageName}. */
final class Fields {

    private static final List<Meaning> ELAPSED = List.of(Meaning.DAYS, Meaning.HOURS, Meaning.MINUTES, Meaning.SECONDS);
    private static final List<Meaning> CLOCK = List.of(Meaning.YEAR, Meaning.YEAR_MONTH);
    private static final List<Meaning> LEFT_OUT =
            List.of(Meaning.THUMB, Meaning.CALIBRATION, Meaning.PROJECTION, Meaning.PROCESSED, Meaning.LABELS);
    private static final int MAX_DIGITS = 9;

    private final Map<Meaning, String> texts = new EnumMap<>(Meaning.class);

    /**
     * Adds a text.
     *
     * @return false if the path has another text with the same meaning, and therefore does not match the layout
     */
    boolean add(Meaning meaning, String text) {
        String before = texts.putIfAbsent(meaning, text);
        return before == null || NaturalOrder.withoutZeros(before).equals(NaturalOrder.withoutZeros(text));
    }

    boolean has(Meaning meaning) {
        return texts.containsKey(meaning);
    }

    private Optional<String> text(Meaning meaning) {
        return Optional.ofNullable(texts.get(meaning)).filter(t -> !t.isBlank());
    }

    /**
     * Builds the image name.
     *
     * @param scheme scheme of the names
     * @return empty if a text is invalid for its group, so that the path does not match the layout
     */
    Optional<ImageName> toImage(String folder, NamingScheme.SchemeParts scheme) {
        Optional<Place> place = place(scheme);
        Optional<TimeValue> time = time();
        OptionalInt z = number(Meaning.Z);
        OptionalInt part = number(Meaning.PART);
        boolean wrong = place.isEmpty()
                || (saysTime() && time.isEmpty())
                || (has(Meaning.Z) && z.isEmpty())
                || (has(Meaning.PART) && part.isEmpty());
        if (wrong) {
            return Optional.empty();
        }
        Place at = place.get();
        MovieName movie = new MovieName(
                folder, acquisition(), text(Meaning.PLATE), at.series(), at.well(), at.wellIndex(), at.site());
        return Optional.of(new ImageName(movie, channel(scheme.channelPrefix()), z, time, part, leftOut()));
    }

    /** Well and site, and the rest of the free text. */
    private record Place(
            Optional<String> series, Optional<String> well, OptionalInt wellIndex, Optional<String> site) {}

    private Optional<Place> place(NamingScheme.SchemeParts scheme) {
        Optional<String> series = text(Meaning.SERIES);
        Optional<String> site =
                text(Meaning.SITE).or(() -> text(Meaning.POSITION)).map(NaturalOrder::withoutZeros);
        if (has(Meaning.WELL) || has(Meaning.ROW)) {
            Optional<String> well = well(scheme)
                    .map(WellName::toString)
                    .or(() -> text(Meaning.WELL).filter(w -> scheme.anyWell()));
            return well.map(w -> new Place(series, well, OptionalInt.empty(), site));
        }
        if (has(Meaning.WELL_INDEX)) {
            OptionalInt index = number(Meaning.WELL_INDEX);
            return index.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Place(
                            series, Optional.of(String.format(Locale.ROOT, "W%04d", index.getAsInt())), index, site));
        }
        Optional<WellInText> inSeries = series.flatMap(WellInText::find)
                .filter(w -> w.before().isEmpty() || w.after().isEmpty())
                .filter(w -> w.site().isEmpty() || site.isEmpty());
        return Optional.of(inSeries.map(w -> new Place(
                        Optional.of(w.before() + w.after()).filter(t -> !t.isEmpty()),
                        Optional.of(w.well().toString()),
                        OptionalInt.empty(),
                        site.or(w::site)))
                .orElse(new Place(series, Optional.empty(), OptionalInt.empty(), site)));
    }

    private Optional<WellName> well(NamingScheme.SchemeParts scheme) {
        if (has(Meaning.WELL)) {
            return WellName.parse(texts.getOrDefault(Meaning.WELL, ""));
        }
        String row = texts.getOrDefault(Meaning.ROW, "");
        String col = texts.getOrDefault(Meaning.COL, "");
        boolean fromZero = Integer.valueOf(0).equals(scheme.countsFrom().get(Meaning.ROW));
        if (fromZero && row.matches("\\d{1,4}") && col.matches("\\d{1,4}")) {
            return WellName.of(Integer.parseInt(row) + 1, Integer.parseInt(col) + 1);
        }
        return WellName.parse(row, col);
    }

    private Optional<String> acquisition() {
        String joined = Stream.of(Meaning.DATE, Meaning.MEASUREMENT)
                .flatMap(m -> text(m).stream())
                .collect(Collectors.joining("_"));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    private Optional<ChannelName> channel(String prefix) {
        Optional<String> name = text(Meaning.CHANNEL_NAME).map(String::strip);
        String part = text(Meaning.CHANNEL_PART).orElse("");
        Optional<String> key = text(Meaning.CHANNEL).map(k -> part + key(k.strip(), prefix));
        return key.isPresent()
                ? Optional.of(new ChannelName(key.get(), name))
                : name.map(n -> new ChannelName(n, Optional.empty()));
    }

    private static String key(String channel, String prefix) {
        String number = NaturalOrder.withoutZeros(channel);
        return Character.isDigit(number.charAt(0)) && number.chars().allMatch(Character::isDigit)
                ? prefix + number
                : channel;
    }

    private boolean saysTime() {
        return has(Meaning.TIME)
                || has(Meaning.MS)
                || ELAPSED.stream().anyMatch(this::has)
                || CLOCK.stream().anyMatch(this::has);
    }

    private Optional<TimeValue> time() {
        OptionalLong ms = text(Meaning.MS).stream().mapToLong(Fields::clipped).findFirst();
        if (has(Meaning.TIME)) {
            Optional<TimeValue> time = TimeText.parse(texts.getOrDefault(Meaning.TIME, ""));
            return ms.isPresent() ? time.map(t -> new TimeValue(t.kind(), t.value(), ms)) : time;
        }
        if (ELAPSED.stream().anyMatch(this::has)) {
            return Optional.of(TimeValue.elapsed(TimeText.span(
                    texts.get(Meaning.DAYS),
                    texts.get(Meaning.HOURS),
                    texts.get(Meaning.MINUTES),
                    texts.get(Meaning.SECONDS))));
        }
        if (CLOCK.stream().anyMatch(this::has)) {
            String yearMonth = texts.getOrDefault(Meaning.YEAR_MONTH, "");
            boolean joined = yearMonth.length() == 4;
            return TimeText.clock(new String[] {
                joined ? "20" + yearMonth.substring(0, 2) : texts.getOrDefault(Meaning.YEAR, ""),
                joined ? yearMonth.substring(2) : texts.getOrDefault(Meaning.MONTH, ""),
                texts.getOrDefault(Meaning.DAY, ""),
                texts.getOrDefault(Meaning.HOUR, ""),
                texts.getOrDefault(Meaning.MINUTE, ""),
                texts.getOrDefault(Meaning.SECOND, "")
            });
        }
        return ms.isPresent() ? Optional.of(TimeValue.elapsed(ms.getAsLong())) : Optional.empty();
    }

    private OptionalInt number(Meaning meaning) {
        String digits = NaturalOrder.withoutZeros(texts.getOrDefault(meaning, ""));
        boolean number = digits.length() <= MAX_DIGITS && NaturalOrder.isNumber(digits);
        return number ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static long clipped(String digits) {
        return Long.parseLong(digits.substring(Math.max(0, digits.length() - 15)));
    }

    private Optional<LeftOut> leftOut() {
        for (Meaning meaning : LEFT_OUT) {
            if (has(meaning)) {
                return meaning.leftOut();
            }
        }
        return Optional.empty();
    }
}
