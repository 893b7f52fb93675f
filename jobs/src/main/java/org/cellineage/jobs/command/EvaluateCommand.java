package org.cellineage.jobs.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.ExitCode;
import org.cellineage.jobs.evaluate.MovieEvaluation;
import org.cellineage.jobs.evaluate.PlateEvaluation;
import org.cellineage.jobs.evaluate.StillEvaluation;
import org.cellineage.jobs.evaluate.StillReport;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.problem.BadOutputException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A result against the truth. */
@Command(
        name = "evaluate",
        description = "Compares a result with the truth. Lineages: SEG, DET, TRA, LNK, CT, TF, BC(i), CCA, CHOTA, links"
                + " and divisions. Label images of still images: SEG, AP and F1 by IoU, merges, splits, counts.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage evaluate --truth plates/simulated --lineage lineages",
            "  cellineage evaluate --truth HeLa/02_GT --lineage HeLa/02_RES --json result.json",
            "  cellineage evaluate --truth dsb2018/labels --labels masks --only validation.txt --per-image",
            "",
            "Lineages. Truth: a CTC dataset, or one SEQ_GT folder. Result: the output of 'run', or a CTC result",
            "folder. Truth without a lineage (full masks alone) is measured by SEG. A division with a wrong",
            "daughter counts as a miss and as a false alarm. docs/BENCHMARKS.md explains all.",
            "",
            "Still images. Truth and result: folders of label TIFFs (0 background, one whole number a cell), as",
            "'segment --labels-out' writes them, matched by file name without ending, in subfolders too.",
            "  TP        cells of the truth and of the result that pair up one to one with an IoU of at least",
            "            the threshold; FP and FN are the others of the result and of the truth",
            "  AP        TP / (TP + FP + FN); 'mean AP' is its mean over IoU 0.50, 0.55, ... 0.90",
            "  count     cells of the result more (+) or fewer (-) than those of the truth, of the truth's",
            "  merges    cells of the result that hold most of two or more cells of the truth",
            "  splits    cells of the truth that hold most of two or more cells of the result",
            "'pooled' adds up the counts of all images before it makes figures of them."
        })
public final class EvaluateCommand extends JobCommand {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--truth", required = true, paramLabel = "URI", description = "Folder with the truth.")
    private String truth = "";

    @ArgGroup(multiplicity = "1")
    private Result result = new Result();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Also write all figures, of lineages with every error behind DET and TRA, of still images with"
                            + " those of each image, as JSON; - prints it instead.")
    private String json = "";

    /** What is compared: lineages or still images. */
    static final class Result {
        @ArgGroup(exclusive = false)
        private Lineages lineages = new Lineages();

        @ArgGroup(exclusive = false)
        private Stills stills = new Stills();
    }

    /** Lineages of movies. */
    static final class Lineages {
        @Option(
                names = "--lineage",
                required = true,
                paramLabel = "URI",
                description = "Tables, or a CTC result folder.")
        private String lineage = "";

        @Option(names = "--silver", description = "Measure SEG on the silver truth (SEQ_ST/SEG) instead of SEQ_GT/SEG.")
        private boolean silver;
    }

    /** Label images of still images. */
    static final class Stills {
        @Option(
                names = "--labels",
                required = true,
                paramLabel = "URI",
                description = "Label images of still images, named as those of the truth.")
        private String labels = "";

        @Option(
                names = "--only",
                paramLabel = "FILE",
                description = "Compare only the images that this text file names, one a line. Without it, truth and"
                        + " labels must have the same images.")
        private String only = "";

        @Option(names = "--per-image", description = "Print a row for each image too.")
        private boolean perImage;
    }

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        if (result.stills.labels.isEmpty()) {
            List<MovieEvaluation> movies =
                    new PlateEvaluation(spark, truth, result.lineages.silver).evaluate(result.lineages.lineage);
            report(json(movies), PlateEvaluation.table(movies), out);
        } else {
            HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
            StillEvaluation stills = new StillEvaluation(storage, truth, result.stills.labels);
            StillReport report = StillReport.of(
                    result.stills.only.isEmpty() ? stills.evaluate() : stills.evaluateOnly(result.stills.only));
            report(report.json(), report.table(result.stills.perImage), out);
        }
        return ExitCode.DONE;
    }

    private static ArrayNode json(List<MovieEvaluation> movies) {
        ArrayNode list = JSON.createArrayNode();
        for (MovieEvaluation movie : movies) {
            ObjectNode node = list.addObject();
            node.put("movie", movie.movie());
            movie.figures().forEach(node::put);
            movie.tracking().ifPresent(details -> node.set("details", JSON.valueToTree(details)));
        }
        return list;
    }

    private void report(JsonNode figures, String table, PrintWriter out) throws JsonProcessingException {
        String text = JSON.writeValueAsString(figures);
        if (json.equals("-")) {
            out.println(text);
            return;
        }
        if (!json.isEmpty()) {
            try {
                Files.writeString(Path.of(json), text);
            } catch (IOException e) {
                throw new BadOutputException(
                        json,
                        "The figures cannot be written: " + e + ".",
                        "Give a file in a folder that is there and may be written to.",
                        e);
            }
        }
        out.print(table);
    }
}
