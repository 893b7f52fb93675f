package org.cellineage.format.name;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A naming scheme in the form of a JSON resource; {@code layouts/README.md} in the resource folder explains every
 * field.
 *
 * <p>In expressions, {@code @tiff} stands for the extensions of TIFF files, {@code @image} also for those of PNG and
 * JPEG files, and {@code @guid} for a unique identifier.
 */
record SchemeDescription(
        String layout,
        String summary,
        String tier,
        List<String> examples,
        @Nullable List<String> sentinels,
        List<FormDescription> images,
        @Nullable List<String> folders,
        @Nullable List<String> plates,
        @Nullable List<RuleDescription> leaveOut,
        @Nullable List<SourceDescription> metadata,
        @Nullable Map<String, Integer> countsFrom,
        @Nullable String channelPrefix,
        @Nullable List<String> over) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<String, String> SHORT = Map.of(
            "@tiff", "\\.(?:ome\\.)?tiff?",
            "@image", "\\.(?:(?:ome\\.)?tiff?|png|jpe?g)",
            "@guid", "[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}");

    /** A form of image names. */
    record FormDescription(String name, @Nullable String needs) {}

    /** A rule for names of images that are not frames. */
    record RuleDescription(
            String name,
            String kind,
            String because,
            @JsonProperty("evenWhenNamed") boolean always) {}

    /** A location of metadata. */
    record SourceDescription(String file, String reader) {}

    static SchemeDescription read(InputStream json) throws IOException {
        return JSON.readValue(json, SchemeDescription.class);
    }

    /** The rules that apply to all layouts. */
    static List<LeaveOutRule> rules(InputStream json) throws IOException {
        List<LeaveOutRule> rules = new ArrayList<>();
        for (RuleDescription rule : JSON.readValue(json, RuleDescription[].class)) {
            rules.add(rule(rule));
        }
        return rules;
    }

    /**
     * Creates the scheme.
     *
     * @param common rules of all layouts, tried after those of the description
     * @throws IllegalArgumentException if the description is invalid
     */
    NamingScheme scheme(List<LeaveOutRule> common) {
        List<LeaveOutRule> rules = new ArrayList<>();
        for (RuleDescription rule : orEmpty(leaveOut)) {
            rules.add(rule(rule));
        }
        rules.addAll(common);
        Map<Meaning, Integer> firsts = new EnumMap<>(Meaning.class);
        if (countsFrom != null) {
            countsFrom.forEach((group, first) -> firsts.put(
                    Meaning.of(group)
                            .orElseThrow(
                                    () -> new IllegalArgumentException("countsFrom: " + group + " is not a group")),
                    first));
        }
        return new NamingScheme(
                new NamingScheme.SchemeParts(
                        layout,
                        summary,
                        NamingScheme.Tier.valueOf(tier.toUpperCase(Locale.ROOT)),
                        List.copyOf(examples),
                        orEmpty(sentinels).stream()
                                .map(s -> pattern("(?:.*/)?" + s))
                                .toList(),
                        images.stream()
                                .map(f -> new NameForm(expand(f.name()), need(f), true))
                                .toList(),
                        orEmpty(folders).stream().map(SchemeDescription::folder).toList(),
                        orEmpty(plates).stream().map(SchemeDescription::folder).toList(),
                        List.copyOf(rules),
                        orEmpty(metadata).stream()
                                .map(m -> new MetadataSource(pattern(m.file()), m.reader()))
                                .toList(),
                        firsts,
                        channelPrefix == null ? "" : channelPrefix,
                        orEmpty(over),
                        false),
                false);
    }

    /** A line about the error, for the message about an invalid description. */
    static String because(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    private static NameForm.Need need(FormDescription form) {
        return Optional.ofNullable(form.needs())
                .map(n -> NameForm.Need.valueOf(n.toUpperCase(Locale.ROOT)))
                .orElse(NameForm.Need.NOTHING);
    }

    private static NameForm folder(String regex) {
        return new NameForm(expand(regex), NameForm.Need.NOTHING, true);
    }

    private static LeaveOutRule rule(RuleDescription rule) {
        LeftOut.Kind kind = LeftOut.Kind.valueOf(rule.kind().toUpperCase(Locale.ROOT));
        return LeaveOutRule.of(pattern(rule.name()), new LeftOut(kind, rule.because()), rule.always());
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(expand(regex), Pattern.CASE_INSENSITIVE);
    }

    private static String expand(String regex) {
        String expanded = regex;
        for (Map.Entry<String, String> entry : SHORT.entrySet()) {
            expanded = expanded.replace(entry.getKey(), entry.getValue());
        }
        return expanded;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
