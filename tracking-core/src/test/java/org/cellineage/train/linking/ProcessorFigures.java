package org.cellineage.train.linking;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cellineage.cell.CellFeatures;
import org.cellineage.cell.FrameFeatures;
import org.cellineage.cell.Precision;
import org.cellineage.cell.SegmentedFrame;
import org.cellineage.image.LabelImage;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.LinkProblem;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.model.Network;
import org.cellineage.segment.network.NetworkFrames;
import org.cellineage.segment.network.SegmentationModel;
import org.cellineage.segment.postprocess.NuclearOptions;
import org.cellineage.segment.postprocess.NuclearPostprocessor;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.WellConditions;
import org.cellineage.track.FrameLinks;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.LinkDoubts;
import org.tensorflow.proto.ConfigProto;

/**
 * What the bundled networks make of simulated movies on this processor, to be compared with another's.
 *
 * <p>With one argument, writes the figures to that file, a line each; with two, compares two such files. Which
 * instructions oneDNN may use is set by the environment variable {@code ONEDNN_MAX_CPU_ISA}.
 */
final class ProcessorFigures {

    private static final int FRAMES = 12;
    private static final int SEEDS = 6;

    private ProcessorFigures() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            try (PrintStream out = new PrintStream(args[0], java.nio.charset.StandardCharsets.UTF_8)) {
                labels(out);
                for (int seed = 1; seed <= SEEDS; seed++) {
                    links(out, seed);
                }
            }
        } else {
            compare(lines(args[0]), lines(args[1]));
        }
    }

    private static void line(PrintStream out, String kind, String where, double[] values) {
        out.println(kind + " " + where + " " + Arrays.toString(values).replaceAll("[\\[\\],]", ""));
    }

    /** A line a frame. */
    private static void labels(PrintStream out) {
        SegmentationModel model = SegmentationModel.of(ModelBundle.of(ModelFiles.bundled("nuclear")));
        List<String> maps = List.of(
                NuclearPostprocessor.BACKGROUND,
                NuclearPostprocessor.INTERIOR,
                "border",
                NuclearPostprocessor.EDGE_DISTANCE,
                NuclearPostprocessor.CENTRE_DISTANCE);
        try (Network network = model.openNetwork(ConfigProto.getDefaultInstance())) {
            NetworkFrames frames = new NetworkFrames(
                    network, model.input(), maps, new NuclearPostprocessor(NuclearOptions.DEFAULTS), 1 << 18);
            for (int seed = 1; seed <= SEEDS; seed++) {
                MovieSimulator movie =
                        new MovieSimulator(TrueMovies.options(160, FRAMES, 24), WellConditions.UNTREATED, seed, 0, 0);
                while (movie.hasNext()) {
                    LabelImage found = frames.segment(movie.next().channels().get(0), 14);
                    line(
                            out,
                            "label",
                            "" + seed,
                            IntStream.of(found.labels()).asDoubleStream().toArray());
                }
            }
        }
    }

    /** Codes of all cells, probabilities of all pairs and divisions, and what was decided, frame by frame. */
    private static void links(PrintStream out, long seed) {
        LinkingModel model = LinkingModel.of(ModelBundle.of(ModelFiles.bundled("cell-link")));
        LinkMovie movie = TrueMovies.simulated("a", FRAMES, seed);
        ConfigProto session = ConfigProto.getDefaultInstance();
        try (Network tracks = model.openTrackEncoder(session);
                Network score = model.openScore(session);
                Network divide = model.openDivide(session);
                EncodedScene encoded = new EncodedScene(model, 1, network -> network)) {
            LearnedLinker linker = new LearnedLinker(
                    LinkOptions.DEFAULTS, new LearnedScorer(tracks, score, divide, model.settings()), model.settings());
            TrueMovies.play(movie, IntStream.range(0, FRAMES).toArray(), (scene, frame, problem, truth) -> {
                LinkMovie.Frame of = scene.frame(frame);
                List<CellFeatures> seen = encoded.describe(of);
                List<double[]> codes = new ArrayList<>();
                seen.forEach(cell -> codes.add(IntStream.range(0, cell.code().length)
                        .mapToDouble(i -> cell.code()[i])
                        .toArray()));
                line(
                        out,
                        "code",
                        seed + "/" + frame,
                        codes.stream().flatMapToDouble(Arrays::stream).toArray());
                LinkProblem coded = encoded.encoded(scene, frame, problem);
                LearnedScorer.Scores scores = encoded.score(coded, of.views().thumbnail());
                line(out, "same", seed + "/" + frame, scores.same());
                line(out, "mother", seed + "/" + frame, scores.mother());
                line(out, "division", seed + "/" + frame, scores.division());
                boolean[] mayDivide = new boolean[truth.length];
                Arrays.fill(mayDivide, true);
                FrameLinks links = linker.link(
                        new SegmentedFrame(
                                frame,
                                of.width(),
                                of.height(),
                                problem.cells(),
                                new FrameFeatures(of.views().thumbnail(), seen)),
                        coded,
                        LinkDoubts.none(mayDivide));
                line(
                        out,
                        "link",
                        seed + "/" + frame,
                        IntStream.of(links.trackOfCell()).asDoubleStream().toArray());
                line(out, "probability", seed + "/" + frame, links.probability());
                line(out, "margin", seed + "/" + frame, links.margin());
                line(out, "stored_probability", seed + "/" + frame, stored(links.probability()));
                line(out, "stored_margin", seed + "/" + frame, stored(links.margin()));
                line(
                        out,
                        "divided",
                        seed + "/" + frame,
                        links.divisions().stream()
                                .flatMapToDouble(
                                        d -> Arrays.stream(new double[] {d.mother(), d.firstCell(), d.secondCell()}))
                                .toArray());
            });
        }
    }

    private static double[] stored(double[] scores) {
        return Arrays.stream(scores).map(Precision::score).toArray();
    }

    private static List<String[]> lines(String file) throws Exception {
        return Files.readAllLines(Path.of(file)).stream().map(l -> l.split(" ")).toList();
    }

    /** A line a kind of figure: how many there are, how many differ, and by how much at most. */
    private static void compare(List<String[]> ours, List<String[]> theirs) {
        Map<String, double[]> found = new LinkedHashMap<>();
        for (int i = 0; i < ours.size(); i++) {
            String[] a = ours.get(i);
            String[] b = theirs.get(i);
            double[] kind = found.computeIfAbsent(a[0], key -> new double[3]);
            if (a.length != b.length) {
                kind[1] += Math.abs(a.length - b.length);
            }
            for (int k = 2; k < Math.min(a.length, b.length); k++) {
                double apart = Math.abs(Double.parseDouble(a[k]) - Double.parseDouble(b[k]));
                kind[0]++;
                kind[1] += apart == 0 || (Double.isNaN(apart) && a[k].equals(b[k])) ? 0 : 1;
                kind[2] = Math.max(kind[2], Double.isNaN(apart) ? 0 : apart);
            }
        }
        found.forEach((kind, f) ->
                System.out.printf("%-20s %9.0f figures, %7.0f differ, by %.2g at most%n", kind, f[0], f[1], f[2]));
    }
}
