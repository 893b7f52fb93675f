package org.cellineage.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTextTest {

    @TempDir
    private Path temp;

    /** Hadoop finds the folder itself, and none beside it that the name would stand for as a pattern. */
    @ParameterizedTest
    @ValueSource(strings = {"out [v2]", "{a,b}", "a*", "a?", "[!a]", "back\\slash", "#1 50%", "}", "]["})
    void aNameStandsForItself(String name) throws IOException {
        for (String folder : new String[] {name, "a", "b", "ab", "out v", "out 2"}) {
            Files.createDirectories(temp.resolve(folder));
        }
        FileSystem local = FileSystem.getLocal(new Configuration());
        FileStatus[] found = local.globStatus(
                new org.apache.hadoop.fs.Path(GlobText.escape(temp.resolve(name).toString())));
        assertThat(found).extracting(status -> status.getPath().getName()).containsExactly(name);
    }
}
