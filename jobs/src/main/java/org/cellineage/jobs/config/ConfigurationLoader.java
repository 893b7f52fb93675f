package org.cellineage.jobs.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellineage.config.Doc;
import org.cellineage.problem.BadConfigurationException;

/**
 * Binds settings to records: defaults, then a YAML or JSON document, then single settings from the command line, each
 * over the one before.
 *
 * <p>Keys are in snake case. An unknown key or a bad value is an error that names it. A number that a record knows as
 * NaN ("found by itself") is {@code null} in documents.
 */
public final class ConfigurationLoader {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .build();

    private static final YAMLMapper YAML = new YAMLMapper();

    private ConfigurationLoader() {}

    /**
     * Binds settings.
     *
     * @param defaults what holds where nothing is set
     * @param where name of the document, for messages
     * @param document YAML or JSON text, empty for none
     * @param settings {@code path.to.key=value}
     */
    public static <T extends Record> T load(T defaults, String where, String document, List<String> settings) {
        ObjectNode tree = JSON.valueToTree(defaults);
        if (!document.isBlank()) {
            merge(tree, parse(where, document), "", where);
        }
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new BadConfigurationException(
                        "--set " + setting,
                        "It is not of the form key=value.",
                        "Write for example --set tracking.max_gap_frames=3.");
            }
            String option = "--set " + setting;
            ObjectNode nested = YAML.createObjectNode();
            ObjectNode at = nested;
            String[] path = setting.substring(0, equals).trim().split("\\.");
            for (int i = 0; i < path.length - 1; i++) {
                at = at.putObject(path[i]);
            }
            at.set(path[path.length - 1], parse(option, setting.substring(equals + 1)));
            merge(tree, nested, "", option);
        }
        return bind(defaults, tree, where.isEmpty() ? String.join(" ", settings) : where);
    }

    private static JsonNode parse(String where, String document) {
        try {
            return YAML.readTree(document);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new BadConfigurationException(
                    where,
                    "It is neither YAML nor JSON" + place + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + ".",
                    "Start from conf/cellineage.yaml.",
                    e);
        }
    }

    private static void merge(ObjectNode into, JsonNode from, String path, String where) {
        if (!from.isObject()) {
            throw new BadConfigurationException(
                    where,
                    (path.isEmpty() ? "The document" : "'" + path + "'") + " must hold keys, but is " + from + ".",
                    "Keys there are " + keys(into) + ".");
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = from.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode known = into.get(field.getKey());
            if (known == null) {
                throw new BadConfigurationException(
                        where,
                        "There is no key '" + key + "'.",
                        "Did you mean '" + nearest(field.getKey(), into) + "'? Keys there are " + keys(into) + ".");
            }
            boolean findsItself = known.isTextual()
                    && known.asText().equals("NaN")
                    && field.getValue().isNull();
            if (known.isObject()) {
                merge((ObjectNode) known, field.getValue(), key, where);
            } else if (!findsItself) {
                into.set(field.getKey(), field.getValue());
            }
        }
    }

    private static String keys(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String nearest(String key, ObjectNode node) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            int distance = editDistance(key, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T bind(T defaults, ObjectNode tree, String where) {
        try {
            return (T) JSON.treeToValue(tree, defaults.getClass());
        } catch (JsonMappingException e) {
            String key = e.getPath().stream()
                    .map(r -> r.getFieldName() == null ? "" : r.getFieldName())
                    .collect(Collectors.joining("."));
            Throwable cause = e.getCause();
            // A record's own check names its key; Jackson's message names the value.
            String said = cause instanceof IllegalArgumentException && cause.getMessage() != null
                    ? cause.getMessage()
                    : e.getOriginalMessage().lines().findFirst().orElse("");
            throw new BadConfigurationException(
                    where,
                    "The value of '" + key + "' cannot be used: " + said + ".",
                    "Correct the value; conf/cellineage.yaml says what each key means.",
                    e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All settings as one line of JSON, the same for the same settings. */
    public static String effectiveJson(Record settings) {
        try {
            return JSON.writeValueAsString(JSON.treeToValue(JSON.valueToTree(settings), java.util.TreeMap.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
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
            throw new IllegalStateException(e);
        }
    }

    /** All settings as commented YAML. */
    public static String documented(Record settings) {
        StringBuilder yaml = new StringBuilder();
        describe(settings, "", yaml);
        return yaml.toString();
    }

    private static void describe(Record settings, String indent, StringBuilder yaml) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value;
            try {
                value = component.getAccessor().invoke(settings);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            Doc doc = component.getAnnotation(Doc.class);
            if (doc != null) {
                String unit = doc.unit().isEmpty() ? "" : " [" + doc.unit() + "]";
                yaml.append(indent)
                        .append("# ")
                        .append(doc.value())
                        .append(unit)
                        .append('\n');
            }
            String key = PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
            yaml.append(indent).append(key).append(':');
            if (value instanceof Record nested) {
                yaml.append('\n');
                describe(nested, indent + "  ", yaml);
            } else {
                boolean findsItself = value instanceof Double number && number.isNaN();
                yaml.append(' ').append(findsItself ? "null" : value).append('\n');
            }
        }
    }
}
