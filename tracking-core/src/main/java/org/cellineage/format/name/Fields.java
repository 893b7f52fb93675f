package org.cellineage.format.name;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of one path, by what they mean, on their way to an {@link ImageName}. */
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
     * @return false where the path says something else of the same meaning: then the path is not of this layout
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
     * The image.
     *
     * @param anyWell whether a well may be any text
     * @return empty where a text is not what its group means: then the path is not of this layout
     */
    Optional<ImageName> toImage(String folder, String channelPrefix, boolean anyWell) {
        Optional<String> well = Optional.empty();
        OptionalInt wellIndex = OptionalInt.empty();
        if (has(Meaning.WELL) || has(Meaning.ROW)) {
            well = has(Meaning.WELL)
                    ? WellName.parse(texts.get(Meaning.WELL)).map(WellName::toString)
                    : WellName.parse(texts.get(Meaning.ROW), texts.getOrDefault(Meaning.COL, ""))
                            .map(WellName::toString);
            if (well.isEmpty() && anyWell) {
                well = text(Meaning.WELL);
            }
            if (well.isEmpty()) {
                return Optional.empty();
            }
        } else if (has(Meaning.WELL_INDEX)) {
            wellIndex = number(Meaning.WELL_INDEX);
            if (wellIndex.isEmpty()) {
                return Optional.empty();
            }
            well = Optional.of(String.format("W%04d", wellIndex.getAsInt()));
        }
        Optional<TimeValue> time = time();
        OptionalInt z = number(Meaning.Z);
        OptionalInt part = number(Meaning.PART);
        boolean wrong = (saysTime() && time.isEmpty())
                || (has(Meaning.Z) && z.isEmpty())
                || (has(Meaning.PART) && part.isEmpty());
        if (wrong) {
            return Optional.empty();
        }
        MovieName movie = new MovieName(
                folder, acquisition(), text(Meaning.PLATE), text(Meaning.SERIES), well, wellIndex, site());
        return Optional.of(new ImageName(movie, channel(channelPrefix), z, time, part, leftOut()));
    }

    private Optional<String> acquisition() {
        String joined = Stream.of(Meaning.DATE, Meaning.MEASUREMENT)
                .flatMap(m -> text(m).stream())
                .collect(Collectors.joining("_"));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    private Optional<String> site() {
        return text(Meaning.SITE).or(() -> text(Meaning.POSITION)).map(NaturalOrder::withoutZeros);
    }

    private Optional<ChannelName> channel(String prefix) {
        Optional<String> name = text(Meaning.CHANNEL_NAME).map(String::strip);
        Optional<String> key = text(Meaning.CHANNEL).map(k -> key(k.strip(), prefix));
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
            Optional<TimeValue> time = TimeText.parse(texts.get(Meaning.TIME));
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
        boolean number = digits.matches("\\d{1," + MAX_DIGITS + "}");
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
