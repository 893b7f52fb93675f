package org.cellineage.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cellineage.config.Doc;
import org.cellineage.problem.BadConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Binds settings to records: defaults, overridden by a YAML or JSON document, overridden by single settings from the
 * command line.
 *
 * <p>Every key must be a component of the record, in snake case; nested records are sections. Only a {@code double}
 * whose default is NaN ("determined automatically") may be {@code null}. A record validates values by throwing
 * {@link IllegalArgumentException} from its constructor, with a message that starts with the key.
 */
public final class ConfigurationLoader {

    private static final int NEAREST_KEYS = 3;

    private static final ObjectMapper MAPPER = ConfigurationMapper.create();

    private ConfigurationLoader() {}

    /**
     * Binds settings.
     *
     * @param defaults default values
     * @param where name of the document, for messages
     * @param document YAML or JSON text, empty for none
     * @param settings {@code section.key=value}, with the value as YAML; later ones take precedence
     * @throws BadConfigurationException if a key is unknown or a value is not allowed, with the key, the value and the
     *     line
     */
    public static <T extends Record> T load(T defaults, String where, String document, List<String> settings) {
        ConfigurationTree tree = new ConfigurationTree(MAPPER.valueToTree(defaults));
        tree.lay(ConfigurationDocument.parse(where, document));
        for (String setting : settings) {
            tree.lay(setting(setting));
        }
        try {
            @SuppressWarnings("unchecked") // a record class has no subclasses
            Class<T> type = (Class<T>) defaults.getClass();
            return MAPPER.treeToValue(tree.merged(), type);
        } catch (JsonProcessingException e) {
            throw explain(tree, e);
        }
    }

    /**
     * Binds one section of a document written by {@link #effectiveJson}, possibly in an earlier version.
     *
     * @param defaults used if the document has no such section
     */
    public static <T extends Record> T section(T defaults, String where, String json, String section) {
        try {
            JsonNode found = MAPPER.readTree(json).path(section);
            return load(defaults, where, found.isObject() ? found.toString() : "", List.of());
        } catch (JsonProcessingException e) {
            throw new BadConfigurationException(where, "The settings of a run are damaged.", "Restore the file.", e);
        }
    }

    /** All settings as one line of JSON with sorted keys and NaN as null; equal settings give equal text. */
    public static String effectiveJson(Record settings) {
        try {
            return MAPPER.writeValueAsString(ConfigurationTree.sorted(MAPPER.valueToTree(settings)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a configuration: " + settings, e);
        }
    }

    /** SHA-256 of {@link #effectiveJson}, in hexadecimal. */
    public static String hash(Record settings) {
        return sha256(effectiveJson(settings));
    }

    /** SHA-256 of a text in UTF-8, in hexadecimal. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** All settings as YAML that {@link #load} reads, each key preceded by its {@link Doc}. */
    public static String documented(Record settings) {
        return new ConfigurationPrinter().yaml(settings);
    }

    private static ConfigurationDocument setting(String setting) {
        int equals = setting.indexOf('=');
        String source = "--set " + setting;
        if (equals < 1) {
            throw new BadConfigurationException(
                    source, "There is no key before an equals sign.", "Write --set section.key=value.");
        }
        List<String> keys = List.of(setting.substring(0, equals).strip().split("\\.", -1));
        return ConfigurationDocument.parse(source, setting.substring(equals + 1))
                .under(keys);
    }

    private static BadConfigurationException explain(ConfigurationTree tree, JsonProcessingException wrong) {
        if (!(wrong instanceof JsonMappingException mapping)) {
            throw new IllegalStateException("a tree in memory is well-formed", wrong);
        }
        String path = path(mapping);
        if (mapping instanceof UnrecognizedPropertyException unknown) {
            return new BadConfigurationException(
                    tree.where(path),
                    "There is no key '" + path + "'.",
                    nearest(path, unknown.getPropertyName(), unknown.getKnownPropertyIds()),
                    wrong);
        }
        if (mapping instanceof ValueInstantiationException
                && mapping.getCause() instanceof IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String key = ConfigurationTree.join(path, message.split(" ", 2)[0]);
            boolean isKey = !tree.merged().at("/" + key.replace('.', '/')).isMissingNode();
            return new BadConfigurationException(
                    tree.where(isKey ? key : path),
                    isKey ? key + message.substring(message.split(" ", 2)[0].length()) + "." : message + ".",
                    "Change the value, or remove the key to use the default.",
                    wrong);
        }
        Object value = tree.merged().at(pointer(mapping));
        return new BadConfigurationException(
                tree.where(path),
                "The key '" + path + "' has the value " + value + ".",
                "It must be " + expected(mapping) + ".",
                wrong);
    }

    private static String expected(JsonMappingException wrong) {
        Class<?> type = expectedType(wrong);
        if (type == null) {
            return "of another kind (" + wrong.getOriginalMessage() + ")";
        }
        if (type.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return "one of " + String.join(", ", names);
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text; put it in quotes";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list, such as [a, b]";
        }
        return type.isRecord() ? "a section with keys of its own" : "a " + type.getSimpleName();
    }

    private static @Nullable Class<?> expectedType(JsonMappingException wrong) {
        if (wrong.getCause() instanceof InputCoercionException outOfRange) {
            return outOfRange.getTargetType();
        }
        return wrong instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static String nearest(String path, String key, Collection<Object> known) {
        String section = path.length() > key.length() ? path.substring(0, path.length() - key.length()) : "";
        String names = known.stream()
                .map(String::valueOf)
                .sorted(Comparator.<String>comparingInt(name -> EditDistance.between(key, name))
                        .thenComparing(name -> name))
                .limit(NEAREST_KEYS)
                .map(name -> section + name)
                .collect(Collectors.joining(", "));
        return "The nearest keys are " + names + "; 'cellineage config' lists all of a run.";
    }

    private static String path(JsonMappingException wrong) {
        String path = "";
        for (JsonMappingException.Reference step : wrong.getPath()) {
            path = step.getFieldName() != null
                    ? ConfigurationTree.join(path, step.getFieldName())
                    : path + "[" + step.getIndex() + "]";
        }
        return path;
    }

    private static String pointer(JsonMappingException wrong) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            String part = step.getFieldName() != null ? step.getFieldName() : String.valueOf(step.getIndex());
            pointer.append('/').append(part.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
