package org.cellineage.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellineage.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

    @TempDir
    private Path temp;

    @Test
    void aFolderThatForbidsProgramsIsNamed() throws Exception {
        Path folder = Files.createDirectories(temp.toRealPath().resolve("a folder/deep"));
        String point = folder.getParent().toString().replace(" ", "\\040");
        List<String> noExec = List.of("none / ext4 rw 0 0", "tmpfs " + point + " tmpfs rw,nosuid,noexec 0 0");
        assertThat(TemporaryFolder.problem(folder, noExec))
                .get()
                .extracting(Problem::where, Problem::cause)
                .satisfies(told -> {
                    assertThat(told.get(0).toString())
                            .startsWith("java.io.tmpdir=")
                            .contains("deep");
                    assertThat(told.get(1).toString()).contains("noexec");
                });
        // Another mount lies over it, or beside it.
        assertThat(TemporaryFolder.problem(
                        folder, List.of(noExec.get(0), noExec.get(1), "tmpfs " + point + " tmpfs rw 0 0")))
                .isEmpty();
        assertThat(TemporaryFolder.problem(folder, List.of("tmpfs " + point + "/dee tmpfs rw,noexec 0 0")))
                .isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThat(TemporaryFolder.problem(temp.resolve("none"), List.of()))
                .get()
                .extracting(Problem::remedy)
                .asString()
                .contains("TMPDIR");
    }

    @Test
    void whatALibraryThatCannotBeLoadedSaysIsUnderstood() {
        Throwable task = new IllegalStateException(
                "Job aborted due to stage failure: Lost task 0.0",
                new RuntimeException("java.lang.UnsatisfiedLinkError: /tmp/libzstd-jni-1.so: failed to map segment from"
                        + " shared object: Operation not permitted\n\tat java.base/x"));
        assertThat(TemporaryFolder.of(task))
                .get()
                .extracting(Problem::cause)
                .asString()
                .contains("libzstd-jni");
        assertThat(TemporaryFolder.of(new IllegalStateException("no"))).isEmpty();
    }
}
