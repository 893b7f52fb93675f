package org.cellineage.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellineage.config.Doc;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as YAML that {@link ConfigurationLoader} reads, each key preceded by its {@link Doc}. */
final class ConfigurationPrinter {

    private static final String INDENT = "  ";

    private final ObjectMapper mapper = ConfigurationMapper.create();

    /** The keys and values of a record, one per line, with comments. */
    String yaml(Record configuration) {
        StringBuilder text = new StringBuilder();
        section(configuration, "", text);
        return text.toString();
    }

    private void section(Record section, String indent, StringBuilder text) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = SnakeCaseNaming.INSTANCE.translate(component.getName());
            Object value = value(section, component);
            String comment = comment(component);
            if (!comment.isEmpty()) {
                text.append(indent).append("# ").append(comment).append('\n');
            }
            text.append(indent).append(key).append(':');
            if (value instanceof Record nested) {
                text.append('\n');
                section(nested, indent + INDENT, text);
            } else {
                text.append(' ').append(json(value)).append('\n');
            }
        }
    }

    private static String comment(RecordComponent component) {
        List<String> parts = new ArrayList<>();
        Doc doc = component.getAnnotation(Doc.class);
        if (doc != null) {
            parts.add(doc.value());
            if (!doc.unit().isEmpty()) {
                parts.add("Unit: " + doc.unit() + ".");
            }
        }
        if (component.getType().isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : component.getType().getEnumConstants()) {
                names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            parts.add("One of: " + String.join(", ", names) + ".");
        }
        return String.join(" ", parts);
    }

    /** JSON is YAML and is unambiguous about what is text; plain words need no quotes. */
    private String json(@Nullable Object value) {
        try {
            String json = mapper.writeValueAsString(value);
            boolean plainWord =
                    json.matches("\"[a-z][a-z_-]*\"") && !json.matches("\"(true|false|null|yes|no|on|off|y|n)\"");
            return plainWord ? json.substring(1, json.length() - 1) : json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a configuration value: " + value, e);
        }
    }

    private static @Nullable Object value(Record section, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(section);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record's components can be read", e);
        }
    }
}
