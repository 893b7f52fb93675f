package org.cellineage.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void onATerminalOneLineIsRewrittenByADaemonUntilTheEnd() throws InterruptedException {
        AtomicLong done = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(2);
        AtomicLong askedOutside = new AtomicLong();
        ProgressReporter progress = ProgressReporter.start(out, true, "segment", "frames", 2000, () -> {
            if (!Thread.currentThread().isDaemon()) {
                askedOutside.incrementAndGet();
            }
            asked.countDown();
            return done.addAndGet(500);
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(askedOutside).hasValue(0);
        progress.finished();
        String atEnd = written();
        Thread.sleep(800);
        assertThat(written()).isEqualTo(atEnd);
        progress.close();
        assertThat(written()).isEqualTo(atEnd);
        assertThat(atEnd)
                .startsWith("\r\u001b[Ksegment")
                .contains("500 of 2,000 frames", " frames/s", " left")
                .matches("(?s).*\\r\\u001b\\[Ksegment +2,000 of 2,000 frames, [0-9.]+ frames/s, [0-9.]+ s\\R");
        assertThat(atEnd.lines()).hasSizeGreaterThan(1);
        assertThat(atEnd.replaceAll("\\R$", "")).doesNotContain("\n");
    }

    @Test
    void aCountThatIsAskedForWhileTheStageEndsIsNotShownAfterItsEnd() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ProgressReporter progress = ProgressReporter.start(out, true, "segment", "frames", 2000, () -> {
            asked.countDown();
            try {
                assertThat(answer.await(200, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 500;
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        progress.finished();
        Thread.sleep(300);
        assertThat(written()).matches("(?s).*2,000 of 2,000 frames[^\\r]*\\R");
    }

    @Test
    void elsewhereShortStagesAreOneLine() {
        try (ProgressReporter progress = ProgressReporter.start(out, false, "track", "frames", 3, () -> 3)) {
            progress.finished();
        }
        assertThat(written().lines()).hasSize(1);
        assertThat(written()).startsWith("track").contains("3 of 3 frames").doesNotContain("\r\u001b");
    }

    @Test
    void aFailedStageLeavesNoHalfLine() {
        ProgressReporter.start(out, false, "track", "frames", 3, () -> 1).close();
        assertThat(written()).isEmpty();
        ProgressReporter.start(out, true, "track", "frames", 3, () -> 1).close();
        assertThat(written()).isEqualTo("\r\u001b[K");
    }
}
