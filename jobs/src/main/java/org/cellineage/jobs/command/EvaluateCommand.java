package org.cellineage.jobs.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.ExitCode;
import org.cellineage.jobs.evaluate.MovieEvaluation;
import org.cellineage.jobs.evaluate.PlateEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A result against the truth. */
@Command(
        name = "evaluate",
        description = "Compares lineages with the truth: SEG, DET, TRA, LNK, CT, TF, BC(i), CCA, CHOTA, links and"
                + " divisions.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage evaluate --truth plates/simulated --lineage lineages",
            "  cellineage evaluate --truth Fluo-N2DL-HeLa/02_GT --lineage Fluo-N2DL-HeLa/02_RES --json result.json",
            "",
            "Truth: a CTC dataset, or one SEQ_GT folder. Result: the output of 'run', or a CTC result folder.",
            "Truth without a lineage (full masks alone) is measured by SEG.",
            "A division with a wrong daughter counts as a miss and as a false alarm. docs/BENCHMARKS.md explains all."
        })
public final class EvaluateCommand extends JobCommand {

    @Option(names = "--truth", required = true, paramLabel = "URI", description = "Folder with the truth.")
    private String truth = "";

    @Option(names = "--lineage", required = true, paramLabel = "URI", description = "Tables, or a CTC result folder.")
    private String lineage = "";

    @Option(names = "--silver", description = "Measure SEG on the silver truth (SEQ_ST/SEG) instead of SEQ_GT/SEG.")
    private boolean silver;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write all figures, with every error behind DET and TRA, as JSON; - prints it instead.")
    private String json = "";

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        SparkSession spark = spark();
        List<MovieEvaluation> movies = new PlateEvaluation(spark, truth, silver).evaluate(lineage);
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        if (!json.isEmpty()) {
            ArrayNode list = mapper.createArrayNode();
            for (MovieEvaluation movie : movies) {
                ObjectNode node = list.addObject();
                node.put("movie", movie.movie());
                movie.figures().forEach(node::put);
                movie.tracking().ifPresent(details -> node.set("details", mapper.valueToTree(details)));
            }
            if (json.equals("-")) {
                out.println(mapper.writeValueAsString(list));
                return ExitCode.DONE;
            }
            java.nio.file.Files.writeString(java.nio.file.Path.of(json), mapper.writeValueAsString(list));
        }
        out.print(PlateEvaluation.table(movies));
        return ExitCode.DONE;
    }
}
