package org.cellineage.jobs.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellineage.problem.BadConfigurationException;

/**
 * A YAML document (which includes JSON) as a tree that knows the line of each key.
 *
 * <p>Rejected are duplicate keys, anchors and aliases (with which a small document could expand without limit), more
 * than one document, and nesting deeper than {@link #MAX_DEPTH}.
 */
final class ConfigurationDocument {

    static final int MAX_DEPTH = 40;

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    private final String source;
    private final Map<String, Integer> lines = new HashMap<>();
    private final JsonNode root;

    private ConfigurationDocument(String source, JsonNode root) {
        this.source = source;
        this.root = root;
    }

    private ConfigurationDocument(String source, String text) throws IOException {
        this.source = source;
        try (YAMLParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            this.root = first == null ? JsonNodeFactory.instance.nullNode() : read(parser, "", 0);
            if (first != null && parser.nextToken() != null) {
                throw refused(parser, "A second document starts here.", "Keep one document per file.");
            }
        }
    }

    /**
     * Parses {@code text}.
     *
     * @param source name of the document, for messages
     * @throws BadConfigurationException if it is neither valid YAML nor JSON
     */
    static ConfigurationDocument parse(String source, String text) {
        try {
            return new ConfigurationDocument(source, text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? source
                    : source + ", line " + e.getLocation().getLineNr();
            throw new BadConfigurationException(
                    where,
                    "It is neither YAML nor JSON: " + e.getOriginalMessage(),
                    "Fix this line; a colon must be followed by a space, and keys of one section need the same indentation.",
                    e);
        } catch (IOException e) {
            throw new BadConfigurationException(source, "It cannot be read: " + e.getMessage(), "Check the file.", e);
        }
    }

    /** Returns a document that contains this one under nested keys. */
    ConfigurationDocument under(List<String> keys) {
        JsonNode node = root;
        for (int i = keys.size() - 1; i >= 0; i--) {
            node = JsonNodeFactory.instance.objectNode().set(keys.get(i), node);
        }
        return new ConfigurationDocument(source, node);
    }

    String source() {
        return source;
    }

    /** The tree; a null node for an empty document. */
    JsonNode root() {
        return root;
    }

    /** The file and, if known, the line of the key at {@code path} ({@code link.max_gap_frames}). */
    String where(String path) {
        Integer line = lines.get(path);
        return line == null ? source : source + ", line " + line;
    }

    private JsonNode read(YAMLParser parser, String path, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw refused(parser, "It is nested deeper than " + MAX_DEPTH + " levels.", "Flatten it.");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw refused(parser, "Anchors and aliases are not supported.", "Write the value out in each place.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, path, depth);
            case START_ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    String itemPath = path + "[" + array.size() + "]";
                    lines.put(itemPath, parser.currentTokenLocation().getLineNr());
                    array.add(read(parser, itemPath, depth + 1));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            default -> JsonNodeFactory.instance.textNode(parser.getText());
        };
    }

    private ObjectNode readObject(YAMLParser parser, String path, int depth) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = ConfigurationTree.join(path, key);
            lines.put(keyPath, parser.currentTokenLocation().getLineNr());
            parser.nextToken();
            object.set(key, read(parser, keyPath, depth + 1));
        }
        return object;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            default -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
        };
    }

    private BadConfigurationException refused(JsonParser parser, String cause, String remedy) {
        return new BadConfigurationException(
                source + ", line " + parser.currentTokenLocation().getLineNr(), cause, remedy);
    }
}
