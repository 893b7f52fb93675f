package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** 'evaluate' on the Cell Tracking Challenge's own test data prints what its own programs print. */
class CtcEvaluateTest {

    @Test
    void theCommandPrintsTheOfficialFigures() {
        String given = System.getenv("CELLINEAGE_DATA");
        Path data = Path.of(given != null ? given : "../../shared/data", "ctc-evaluation")
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(
                Files.exists(data),
                () -> "skipped: there is no " + data + "; set CELLINEAGE_DATA to the folder that holds it");
        Job.Result seg = Job.run(
                "evaluate",
                "--truth",
                data.resolve("01_GT").toString(),
                "--lineage",
                data.resolve("01_RES").toString());
        assertThat(seg.code()).as(seg.err()).isZero();
        assertThat(seg.out()).contains("0.232874");
        Job.Result tra = Job.run(
                "evaluate",
                "--truth",
                data.resolve("03_GT").toString(),
                "--lineage",
                data.resolve("03_RES").toString());
        assertThat(tra.code()).as(tra.err()).isZero();
        assertThat(tra.out()).contains("0.688000 0.622980");
    }
}
