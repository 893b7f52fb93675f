package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.problem.BadConfigurationException;

/**
 * Hadoop's settings when there is no Spark session to take them from: Hadoop's own files on the class path, overridden
 * by the settings {@code spark.hadoop.*} that Spark would pass on. These come from system properties, which both
 * spark-submit and {@code scripts/cellineage --spark-conf} set, and from the file of Spark settings that the property
 * {@value #FILE} names.
 */
public final class LaunchSettings {

    /** Names Spark's settings file, such as {@code spark-defaults.conf}; individual settings take precedence. */
    static final String FILE = "cellineage.spark.properties";

    private static final String HADOOP_PREFIX = "spark.hadoop.";
    private static final String HADOOP_FILE = "core-site.xml";
    private static final String GCS = "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem";

    private LaunchSettings() {}

    /** Whether plain paths may refer to another file system than the local one; determined without loading Hadoop. */
    static boolean mayNameADefaultFileSystem() {
        Map<String, String> settings = settings();
        return settings.containsKey("fs.defaultFS")
                || settings.containsKey("fs.default.name")
                || loader().getResource(HADOOP_FILE) != null;
    }

    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        if (loader().getResource(GCS.replace('.', '/') + ".class") != null) {
            // Hadoop's defaults define only the class of s3a.
            configuration.set("fs.gs.impl", GCS);
        }
        settings().forEach(configuration::set);
        return configuration;
    }

    /** The settings given as {@code spark.hadoop.*}, without this prefix. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        String file = System.getProperty(FILE, "");
        if (!file.isEmpty()) {
            add(read(Path.of(file)), settings);
        }
        add(System.getProperties(), settings);
        return settings;
    }

    private static void add(Properties properties, Map<String, String> settings) {
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(HADOOP_PREFIX)) {
                settings.put(
                        key.substring(HADOOP_PREFIX.length()),
                        properties.getProperty(key).strip());
            }
        }
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadConfigurationException(
                    file.toString(),
                    "Spark's settings cannot be read from it: " + e + ".",
                    "Check the path given with --properties-file, and that it is a file of keys and values.",
                    e);
        }
        return properties;
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
