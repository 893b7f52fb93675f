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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.cellineage.evaluate.ClassConfusion;
import org.cellineage.evaluate.NearestProfiles;
import org.cellineage.format.classes.KnownClasses;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.base.Reports;
import org.cellineage.jobs.command.option.LineageOptions;
import org.cellineage.jobs.command.option.MovieArgument;
import org.cellineage.jobs.evaluate.ClassEvaluation;
import org.cellineage.jobs.evaluate.DetectionReport;
import org.cellineage.jobs.evaluate.LinkerComparison;
import org.cellineage.jobs.evaluate.MovieEvaluation;
import org.cellineage.jobs.evaluate.MovieScore;
import org.cellineage.jobs.evaluate.PlateEvaluation;
import org.cellineage.jobs.evaluate.StillEvaluation;
import org.cellineage.jobs.evaluate.StillReport;
import org.cellineage.jobs.hadoop.HadoopStorage;
import org.cellineage.jobs.published.UnitResult;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadOutputException;
import org.cellineage.track.method.LinkingOptions;
import org.cellineage.train.linking.LinkerFigures;
import org.cellineage.train.linking.LinkingTraining;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares a result with the ground truth. */
@Command(
        name = "evaluate",
        description =
                "Compares a result with the ground truth. Lineages: SEG, DET, TRA, LNK, CT, TF, BC(i), CCA, CHOTA,"
                        + " links and divisions. Label images of still images: SEG, AP and F1 by IoU, merges, splits, counts."
                        + " Several linkers on the same cells, side by side.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage evaluate --truth plates/simulated --lineage lineages",
            "  cellineage evaluate --truth HeLa/02_GT --lineage HeLa/02_RES --json result.json",
            "  cellineage evaluate --truth dsb2018/labels --labels masks --only validation.txt --per-image",
            "  cellineage evaluate --compare HeLa/02 --model cell-link --model ./my-model",
            "  cellineage evaluate --compare 'HeLa/02@masks[x740-]'              # cells of masks, right of column 740",
            "  cellineage evaluate --compare HeLa/02 --truth HeLa --result HeLa/02_RES",
            "  cellineage evaluate --lineage lineages --classes mechanism",
            "  cellineage evaluate --lineage lineages --classes phases.csv",
            "",
            "Lineages. Truth: a CTC dataset, or one SEQ_GT folder. Result: the output of 'run', a CTC result folder, or",
            "what 'run --tracks' reads: files of TrackMate and napari are drawn on the pixels of the truth. If the truth",
            "has no lineages (masks only), only SEG is computed. A division with a wrong daughter counts as a miss and as",
            "a false positive. docs/BENCHMARKS.md defines all metrics.",
            "",
            "Still images. Truth and result: folders of label TIFFs (0 background, one whole number per cell), as",
            "written by 'segment --labels-out', matched by file name without extension, including subfolders.",
            "  TP        cells of the truth and of the result that match one to one with an IoU of at least",
            "            the threshold; FP and FN are the remaining cells of the result and of the truth",
            "  AP        TP / (TP + FP + FN); 'mean AP' is its mean over IoU 0.50, 0.55, ... 0.90",
            "  count     surplus (+) or deficit (-) of cells in the result, relative to the number in the truth",
            "  merges    cells of the result that contain most of two or more cells of the truth",
            "  splits    cells of the truth that contain most of two or more cells of the result",
            "'pooled' adds up the counts of all images before computing the metrics.",
            "",
            "Cells found. Both also print how many cells of the truth have a region of their own that covers more than",
            "half of them: in all, by contrast (with the images: see --images) and around divisions.",
            "",
            "Linkers. The cells of each movie, without their identities, are linked by the geometric linker and by each",
            "model, frame by frame and as a whole (viterbi), and compared with the movie's own truth; one row each, as",
            "Markdown. Cells that are not in the truth are left out. Results of other programs are listed below, with",
            "their own cells.",
            "",
            "Classes. Recall of each class with its 95 % interval (Wilson), precision, and the mean recall of all classes.",
            "docs/CLASSES.md says how wells are compared."
        })
