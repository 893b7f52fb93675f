package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cellineage.image.Plane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 'evaluate --labels': folders of still images against their truth, figures worked out by hand, and bad folders. */
class StillEvaluateTest {

    @TempDir
    private Path temp;

    @BeforeAll
    static void startSpark() {
        Job.spark("local[2]");
    }

    /** A label image; a digit is a cell, anything else background. */
    private void labels(String file, String... rows) {
        Movies.stack(temp.resolve(file), List.of(plane(rows)));
    }

    private static Plane plane(String... rows) {
        short[] samples = new short[rows.length * rows[0].length()];
        for (int p = 0; p < samples.length; p++) {
            char c = rows[p / rows[0].length()].charAt(p % rows[0].length());
            samples[p] = (short) (Character.isDigit(c) ? c - '0' : 0);
        }
        return Plane.of(rows[0].length(), rows.length, samples);
    }

    private Job.Result evaluate(String... more) {
        String[] base = {
            "evaluate",
            "--truth",
            temp.resolve("truth").toString(),
            "--labels",
            temp.resolve("found").toString()
        };
        String[] all = Arrays.copyOf(base, base.length + more.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return Job.run(all);
    }

    private JsonNode figures(String... more) throws IOException {
        Path file = temp.resolve("figures.json");
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--json";
        all[more.length + 1] = file.toString();
        Job.Result result = evaluate(all);
        assertThat(result.code()).as(result.err()).isZero();
        return new ObjectMapper().readTree(Files.readString(file));
    }

    private void refused(Job.Result result, String... words) {
        assertThat(result.code()).isEqualTo(2);
        // The box breaks lines.
        String box = result.err().replaceAll("[\\s│|]+", " ");
        assertThat(box).contains(words).contains("fix ");
        assertThat(result.out()).isEmpty();
    }

    /** One image with a cell of an IoU of 3/4 and one missed; one with two cells of which one is split. */
    private void twoImages() {
        labels("truth/a.tif", "1111..22");
        labels("truth/b.tif", "33.44444");
        labels("found/P1/a.ome.TIF", "777.....");
        labels("found/P1/sub/b.tiff", "11.22366");
    }

    @Test
    void figuresOfEachImageAndPooled() throws IOException {
        twoImages();
        JsonNode all = figures();
        assertThat(all.at("/images")).hasSize(2);
        assertThat(all.at("/images/0/image").asText()).isEqualTo("a");
        assertThat(all.at("/images/0/truth_cells").asInt()).isEqualTo(2);
        assertThat(all.at("/images/0/result_cells").asInt()).isEqualTo(1);
        assertThat(all.at("/images/0/seg").asDouble()).isCloseTo(0.75 / 2, within(1e-12));
        assertThat(all.at("/images/0/relative_count_error").asDouble()).isEqualTo(-0.5);
        assertThat(all.at("/images/1/image").asText()).isEqualTo("b");
        assertThat(all.at("/images/1/splits").asInt()).isEqualTo(1);
        JsonNode pooled = all.at("/pooled");
        assertThat(pooled.at("/images").asInt()).isEqualTo(2);
        assertThat(pooled.at("/truth_cells").asInt()).isEqualTo(4);
        assertThat(pooled.at("/result_cells").asInt()).isEqualTo(5);
        assertThat(pooled.at("/count_error").asInt()).isEqualTo(1);
        assertThat(pooled.at("/merges").asInt()).isZero();
        assertThat(pooled.at("/splits").asInt()).isEqualTo(1);
        // Cells 1 (3 of 4 pixels) and 3 (all); no piece is more than half of 4.
        assertThat(pooled.at("/seg").asDouble()).isCloseTo(1.75 / 4, within(1e-12));
        // 2 pairs of 4 and 5 up to 0.75, 1 pair above.
        assertThat(pooled.at("/by_iou")).hasSize(9);
        assertThat(pooled.at("/by_iou/0/min_iou").asDouble()).isEqualTo(0.5);
        assertThat(pooled.at("/by_iou/5/true_positives").asInt()).isEqualTo(2);
        assertThat(pooled.at("/by_iou/5/false_positives").asInt()).isEqualTo(3);
        assertThat(pooled.at("/by_iou/5/false_negatives").asInt()).isEqualTo(2);
        assertThat(pooled.at("/by_iou/5/ap").asDouble()).isCloseTo(2.0 / 7, within(1e-12));
        assertThat(pooled.at("/by_iou/6/true_positives").asInt()).isEqualTo(1);
        assertThat(pooled.at("/mean_ap").asDouble()).isCloseTo((6 * 2.0 / 7 + 3 * 1.0 / 8) / 9, within(1e-12));
    }

    @Test
    void theTableHasARowForEachImageWhereItIsAskedFor() {
        twoImages();
        Job.Result few = evaluate();
        assertThat(few.code()).as(few.err()).isZero();
        assertThat(few.out()).contains("pooled (2)", "+25.0%", "0.4375").doesNotContain("\na ");
        assertThat(few.out().lines().filter(line -> line.startsWith("0."))).hasSize(9);
        Job.Result many = evaluate("--per-image");
        assertThat(many.out()).contains("\na  ", "\nb  ", "-50.0%", "+100.0%");
        assertThat(many.out().lines()).hasSize((int) few.out().lines().count() + 2);
        assertThat(evaluate("--json", "-").out()).startsWith("{").contains("\"pooled\"");
    }

    @Test
    void anImageWithoutCellsHasFiguresThatAreNotDefined() throws IOException {
        labels("truth/a.tif", "....");
        labels("found/a.tif", "....");
        assertThat(figures().at("/pooled/seg").isNull()).isTrue();
        assertThat(evaluate("--per-image").out()).contains(" - ").doesNotContain("NaN");
    }

    @Test
    void aFileThatOneSideLacksIsNamed() {
        twoImages();
        labels("truth/c.tif", "1");
        refused(evaluate(), "no label image for 1 of the 3 images", ": c.", "--only");
        labels("found/c.tif", "1");
        for (int i = 10; i < 22; i++) {
            labels("found/more" + i + ".tif", "1");
        }
        refused(evaluate(), "no truth for 12 of the 15 images", "more10, more11", "more19 and 2 more.");
    }

    @Test
    void onlyTheImagesOfAListAreReadAndCompared() throws IOException {
        twoImages();
        labels("truth/unseen.tif", "1");
        Files.writeString(temp.resolve("found/broken.tif"), "no image");
        Path list = Files.writeString(temp.resolve("list.txt"), "\r\n  b.tif\r\n\r\na\r\n");
        assertThat(figures("--only", list.toString()).at("/pooled/truth_cells").asInt())
                .isEqualTo(4);
        Files.writeString(list, "b");
        JsonNode one = figures("--only", list.toString());
        assertThat(one.at("/images")).hasSize(1);
        assertThat(one.at("/pooled/splits").asInt()).isEqualTo(1);
    }

    @Test
    void listsThatDoNotFitTheFolders() throws IOException {
        twoImages();
        labels("truth/unseen.tif", "1");
        Path list = Files.writeString(temp.resolve("list.txt"), "a\nunseen\n");
        refused(evaluate("--only", list.toString()), "found", "no file for 1 of the 2 images", ": unseen.");
        Files.writeString(list, "a\nnowhere\n");
        refused(evaluate("--only", list.toString()), "truth", ": nowhere.");
        Files.writeString(list, "\n \n");
        refused(evaluate("--only", list.toString()), "names no image");
        refused(evaluate("--only", temp.resolve("no.txt").toString()), "does not exist", "--only");
    }

    @Test
    void imagesThatAreNoLabelsOfTheTruth() throws IOException {
        twoImages();
        labels("found/P1/a.ome.TIF", "777.....", "........");
        refused(evaluate(), "a.ome.TIF", "8 x 2", "8 x 1");
        Movies.stack(temp.resolve("found/P1/a.ome.TIF"), List.of(plane("7......."), plane("7.......")));
        refused(evaluate(), "a.ome.TIF", "2 planes", "--lineage");
        Movies.stack(
                temp.resolve("found/P1/a.ome.TIF"), List.of(Plane.of(8, 1, new float[] {.5f, 0, 0, 0, 0, 0, 0, 0})));
        refused(evaluate(), "a.ome.TIF", "0.5", "not a label");
        Files.writeString(temp.resolve("found/P1/a.ome.TIF"), "no image");
        refused(evaluate(), "a.ome.TIF");
    }

    @Test
    void foldersThatAreNoLabels() throws IOException {
        refused(evaluate(), "truth", "no such file");
        twoImages();
        labels("found/a.tif", "1");
        refused(evaluate(), "a.tif", "a different name");
        Files.createDirectories(temp.resolve("pngs"));
        Files.writeString(temp.resolve("pngs/a.png"), "");
        Job.Result pngs = Job.run(
                "evaluate",
                "--truth",
                temp.resolve("truth").toString(),
                "--labels",
                temp.resolve("pngs").toString());
        refused(pngs, "pngs", "no .tif or .tiff file");
    }

    @Test
    void figuresThatCannotBeWritten() {
        twoImages();
        Job.Result result = evaluate("--json", temp.resolve("no/folder.json").toString());
        refused(result, "folder.json", "cannot be written");
    }

    @Test
    void eitherLineagesOrLabels() {
        String truth = temp.toString();
        assertThat(Job.run("evaluate", "--truth", truth).code()).isEqualTo(1);
        assertThat(Job.run("evaluate", "--truth", truth, "--labels", "a", "--lineage", "b")
                        .code())
                .isEqualTo(1);
        assertThat(Job.run("evaluate", "--truth", truth, "--lineage", "b", "--only", "c")
                        .code())
                .isEqualTo(1);
        assertThat(Job.run("evaluate", "--truth", truth, "--labels", "b", "--silver")
                        .code())
                .isEqualTo(1);
        assertThat(Job.run("evaluate", "--help").out()).contains("--per-image", "Still images.", "IoU");
    }

    /** Two cells of equal contrast and one of a tenth of it, which is missed; the background is 10. */
    private void threeCells() {
        String row = "11111......22222......33333.....";
        labels("truth/a.tif", row, row, row, row, row);
        labels("found/a.tif", row.replace('3', '.'), row.replace('3', '.'), row.replace('3', '.'), row, row);
        short[] samples = new short[5 * row.length()];
        for (int p = 0; p < samples.length; p++) {
            char c = row.charAt(p % row.length());
            samples[p] = (short) (c == '.' ? 10 : c == '3' ? 20 : 110);
        }
        Movies.stack(temp.resolve("images/a.tif"), List.of(Plane.of(row.length(), 5, samples)));
    }

    @Test
    void recallByContrastNeedsTheImages() throws IOException {
        threeCells();
        JsonNode found = figures("--images", temp.resolve("images").toString()).get("found");
        assertThat(found.at("/all/recall").asDouble()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(found.at("/below_a_fifth/cells").asInt()).isEqualTo(1);
        assertThat(found.at("/below_a_fifth/found").asInt()).isZero();
        assertThat(found.at("/by_contrast/.8 - 1.25/recall").asDouble()).isEqualTo(1);
        assertThat(found.at("/at_least_twice/recall").isNull()).isTrue();
        assertThat(found.at("/area_ratio/median").asDouble()).isEqualTo(1);
        String table = evaluate("--images", temp.resolve("images").toString()).out();
        assertThat(table)
                .containsPattern("below a fifth +1 +0 +0 +1 +0 +0[.]0000")
                .doesNotContain("contrast unknown");
        assertThat(evaluate().out())
                .containsPattern("all +3 +2 +0 +1 +0 +0[.]6667")
                .doesNotContain("below a fifth")
                .contains("contrast unknown for 3 cells");
    }

    @Test
    void imagesThatDoNotFitAreRefused() {
        threeCells();
        labels("other/b.tif", "1");
        refused(evaluate("--images", temp.resolve("other").toString()), "no image a", "--images");
        labels("small/a.tif", "11", "11");
        refused(evaluate("--images", temp.resolve("small").toString()), "2 x 2", "32 x 5");
    }
}
