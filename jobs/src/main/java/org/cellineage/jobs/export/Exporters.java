package org.cellineage.jobs.export;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.cellineage.problem.BadConfigurationException;

/**
 * All export formats by name: those of this project, and those that a site's jars add, as services
 * ({@link Exporter}).
 */
public final class Exporters {

    private Exporters() {}

    /** All formats, sorted by name. */
    public static Collection<Exporter> all() {
        return load(Thread.currentThread().getContextClassLoader()).values();
    }

    /**
     * Finds formats by name, each once, in the given order.
     *
     * @throws BadConfigurationException if there is no format with one of the names
     */
    public static List<Exporter> named(Collection<String> names) {
        Map<String, Exporter> all = load(Thread.currentThread().getContextClassLoader());
        Map<String, Exporter> chosen = new LinkedHashMap<>();
        for (String name : names) {
            chosen.put(
                    name,
                    Optional.ofNullable(all.get(name))
                            .orElseThrow(() -> new BadConfigurationException(
                                    "--format " + name,
                                    "There is no export format of that name.",
                                    "Use " + String.join(", ", all.keySet())
                                            + ", or put the jar that adds it on the class path.")));
        }
        return List.copyOf(chosen.values());
    }

    static Map<String, Exporter> load(ClassLoader loader) {
        Map<String, Exporter> byName = new TreeMap<>();
        for (Exporter exporter : services(loader)) {
            Exporter other = byName.putIfAbsent(exporter.name(), exporter);
            if (other != null) {
                throw new BadConfigurationException(
                        exporter.getClass().getName(),
                        "There are two export formats called " + exporter.name() + "; the other is "
                                + other.getClass().getName() + ".",
                        "Remove one of their jars from the class path.");
            }
        }
        return byName;
    }

    private static List<Exporter> services(ClassLoader loader) {
        try {
            return ServiceLoader.load(Exporter.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new BadConfigurationException(
                    "META-INF/services/" + Exporter.class.getName(),
                    "An export format that a jar adds cannot be loaded: " + e.getMessage() + ".",
                    "Correct or remove that jar.",
                    e);
        }
    }
}
