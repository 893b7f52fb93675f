package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 'evaluate' on the Cell Tracking Challenge's own test data prints what its own programs print. */
class CtcEvaluateTest {

    @Test
    void theCommandPrintsTheOfficialFigures() {
        Path data = RealData.require("ctc-evaluation");
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

    /** A simulated plate's cells, linked by geometry and by the model, beside the result that 'run' made of it. */
    @Test
    void linkersStandSideBySide(@TempDir Path folder) throws IOException {
        String plate = folder.resolve("simulated").toString();
        String run = folder.resolve("run").toString();
        assertThat(Job.run("simulate", "--output", folder.toString(), "--frames", "12")
                        .code())
                .isZero();
        Job.Result ran = Job.run("run", "--input", plate, "--labels", plate, "--output", run);
        assertThat(ran.code()).as(ran.err()).isZero();
        // The tables know their images, so the contrast of every cell is known.
        Job.Result tables = Job.run("evaluate", "--truth", plate, "--lineage", run);
        assertThat(tables.out())
                .containsPattern("all( +[\\d,]+){2} +0 +0 +0 +1[.]0000")
                .containsPattern("contrast [.]8 - 1[.]25 .* 1[.]0000")
                .containsPattern("around divisions .* 1[.]0000")
                .doesNotContain("contrast unknown");
        // A file with outlines is drawn on the pixels of the truth.
        String files = folder.resolve("files").toString();
        for (String format : List.of("trackmate", "ctc")) {
            Job.Result exported = Job.run("export", "--lineage", run, "--format", format, "--output", files);
            assertThat(exported.code()).as(exported.err()).isZero();
        }
        Path outlines = onlyFile(Path.of(files), ".xml");
        String figures =
                figures(plate, onlyFile(Path.of(files), "res_track.txt").getParent());
        assertThat(figures(plate, outlines)).isEqualTo(figures);
        assertThat(figures(plate, outlines.getParent())).isEqualTo(figures);
        Job.Result compared = Job.run("evaluate", "--compare", plate, "--truth", plate, "--result", run);
        assertThat(compared.code()).as(compared.err()).isZero();
        List<String[]> rows = compared.out()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| movie"))
                .map(line -> line.split(" *\\| *"))
                .toList();
        assertThat(rows)
                .extracting(row -> row[3])
                .containsExactly(
                        "geometric", "viterbi, geometric", "learned: cell-link", "viterbi, learned: cell-link", run);
        // The command links the cells as 'run' does.
        assertThat(List.of(rows.get(2)).subList(4, 12))
                .isEqualTo(List.of(rows.get(4)).subList(4, 12));
        Job.Result noTruth = Job.run("evaluate", "--compare", plate, "--result", run);
        assertThat(noTruth.code()).isEqualTo(2);
        assertThat(noTruth.err()).contains("--truth");
    }

    /** The line of scores of the only movie, without its name. */
    private static String figures(String truth, Path result) {
        Job.Result evaluated = Job.run("evaluate", "--truth", truth, "--lineage", result.toString());
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        String line = evaluated.out().lines().skip(1).findFirst().orElseThrow();
        return line.substring(line.indexOf(' '));
    }

    private static Path onlyFile(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