public final class EvaluateCommand extends JobCommand {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--truth",
            paramLabel = "URI",
            description = "Folder with the ground truth; not needed with --compare, whose movies have it next to them.")
    private String truth = "";

    @ArgGroup(multiplicity = "1")
    private Result result = new Result();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Also write all results as JSON: for lineages with every error behind DET and TRA, for still images"
                            + " with those of each image; - prints the JSON instead.")
    private String json = "";

    @Option(
            names = "--images",
            paramLabel = "URI",
            description =
                    "Images of the movies or stills, for recall by contrast. Default for lineages: the input recorded in the"
                            + " tables, or the images in the dataset given as --truth; for still images: none.")
    private String images = "";

    /** What is compared: lineages, still images or linkers. */
    static final class Result {
        @ArgGroup(exclusive = false)
        private Lineages lineages = new Lineages();

        @ArgGroup(exclusive = false)
        private Stills stills = new Stills();

        @ArgGroup(exclusive = false)
        private Linkers linkers = new Linkers();
    }

    /** Linkers on the same cells. */
    static final class Linkers {
        @Option(
                names = "--compare",
                required = true,
                paramLabel = "MOVIES",
                description =
                        "Link the cells of these movies with the geometric linker and with models, frame by frame and as"
                                + " a whole: INPUT, INPUT[PART] or INPUT@LABELS[PART], as for 'train linking'. May be"
                                + " repeated.")
        private List<String> movies = List.of();

        @Option(
                names = "--model",
                paramLabel = "NAME|FOLDER",
                description =
                        "A linking model: a folder (a path with a slash), or the name of one that comes with Cellineage."
                                + " May be repeated."
                                + " Default: ${DEFAULT-VALUE}.",
                defaultValue = LinkingOptions.DEFAULT_MODEL)
        private List<String> models = List.of();

        @Option(
                names = "--result",
                paramLabel = "URI",
                description = "Also compare this result, tables or a CTC result folder, with --truth. May be repeated.")
        private List<String> results = List.of();
    }

    /** Lineages of movies. */
    static final class Lineages {
        @Option(
                names = "--lineage",
                required = true,
                paramLabel = "URI",
                description = "Tables, a CTC result folder, or a file of another program.")
        private String lineage = "";

        @Option(
                names = "--classes",
                paramLabel = "COLUMN|FILE",
                description =
                        "Instead of lineages, compare classes. FILE: a CSV file with the known classes of cells (movie,"
                                + " frame, track, class). COLUMN: a column of the plate map with the class of each well,"
                                + " such as its mechanism; each well gets that of the most similar well of another"
                                + " compound.")
        private String classes = "";

        @Option(
                names = "--compound-column",
                paramLabel = "COLUMN",
                defaultValue = "compound",
                description = "With --classes COLUMN: column of the plate map with the compounds. Default:"
                        + " ${DEFAULT-VALUE}.")
        private String compoundColumn = "compound";

        @Option(names = "--silver", description = "Compute SEG on the silver truth (SEQ_ST/SEG) instead of SEQ_GT/SEG.")
        private boolean silver;
    }

    /** Label images of still images. */
    static final class Stills {
        @Option(
                names = "--labels",
                required = true,
                paramLabel = "URI",
                description = "Label images of still images, with the same names as those of the truth.")
        private String labels = "";

        @Option(
                names = "--only",
                paramLabel = "FILE",
                description =
                        "Compare only the images named in this text file, one per line. Without it, truth and labels"
                                + " must contain the same images.")
        private String only = "";

        @Option(names = "--per-image", description = "Also print a row for each image.")
        private boolean perImage;
    }

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        Linkers linkers = result.linkers;
        if (!result.lineages.classes.isEmpty()) {
            compareClasses(result.lineages, out);
            return ExitCode.DONE;
        }
        if (truth.isEmpty() && (linkers.movies.isEmpty() || !linkers.results.isEmpty())) {
            throw new BadConfigurationException(
                    "--truth", "There is no ground truth to compare with.", "Give its folder with --truth.");
        }
        if (!linkers.movies.isEmpty()) {
            List<LinkerFigures> rows = compare(linkers);
            report(JSON.valueToTree(rows), LinkerFigures.table(rows), out);
            return ExitCode.DONE;
        }
        SparkSession spark = SparkSessions.open(name());
        if (result.stills.labels.isEmpty()) {
            PlateEvaluation plate = new PlateEvaluation(spark, truth, result.lineages.silver, images);
            List<UnitResult<MovieScore>> results = plate.evaluate(result.lineages.lineage);
            List<MovieEvaluation> movies = UnitResult.values(results).stream()
                    .map(MovieScore::evaluation)
                    .toList();
            String table = movies.isEmpty() ? "" : PlateEvaluation.table(movies) + DetectionReport.table(movies);
            report(json(movies), table, out);
            // JSON that is printed stays JSON.
            return Reports.printFailures(results, json.equals("-") ? parsed().getErr() : out);
        } else {
            HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
            StillEvaluation stills = new StillEvaluation(storage, truth, result.stills.labels, images);
            StillReport report = StillReport.of(
                    result.stills.only.isEmpty() ? stills.evaluate() : stills.evaluateOnly(result.stills.only));
            report(report.json(), report.table(result.stills.perImage), out);
        }
        return ExitCode.DONE;
    }

    private void compareClasses(Lineages lineages, PrintWriter out) throws IOException {
        SparkSession spark = SparkSessions.open(name());
        HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        ClassEvaluation evaluation =
                new ClassEvaluation(spark, LineageOptions.open(spark, lineages.lineage), lineages.lineage);
        Map<String, ClassConfusion> found = new LinkedHashMap<>();
        // Columns of a plate map have neither.
        if (lineages.classes.matches(".*[./\\\\].*")) {
            found.putAll(evaluation.ofCells(KnownClasses.read(storage, lineages.classes, KnownClasses.CLASS)));
        } else {
            found.put(
                    "wells by the nearest profile of another compound",
                    NearestProfiles.confusion(evaluation.ofWells(lineages.classes, lineages.compoundColumn)));
        }
        ObjectNode figures = JSON.createObjectNode();
        StringBuilder text = new StringBuilder();
        found.forEach((kind, confusion) -> {
            figures.set(kind, JSON.valueToTree(confusion.figures()));
            text.append(kind).append(":\n");
            confusion.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        });
        report(figures, text.toString(), out);
    }

    private List<LinkerFigures> compare(Linkers linkers) throws IOException {
        SparkSession spark = SparkSessions.open(name());
        HadoopStorage storage = new HadoopStorage(spark.sparkContext().hadoopConfiguration());
        LinkerComparison comparison = new LinkerComparison(storage, linkers.models);
        List<LinkerFigures> rows = new ArrayList<>();
        for (String movies : linkers.movies) {
            LinkingTraining.Source source =
                    MovieArgument.heldOut("--compare", movies).source();
            rows.addAll(comparison.compare(source.input(), source.segmented(), source.part()));
        }
        for (String given : linkers.results) {
            rows.addAll(LinkerComparison.given(given, new PlateEvaluation(spark, truth, false, "").evaluateAll(given)));
        }
        return rows;
    }

    private static ArrayNode json(List<MovieEvaluation> movies) {
        ArrayNode list = JSON.createArrayNode();
        for (MovieEvaluation movie : movies) {
            ObjectNode node = list.addObject();
            node.put("movie", movie.movie());
            movie.figures().forEach(node::put);
            node.set("found", DetectionReport.json(movie));
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
                        "The results cannot be written: " + e + ".",
                        "Give a file in an existing folder that you can write to.",
                        e);
            }
        }
        out.print(table);
    }
}
