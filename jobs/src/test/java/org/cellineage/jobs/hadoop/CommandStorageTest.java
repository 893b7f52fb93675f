package org.cellineage.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of commands without a session are those that a session would give. */
class CommandStorageTest {

    private static final List<String> PROPERTIES =
            List.of("spark.hadoop.fs.s3a.endpoint", "spark.hadoop.fs.defaultFS", LaunchSettings.FILE);

    @TempDir
    Path temporary;

    @BeforeEach
    @AfterEach
    void forget() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void localFilesAreThoseThatHadoopLists() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("a plate [1]%20"));
        for (String name : List.of("t1.tif", "t%2.tif", ".hidden/t.tif", "_temporary/t.tif", "sub/t:1.tif")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), name);
        }
        HadoopStorage hadoop = new HadoopStorage(new Configuration());
        CommandStorage storage = CommandStorage.open();
        for (String location : List.of(folder.toString(), "file:" + folder, "file://" + folder)) {
            List<StoredFile> files = storage.list(storage.absolute(location));
            assertThat(files).as(location).hasSize(3).isEqualTo(hadoop.list(hadoop.absolute(location)));
            assertThat(storage.absolute(location)).isEqualTo(hadoop.absolute(location));
            assertThat(storage.localPath(location)).isEqualTo(hadoop.localPath(location));
        }
        for (StoredFile file : storage.list(folder.toString())) {
            try (var bytes = storage.open(file.location())) {
                assertThat(bytes.length()).isEqualTo(file.lengthBytes());
            }
            assertThat(storage.find(file.location())).contains(file);
        }
    }

    @Test
    void settingsComeFromTheLaunchersPropertiesAndItsFile() throws IOException {
        Path file = Files.writeString(
                temporary.resolve("spark.conf"),
                "# Spark's\nspark.hadoop.fs.s3a.endpoint  http://one\nspark.hadoop.fs.s3a.path.style.access true\n");
        System.setProperty(LaunchSettings.FILE, file.toString());
        assertThat(LaunchSettings.configuration().get("fs.s3a.endpoint")).isEqualTo("http://one");
        System.setProperty("spark.hadoop.fs.s3a.endpoint", "http://two");
        assertThat(LaunchSettings.configuration().get("fs.s3a.endpoint")).isEqualTo("http://two");
        assertThat(LaunchSettings.configuration().get("fs.s3a.path.style.access"))
                .isEqualTo("true");
        System.setProperty(LaunchSettings.FILE, temporary.resolve("none").toString());
        assertThatThrownBy(LaunchSettings::configuration).isInstanceOf(BadConfigurationException.class);
    }

    @Test
    void aPlainPathLiesWhereTheDefaultFileSystemIs() {
        System.setProperty("spark.hadoop.fs.defaultFS", "nosuchfs://host");
        assertThatThrownBy(() -> CommandStorage.open().list("/plates")).hasMessageContaining("No connector");
        System.clearProperty("spark.hadoop.fs.defaultFS");
        assertThatThrownBy(() -> CommandStorage.open().list("nosuchfs://host/plates"))
                .hasMessageContaining("No connector for 'nosuchfs://'");
    }
}
