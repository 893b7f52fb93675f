package org.cellineage.format.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names made from the descriptions themselves come back as they were made, or are refused; never as another movie.
 *
 * <p>The free texts in them are such as laboratories write, with words that look like wells, sites and times.
 */
class NameGrammarPropertyTest {

    private static final int NAMES = 400;
    private static final int PLATES = 10;

    private static final List<String> WORDS = List.of(
            "exp",
            "P7",
            "HeLa 3",
            "5uM",
            "2025-04-12",
            "s12",
            "T003",
            "a_B02",
            "c1",
            "x_w1",
            "run_2_t",
            "siRNA-M2",
            "GFP",
            "Zelle-\u00fc",
            "p53_C1",
            "MAXI",
            "day2",
            "B16-F10",
            "2-DSU");

    static Stream<NamingScheme> schemes() {
        return NamingSchemes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void aNameComesBackAsItWasMadeOrIsRefused(NamingScheme scheme) {
        SplittableRandom random = new SplittableRandom(scheme.name().hashCode());
        NamingScheme assured = scheme.assured();
        int read = 0;
        for (int i = 0; i < NAMES; i++) {
            List<NameForm> forms = scheme.parts().images();
            NameForm form = forms.get(random.nextInt(forms.size()));
            Map<String, String> made = new TreeMap<>();
            String name = RegexSampler.sample(form.regex(), random, words(scheme), Map.of(), made);
            Optional<ImageName> parsed = assured.parse(name);
            if (parsed.isPresent() && !hasMark(parsed.get())) {
                read++;
                assertThat(facts(parsed.get())).as(scheme + ": " + name).containsAllEntriesOf(facts(made));
            }
        }
        assertThat(read).as("names that are read").isGreaterThan(NAMES / 10);
    }

    /** Where a number follows free text without anything between, the text does not end in a digit. */
    private static List<String> words(NamingScheme scheme) {
        return scheme.tier() == NamingScheme.Tier.PLAIN
                ? WORDS.stream().filter(w -> !w.matches(".*\\d")).toList()
                : WORDS;
    }

    private static boolean hasMark(ImageName image) {
        return image.leftOut().isPresent()
                && image.time().isEmpty()
                && image.movie().well().isEmpty();
    }

    /** Numbers of the groups, as texts without zeros in front. */
    private static Map<String, String> facts(Map<String, String> made) {
        Map<String, String> facts = new HashMap<>();
        made.forEach((group, text) -> Meaning.of(group).ifPresent(meaning -> {
            switch (meaning) {
                case Z, SITE, PART -> facts.put(meaning.group(), NaturalOrder.withoutZeros(text));
                case TIME -> facts.put("time", NaturalOrder.withoutZeros(text));
                case WELL -> WellName.parse(text).ifPresent(w -> facts.put("well", w.toString()));
                default -> {}
            }
        }));
        return facts;
    }

    private static Map<String, String> facts(ImageName image) {
        Map<String, String> facts = new HashMap<>();
        image.z().ifPresent(z -> facts.put("z", Integer.toString(z)));
        image.movie().site().ifPresent(s -> facts.put("site", s));
        image.part().ifPresent(p -> facts.put("part", Integer.toString(p)));
        image.time().ifPresent(t -> facts.put("time", Long.toString(t.value())));
        image.movie().well().ifPresent(w -> facts.put("well", w));
        return facts;
    }

    /** Where an image was meant to be. */
    private record Made(String movie, int channel, int z, int frame) {}

    @ParameterizedTest
    @MethodSource("schemes")
    void aPlateComesBackAsItWasMadeOrIsDoubted(NamingScheme scheme) {
        SplittableRandom random = new SplittableRandom(17L * scheme.name().hashCode());
        int same = 0;
        int made = 0;
        for (int i = 0; i < PLATES; i++) {
            List<NameForm> forms = scheme.parts().images().stream()
                    .filter(f -> f.need() == NameForm.Need.NOTHING)
                    .toList();
            NameForm form = forms.get(random.nextInt(forms.size()));
            Map<String, Made> plate = plate(form, words(scheme), random);
            if (plate.size() < 6) {
                continue;
            }
            made++;
            List<String> names = new ArrayList<>(plate.keySet());
            // Plane by plane a few are missing, as from a run that was stopped.
            if (random.nextInt(3) == 0) {
                names.remove(random.nextInt(names.size()));
            }
            Collections.shuffle(names, new Random(random.nextLong()));
            List<Recognition> found = Recognition.of(names);
            if (found.size() == 1
                    && found.get(0).scheme().isPresent()
                    && found.get(0).doubts().isEmpty()) {
                Recognition one = found.get(0);
                assertThat(readAs(one.images()))
                        .as(scheme + " read as " + one.scheme() + ": " + new TreeSet<>(names))
                        .isEqualTo(meant(plate, one.images().keySet()));
                same++;
            }
        }
        assertThat(same).as("plates that are read, of " + made).isGreaterThanOrEqualTo(made / 3);
    }

    /** Names of two wells or sites, two channels, two planes and three or more frames, as far as the form has them. */
    private static Map<String, Made> plate(NameForm form, List<String> words, SplittableRandom random) {
        long seed = random.nextLong();
        int frames = 3 + random.nextInt(3);
        Map<String, Made> plate = new TreeMap<>();
        Set<Made> places = new HashSet<>();
        for (int movie = 0; movie < 2; movie++) {
            for (int channel = 1; channel <= 2; channel++) {
                for (int z = 1; z <= 2; z++) {
                    for (int frame = 1; frame <= frames; frame++) {
                        Map<String, String> captured = new TreeMap<>();
                        String name = "";
                        // The first width that the groups allow.
                        Map<String, String> want = values(form, movie, channel, z, frame);
                        name = RegexSampler.sample(
                                form.regex(),
                                new SplittableRandom(seed),
                                List.of(words.get((int) Math.floorMod(seed, (long) words.size()))),
                                want,
                                captured);
                        Made place = new Made(
                                part(captured, "well") + part(captured, "row") + part(captured, "col")
                                        + part(captured, "wellIndex") + "/" + part(captured, "site"),
                                captured.containsKey("channel") ? channel : 0,
                                captured.keySet().stream().anyMatch(k -> k.startsWith("z")) ? z : 0,
                                captured.containsKey("time")
                                                || captured.containsKey("hours")
                                                || captured.containsKey("hour")
                                        ? frame
                                        : 0);
                        if (places.add(place)) {
                            plate.put(name, place);
                        }
                    }
                }
            }
        }
        return plate.size() == places.size() ? plate : Map.of();
    }

    private static String part(Map<String, String> captured, String group) {
        return captured.getOrDefault(group, "-");
    }

    private static Map<String, String> values(NameForm form, int movie, int channel, int z, int frame) {
        Map<String, String> values = new HashMap<>();
        String regex = form.regex();
        put(values, regex, "time", frame);
        put(values, regex, "hours", frame);
        put(values, regex, "hour", frame);
        put(values, regex, "z", z);
        put(values, regex, "z1", z);
        put(values, regex, "z2", z);
        put(values, regex, "site", 1 + movie);
        put(values, regex, "position", 1 + movie);
        put(values, regex, "channel", channel);
        put(values, regex, "wellIndex", 3 + movie);
        put(values, regex, "col", 4 + movie);
        values.put("row", regex.contains("(?<row>\\d") ? "02" : "B");
        values.put("well", "B0" + (4 + movie));
        values.putIfAbsent("channel", channel == 1 ? "FITC - FITC" : "UV - DAPI");
        return values;
    }

    /** The number with the least width that its group allows. */
    private static void put(Map<String, String> values, String regex, String group, int number) {
        int start = regex.indexOf("(?<" + group + ">");
        if (start < 0) {
            return;
        }
        String body = regex.substring(start + group.length() + 4, regex.indexOf(')', start));
        if (body.contains("[")) {
            return;
        }
        for (String prefix : List.of("", "C", "Ch")) {
            for (int width = 1; width <= 9; width++) {
                String text = prefix + String.format("%0" + width + "d", number);
                if (width >= (group.equals("time") ? 2 : 1) && text.matches(body)) {
                    values.put(group, text);
                    return;
                }
            }
        }
    }

    private static Set<Set<String>> movies(Map<String, String> movieOf) {
        Map<String, Set<String>> byMovie = new HashMap<>();
        movieOf.forEach((name, movie) ->
                byMovie.computeIfAbsent(movie, k -> new TreeSet<>()).add(name));
        return new HashSet<>(byMovie.values());
    }

    /** Sets of names that are one image sequence: of one movie, channel and plane; and every name's frame. */
    private record Reading(Set<Set<String>> movies, Set<Set<String>> sequences, Map<String, Integer> frames) {}

    private static Reading meant(Map<String, Made> plate, Set<String> names) {
        Map<String, String> movie = new HashMap<>();
        Map<String, String> sequence = new HashMap<>();
        Map<String, Long> frames = new HashMap<>();
        for (String name : names) {
            Made made = plate.get(name);
            movie.put(name, made.movie());
            sequence.put(name, made.movie() + " " + made.channel() + " " + made.z());
            frames.put(name, (long) made.frame());
        }
        return new Reading(movies(movie), movies(sequence), ranks(movie, frames));
    }

    private static Reading readAs(Map<String, ImageName> images) {
        Map<String, String> movie = new HashMap<>();
        Map<String, String> sequence = new HashMap<>();
        Map<String, Long> frames = new HashMap<>();
        images.forEach((name, image) -> {
            movie.put(name, image.movie().toString());
            sequence.put(name, image.movie() + " " + image.channel().map(ChannelName::key) + " " + image.z());
            frames.put(name, image.time().map(TimeValue::value).orElse(0L));
        });
        return new Reading(movies(movie), movies(sequence), ranks(movie, frames));
    }

    private static Map<String, Integer> ranks(Map<String, String> movie, Map<String, Long> frames) {
        Map<String, TreeSet<Long>> values = new HashMap<>();
        movie.forEach(
                (name, m) -> values.computeIfAbsent(m, k -> new TreeSet<>()).add(frames.get(name)));
        Map<String, Integer> ranks = new HashMap<>();
        movie.forEach((name, m) ->
                ranks.put(name, values.get(m).headSet(frames.get(name)).size()));
        return ranks;
    }
}
