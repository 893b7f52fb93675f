package org.cellineage.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cellineage.evaluate.Evaluation;
import org.cellineage.format.LocalStorage;
import org.cellineage.link.GeometricScorer;
import org.cellineage.link.LinkOptions;
import org.cellineage.link.learned.CellEncoder;
import org.cellineage.link.learned.LearnedScorer;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.cellineage.track.FrameLinker;
import org.cellineage.track.GainListener;
import org.cellineage.track.GeometricLinker;
import org.cellineage.track.LearnedLinker;
import org.cellineage.track.TrackingOptions;
import org.cellineage.track.ViterbiTracker;
import org.cellineage.train.linking.ComparedMovie;
import org.cellineage.train.linking.LinkerFigures;
import org.cellineage.train.linking.MoviePart;
import org.tensorflow.proto.ConfigProto;

/**
 * Compares the learned linker with geometry on movies whose cells are given: geometry with its defaults, and tuned on
 * some of the movies by a grid search, one setting after the other, until nothing gains; and both with the Viterbi linker
 * that uses their scores. {@code scripts/bench/linkers} runs it.
 */
public final class LinkingStudy {

    private static final int MOST_ROUNDS = 4;

    private LinkingStudy() {}

    /** Settings of the geometric linker. */
    private record Geometry(LinkOptions link, TrackingOptions tracking) {

        FrameLinker linker() {
            return new GeometricLinker(tracking, link);
        }
    }

    /** One setting and the values that are tried. */
    private record Dimension(String name, double[] values, BiFunction<Geometry, Double, Geometry> with) {}

    /** Runs the study; see {@code scripts/bench/linkers}. */
    public static void main(String[] arguments) throws IOException {
        String model = "cell-link";
        List<String> tune = new ArrayList<>();
        List<String> test = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--model" -> model = arguments[i + 1];
                case "--tune" -> tune.add(arguments[i + 1]);
                case "--test" -> test.add(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        LinkingModel linking = LinkingModel.of(ModelBundle.of(ModelFiles.named(new LocalStorage(), model)));
        int threads = Runtime.getRuntime().availableProcessors();
        ConfigProto session = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(threads)
                .build();
        LearnedScorer scorer = LearnedScorer.open(linking, session);
        FrameLinker learned = new LearnedLinker(LinkOptions.DEFAULTS, scorer, linking.settings());
        Optional<CellEncoder> encoder = Optional.of(new CellEncoder(linking.openCellEncoder(session)));

        Geometry defaults = new Geometry(LinkOptions.DEFAULTS, TrackingOptions.DEFAULTS);
        Geometry tuned = tune.isEmpty() ? defaults : tune(read(tune, Optional.empty()), defaults);
        if (!tune.isEmpty()) {
            System.out.println("tuned: " + tuned.link() + " " + tuned.tracking());
        }
        List<LinkerFigures> rows = new ArrayList<>();
        for (ComparedMovie movie : read(test, encoder)) {
            rows.add(movie.compare("geometric", defaults.linker(), defaults.tracking()));
            if (!tune.isEmpty()) {
                rows.add(movie.compare("geometric, tuned", tuned.linker(), tuned.tracking()));
            }
            rows.add(movie.compare(
                    "viterbi, geometric",
                    global(listener -> new GeometricLinker(
                            defaults.tracking(), defaults.link(), new GeometricScorer(defaults.link()), listener))));
            rows.add(movie.compare("learned", learned, TrackingOptions.DEFAULTS));
            rows.add(movie.compare(
                    "viterbi, learned",
                    global(listener ->
                            new LearnedLinker(LinkOptions.DEFAULTS, scorer, linking.settings(), listener))));
        }
        System.out.print(LinkerFigures.table(rows));
    }

    private static ViterbiTracker global(Function<GainListener, FrameLinker> scores) {
        return new ViterbiTracker(TrackingOptions.DEFAULTS, LinkOptions.DEFAULTS, scores, List.of(), true);
    }

    /** Movies given as {@code INPUT}, {@code INPUT[PART]} or {@code INPUT@LABELS[PART]}. */
    private static List<ComparedMovie> read(List<String> given, Optional<CellEncoder> encoder) throws IOException {
        List<ComparedMovie> movies = new ArrayList<>();
        for (String one : given) {
            int part = one.endsWith("]") ? one.lastIndexOf('[') : one.length();
            String[] places = one.substring(0, part).split("@", 2);
            movies.addAll(ComparedMovie.read(
                    new LocalStorage(),
                    places[0],
                    places.length > 1 ? places[1] : "",
                    part == one.length() ? MoviePart.WHOLE : MoviePart.parse(one.substring(part + 1, one.length() - 1)),
                    encoder));
        }
        return movies;
    }

    /** Raises the mean over the movies of link F1 and division F1, one setting after the other. */
    private static Geometry tune(List<ComparedMovie> movies, Geometry start) throws IOException {
        Geometry best = start;
        double most = score(movies, best);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double before = most;
            for (Dimension dimension : dimensions()) {
                for (double value : dimension.values()) {
                    Geometry tried = dimension.with().apply(best, value);
                    double score = score(movies, tried);
                    if (score > most) {
                        most = score;
                        best = tried;
                        System.out.printf(Locale.ROOT, "%s %s: %.4f%n", dimension.name(), value, score);
                    }
                }
            }
            if (most == before) {
                break;
            }
        }
        return best;
    }

