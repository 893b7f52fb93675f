package org.cellineage.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageProblemTest {

    private static String cause(Throwable failure) {
        return StorageProblem.of("s3a://b/x", failure)
                .map(StorageProblem::cause)
                .orElse("");
    }

    @Test
    void aFullDiskAndAFullAllowanceAreToldAsSuch() {
        assertThat(cause(new IOException("No space left on device"))).contains("no space");
        assertThat(cause(new FileSystemException("/x", null, "Disk quota exceeded")))
                .contains("no space");
        assertThat(cause(new IOException("write failed", new DSQuotaExceededException("The DiskSpace quota of /x"))))
                .contains("no space");
    }

    /** What a retry cures is not the user's to fix. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "429 Too Many Requests: Quota exceeded for quota metric 'Read requests'",
                "rateLimitExceeded: the project's quota of requests a minute",
                "503 Slow Down; request quota",
                "s3a://lab/quota-study/P7 timed out"
            })
    void aLimitOfRequestsIsNoFullDisk(String message) {
        assertThat(cause(new IOException(message))).isEmpty();
    }
}
