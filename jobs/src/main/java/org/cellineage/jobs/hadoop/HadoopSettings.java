package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A serializable Hadoop configuration: the settings that differ from Hadoop's defaults, which every executor has too.
 *
 * <p>It may contain credentials, so it does not print its values.
 */
final class HadoopSettings implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String DEFAULTS_SUFFIX = "-default.xml";

    /**
     * The configuration that this process used last. Each task brings its settings anew, and usually the same; parsing
     * Hadoop's defaults takes longer than many a task.
     */
    private static final AtomicReference<@Nullable Parsed> LAST = new AtomicReference<>();

    private record Parsed(Map<String, String> settings, Configuration configuration) {}

    private final TreeMap<String, String> settings;
    private transient volatile @Nullable Configuration configuration;

    private HadoopSettings(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
    }

    /** Captures a configuration, such as {@code spark.sparkContext().hadoopConfiguration()}. */
    static HadoopSettings of(Configuration configuration) {
        Map<String, String> kept = new TreeMap<>();
        for (Map.Entry<String, String> entry : configuration) {
            String[] sources = configuration.getPropertySources(entry.getKey());
            boolean byDefault =
                    sources != null && sources.length > 0 && sources[sources.length - 1].endsWith(DEFAULTS_SUFFIX);
            if (!byDefault) {
                kept.put(entry.getKey(), entry.getValue());
            }
        }
        return new HadoopSettings(kept);
    }

    /** The configuration, always the same instance; must not be modified. */
    Configuration configuration() {
        Configuration known = configuration;
        if (known == null) {
            Parsed last = LAST.get();
            if (last == null || !last.settings().equals(settings)) {
                last = parse();
                LAST.set(last);
            }
            known = last.configuration();
            configuration = known;
        }
        return known;
    }

    private Parsed parse() {
        Configuration parsed = new Configuration();
        settings.forEach(parsed::set);
        return new Parsed(settings, parsed);
    }

    FileSystem fileSystem(Path path) throws IOException {
        HadoopUser.ensure();
        return path.getFileSystem(configuration());
    }

    @Override
    public String toString() {
        return "HadoopSettings[" + settings.size() + " settings]";
    }
}
