package org.cellineage.jobs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.cellineage.problem.BadConfigurationException;

/**
 * The defaults, overridden by documents one after another; it remembers which document each value comes from.
 *
 * <p>Sections are merged key by key; any other value, including a list, is replaced. Not thread-safe.
 */
final class ConfigurationTree {

    private final ObjectNode defaults;
    private final ObjectNode merged;
    private final Map<String, UnaryOperator<String>> origins = new HashMap<>();

    ConfigurationTree(ObjectNode defaults) {
        this.defaults = defaults;
        this.merged = defaults.deepCopy();
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    ObjectNode merged() {
        return merged;
    }

    /** The document and line in which the value at {@code path}, or the section that contains it, was set. */
    String where(String path) {
        for (String part = path; !part.isEmpty(); part = parent(part)) {
            UnaryOperator<String> origin = origins.get(part);
            if (origin != null) {
                return origin.apply(path);
            }
        }
        return "the defaults";
    }

    /** Overrides the current values with those of a document. */
    void lay(ConfigurationDocument document) {
        if (document.root().isNull()) {
            return;
        }
        if (!document.root().isObject()) {
            throw new BadConfigurationException(
                    document.source(),
                    "It contains no keys, but "
                            + document.root().getNodeType().name().toLowerCase(Locale.ROOT) + ".",
                    "Write one 'key: value' per line.");
        }
        lay(merged, defaults, document.root(), "", document);
    }

    private void lay(ObjectNode target, JsonNode allowed, JsonNode given, String path, ConfigurationDocument document) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String keyPath = join(path, entry.getKey());
            JsonNode value = entry.getValue();
            JsonNode standing = target.get(entry.getKey());
            origins.put(keyPath, document::where);
            JsonNode byDefault = allowed.path(entry.getKey());
            boolean emptySection = standing instanceof ObjectNode && value.isNull();
            if (standing instanceof ObjectNode section && value.isObject()) {
                lay(section, byDefault, value, keyPath, document);
            } else if (value.isNull() && !emptySection && !byDefault.isNull() && !byDefault.isMissingNode()) {
                throw new BadConfigurationException(
                        document.where(keyPath),
                        "The key '" + keyPath + "' has no value.",
                        "Give it one, or leave it out: the default is " + byDefault + ".");
            } else if (!emptySection) {
                // In an empty section all keys are commented out, so its defaults apply.
                target.set(entry.getKey(), value);
            }
        }
    }

    /** Returns a copy with the keys of every section sorted. */
    static JsonNode sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        TreeSet<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            copy.set(key, sorted(node.get(key)));
        }
        return copy;
    }

    private static String parent(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return cut < 0 ? "" : path.substring(0, cut);
    }
}
