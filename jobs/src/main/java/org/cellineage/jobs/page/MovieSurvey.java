package org.cellineage.jobs.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cellineage.jobs.published.TableCell;
import org.cellineage.jobs.published.UnitMovie;
import org.cellineage.page.FrameCells;
import org.cellineage.page.FrameCells.CellOnPage;
import org.cellineage.page.ValueRange;

/** What must be known of all cells of a movie before the first is written: which measures there are, and their ranges. */
public final class MovieSurvey {

    private static final String AREA = "area";
    private static final String LINK = "link probability";
    private static final String INTENSITY = "mean intensity ";

    /** Enough frames to tell how large the others will be. */
    private static final int MOST_SAMPLED = 3;

    private final List<String> channels;
    private final List<String> names = new ArrayList<>();
    private final List<ValueRange> ranges = new ArrayList<>();
    private final Map<Integer, double[]> means = new HashMap<>();
    private final List<List<CellOnPage>> sampled = new ArrayList<>();
    private final Map<Double, Double> characters = new HashMap<>();
    private long cells;
    private long sampledCells;

    private MovieSurvey(List<String> channels) {
        this.channels = List.copyOf(channels);
        names.add(AREA);
        channels.forEach(channel -> names.add(INTENSITY + channel));
        names.add(LINK);
        names.forEach(name -> ranges.add(ValueRange.EMPTY));
    }

    /** Visits the cells of a movie, frame by frame, in ascending order, as often as it is asked to. */
    @FunctionalInterface
    public interface Frames {
        void forEachFrame(UnitMovie.FrameVisitor visitor) throws IOException;
    }

    /** Reads all cells of a movie, twice, frame by frame. */
    public static MovieSurvey of(Frames movie) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        List<Integer> frames = new ArrayList<>();
        movie.forEachFrame(cells -> {
            frames.add(cells.get(0).frame());
            cells.forEach(cell -> found.addAll(cell.meanIntensity().keySet()));
        });
        List<String> channels = new ArrayList<>(found);
        MovieSurvey survey = new MovieSurvey(channels);
        List<Integer> samples = evenly(frames);
        movie.forEachFrame(
                cells -> survey.add(cells, samples.contains(cells.get(0).frame())));
        survey.means.values().forEach(MovieSurvey::divide);
        return survey;
    }

    /**
     * Reads all cells of a movie, once, without looking at their masks.
     *
     * @param channels of the movie, in any order
     */
    public static MovieSurvey of(Collection<String> channels, Frames movie) throws IOException {
        MovieSurvey survey = new MovieSurvey(channels.stream().sorted().toList());
        movie.forEachFrame(cells -> survey.add(cells, false));
        survey.means.values().forEach(MovieSurvey::divide);
        return survey;
    }

    /** The same measures and ranges, with the means of other cells of the movie. */
    public MovieSurvey withMeansOf(Frames movie) throws IOException {
        MovieSurvey survey = new MovieSurvey(channels);
        movie.forEachFrame(cells -> survey.add(cells, false));
        survey.means.values().forEach(MovieSurvey::divide);
        for (int m = 0; m < ranges.size(); m++) {
            survey.ranges.set(m, ranges.get(m));
        }
        return survey;
    }

    /** The first, the last, and some between. */
    static List<Integer> evenly(List<Integer> frames) {
        List<Integer> chosen = new ArrayList<>();
        int count = Math.min(MOST_SAMPLED, frames.size());
        for (int i = 0; i < count; i++) {
            chosen.add(frames.get(count == 1 ? 0 : (int) ((long) i * (frames.size() - 1) / (count - 1))));
        }
        return chosen;
    }

    private void add(List<TableCell> frame, boolean sample) {
        List<CellOnPage> onPage = onPage(frame);
        cells += frame.size();
        for (CellOnPage cell : onPage) {
            double[] mean = means.computeIfAbsent(cell.track(), track -> new double[2 * names.size()]);
            for (int m = 0; m < names.size(); m++) {
                double value = cell.measures()[m];
                ranges.set(m, ranges.get(m).with(value));
                if (Double.isFinite(value)) {
                    mean[m] += value;
                    mean[names.size() + m]++;
                }
            }
        }
        if (sample) {
            sampled.add(onPage);
            sampledCells += onPage.size();
        }
    }

    private static void divide(double[] sums) {
        int half = sums.length / 2;
        for (int m = 0; m < half; m++) {
            sums[m] = sums[half + m] == 0 ? Double.NaN : sums[m] / sums[half + m];
        }
    }

    /** Names of the measures. */
    public List<String> measures() {
        return names;
    }

    /** Range of each measure. */
    public List<ValueRange> ranges() {
        return ranges;
    }

    /** Steps of the mean of each measure over a track's cells; -1 where unknown. */
    public int[] meanSteps(int track) {
        double[] mean = means.get(track);
        int[] steps = new int[names.size()];
        Arrays.setAll(steps, m -> mean == null ? -1 : ranges.get(m).step(mean[m]));
        return steps;
    }

    /** The cells of a frame as a page shows them. */
    public List<CellOnPage> onPage(List<TableCell> frame) {
        List<CellOnPage> onPage = new ArrayList<>();
        for (TableCell cell : frame) {
            double[] measures = new double[names.size()];
            measures[0] = cell.areaPx();
            for (int c = 0; c < channels.size(); c++) {
                measures[1 + c] = cell.meanIntensity().getOrDefault(channels.get(c), Double.NaN);
            }
            measures[measures.length - 1] = cell.linkProbability();
            onPage.add(new CellOnPage(cell.trackId(), cell.yPx(), cell.xPx(), cell.box(), cell.mask(), measures));
        }
        return onPage;
    }

    /** About how many characters the cells of all frames take. */
    public double characters(double shrunk) {
        return characters.computeIfAbsent(shrunk, this::estimate);
    }

    private double estimate(double shrunk) {
        long packed = 0;
        for (List<CellOnPage> frame : sampled) {
            packed += FrameCells.pack(frame, ranges, shrunk).length();
        }
        return sampledCells == 0 ? 0 : (double) packed * cells / sampledCells;
    }
}