    private static double score(List<ComparedMovie> movies, Geometry geometry) throws IOException {
        double sum = 0;
        for (ComparedMovie movie : movies) {
            Evaluation evaluation = movie.follow(geometry.linker(), geometry.tracking());
            double divisions = evaluation.divisions().get(0).f1();
            sum += evaluation.links().f1() + (Double.isNaN(divisions) ? 0 : divisions);
        }
        return sum / movies.size();
    }

    private static List<Dimension> dimensions() {
        return List.of(
                new Dimension("gate_spacings", new double[] {1, 1.5, 2, 2.5, 3}, (g, v) -> link(g, v, 0)),
                new Dimension("velocity_trust", new double[] {0, 0.3, 0.6}, (g, v) -> link(g, v, 1)),
                new Dimension("distance_spacings", new double[] {0.25, 0.35, 0.5, 0.7, 1}, (g, v) -> link(g, v, 2)),
                new Dimension("area_log_ratio", new double[] {0.3, 0.6, 1, 2}, (g, v) -> link(g, v, 3)),
                new Dimension("intensity_log_ratio", new double[] {0.3, 0.5, 0.8, 1.5}, (g, v) -> link(g, v, 4)),
                new Dimension("overlap_weight", new double[] {0, 0.4, 0.7, 1}, (g, v) -> link(g, v, 5)),
                new Dimension(
                        "division_midpoint_spacings", new double[] {0.25, 0.4, 0.6, 0.8}, (g, v) -> link(g, v, 6)),
                new Dimension("daughter_area_log_ratio", new double[] {0.25, 0.5, 1}, (g, v) -> link(g, v, 7)),
                new Dimension("daughter_intensity_log_ratio", new double[] {0.25, 0.5, 1}, (g, v) -> link(g, v, 8)),
                new Dimension("summed_area_log_ratio", new double[] {0.4, 0.7, 1.2}, (g, v) -> link(g, v, 9)),
                new Dimension(
                        "birth_and_death_cost", new double[] {0.8, 0.9, 0.95, 0.98, 0.99}, (g, v) -> track(g, v, 0)),
                new Dimension("max_gap_frames", new double[] {0, 1, 2, 3}, (g, v) -> track(g, v, 1)),
                new Dimension(
                        "division_threshold", new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, (g, v) -> track(g, v, 2)),
                new Dimension("division_radius_spacings", new double[] {0.7, 1, 1.4, 2}, (g, v) -> track(g, v, 3)));
    }

    private static Geometry link(Geometry geometry, double value, int which) {
        LinkOptions o = geometry.link();
        double[] v = {
            o.gateSpacings(),
            o.velocityTrust(),
            o.distanceSpacings(),
            o.areaLogRatio(),
            o.intensityLogRatio(),
            o.overlapWeight(),
            o.divisionMidpointSpacings(),
            o.daughterAreaLogRatio(),
            o.daughterIntensityLogRatio(),
            o.summedAreaLogRatio()
        };
        v[which] = value;
        return new Geometry(
                new LinkOptions(v[0], o.maxCandidates(), v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9]),
                geometry.tracking());
    }

    private static Geometry track(Geometry geometry, double value, int which) {
        TrackingOptions o = geometry.tracking();
        double cost = which == 0 ? value : o.birthCost();
        return new Geometry(
                geometry.link(),
                new TrackingOptions(
                        cost,
                        cost,
                        which == 1 ? (int) value : o.maxGapFrames(),
                        o.maxOutageFrames(),
                        which == 2 ? value : o.divisionThreshold(),
                        which == 3 ? value : o.divisionRadiusSpacings(),
                        o.motherMaxMissedFrames(),
                        o.minCycleFrames()));
    }
}
