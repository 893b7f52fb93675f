package org.cellineage.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellineage.problem.BadConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code model.json}; docs/MODELS.md explains every key.
 *
 * @param format format version; {@link #FORMAT} is the one this program reads
 * @param task purpose of the model
 * @param networks the networks by role
 * @param settings further settings, read by the code of the task
 * @param files SHA-256 of every other file of the bundle, by path
 * @param card training data, scores and limitations, for humans
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelDescription(
        int format,
        String task,
        String name,
        String version,
        SortedMap<String, Tensors> networks,
        JsonNode settings,
        SortedMap<String, String> files,
        @Nullable JsonNode card) {

    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    /**
     * Location of a network and the tensors to feed and fetch.
     *
     * @param folder folder of the SavedModel in the bundle, {@code .} for the bundle itself
     * @param signature signature that names the tensors; null if {@code input} and {@code outputs} do
     * @param input tensor to feed, such as {@code input:0}
     * @param outputs tensors to fetch; with a signature, its output names in the desired order (null if there is only
     *     one)
     * @param switches boolean tensors to feed with a fixed value
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Tensors(
            String folder,
            @Nullable String signature,
            @Nullable String input,
            @Nullable List<String> outputs,
            @Nullable Map<String, Boolean> switches) {

        public Tensors {
            folder = Optional.ofNullable(folder).orElse(".");
            if (outputs != null && (outputs.isEmpty() || outputs.stream().anyMatch(Objects::isNull))) {
                throw new IllegalArgumentException("outputs must name at least one tensor, and none of them null");
            }
            if (switches != null && switches.values().stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("switches must be true or false, but are " + switches);
            }
        }

        /** A network with a signature. */
        public static Tensors signature(String folder, String signature) {
            return new Tensors(folder, signature, null, null, null);
        }
    }

    public ModelDescription {
        networks = networks == null ? new TreeMap<>() : new TreeMap<>(networks);
        if (networks.containsValue(null)) {
            throw new IllegalArgumentException("networks must not be null, but are " + networks);
        }
        files = files == null ? new TreeMap<>() : new TreeMap<>(files);
        settings = settings == null ? MissingNode.getInstance() : settings;
    }

    /**
     * Parses a description.
     *
     * @param where the bundle, for messages
     * @throws BadConfigurationException if it is not valid JSON, has an unknown key, or lacks a key
     */
    public static ModelDescription parse(String where, byte[] json) {
        ModelDescription description;
        try {
            description = JSON.readValue(new String(json, StandardCharsets.UTF_8), ModelDescription.class);
        } catch (JsonProcessingException e) {
            throw wrong(where, cause(e), e);
        }
        if (description == null) {
            throw wrong(where, "It is empty.", null);
        }
        if (description.format() != FORMAT) {
            throw wrong(
                    where,
                    "Its format is " + description.format() + ", but this version reads format " + FORMAT + ".",
                    null);
        }
        require(where, "task", description.task());
        require(where, "name", description.name());
        require(where, "version", description.version());
        return description;
    }

    private static void require(String where, String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw wrong(where, "The key " + key + " is missing.", null);
        }
    }

    /**
     * Reads a part of the settings.
     *
     * @param key key of the part
     * @throws BadConfigurationException if it is missing, has an unknown key, or has an invalid value
     */
    public <T> T setting(String where, String key, Class<T> type) {
        JsonNode node = settings.path(key);
        if (node.isMissingNode()) {
            throw wrong(where, "The key settings." + key + " is missing.", null);
        }
        return read(where, "settings." + key, node, type);
    }

    /**
     * Converts a node of the description.
     *
     * @param key key of the node, for messages
     */
    public static <T> T read(String where, String key, JsonNode node, Class<T> type) {
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw wrong(where, "In " + key + ": " + cause(e), e);
        }
    }

    /** Converts an object to a node with keys in snake case. */
    public static JsonNode node(Object value) {
        return JSON.valueToTree(value);
    }

    /** The contents of {@code model.json}. */
    public byte[] toJson() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try {
            return (JSON.writer(printer).writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a description can always be written", e);
        }
    }

    private static String cause(JacksonException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        Throwable root = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
        String message = root instanceof JacksonException j ? j.getOriginalMessage() : root.getMessage();
        String text = message == null ? root.getClass().getSimpleName() : message;
        String first = text.startsWith("Cannot map `null`")
                ? "the value is missing"
                : text.lines().findFirst().orElse("").replaceAll(" \\(class .*", "");
        return (path.isEmpty() ? "" : path + ": ") + first + line + ".";
    }

    private static BadConfigurationException wrong(String where, String cause, @Nullable Throwable origin) {
        String file = where + "/" + ModelFiles.DESCRIPTION;
        String remedy = "Fix " + ModelFiles.DESCRIPTION + "; docs/MODELS.md explains every key.";
        return origin == null
                ? new BadConfigurationException(file, cause, remedy)
                : new BadConfigurationException(file, cause, remedy, origin);
    }
}
