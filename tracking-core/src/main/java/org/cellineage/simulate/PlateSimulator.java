package org.cellineage.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.cellineage.format.Calibration;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;

/**
 * Writes simulated movies as a plate in Cell Tracking Challenge layout: {@code A01_s1/t000.tif} (one page per channel),
 * with the ground truth in {@code A01_s1_GT/TRA} ({@code man_track000.tif}, {@code man_track.txt}) and
 * {@code A01_s1_GT/SEG}. Whole cells also have their nuclei in {@code A01_s1_GT/NUCLEI}, and those with a reporter its
 * ratio between nucleus and cytoplasm, by frame and track, in {@code A01_s1_GT/reporter.csv}. What cells with nuclei are doing is
 * in {@code A01_s1_GT/phases.csv}: interphase, mitotic or dead, by frame and track.
 *
 * <p>With a dose effect, the dose increases along the plate's columns from 0 in the first. Movies are independent of
 * each other and can be written in any order and in parallel.
 */
public final class PlateSimulator implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int MAX_SITES = 10_000;

    private final SimulatedType type;
    private final SimulationOptions options;
    private final long seed;
    private final int wells;
    private final int sites;
    private final boolean doseEffect;
    private final PlateLayout layout;

    /** Simulates nuclei. */
    public PlateSimulator(SimulationOptions options, long seed, int wells, int sites, boolean doseEffect) {
        this(SimulatedType.NUCLEUS, options, seed, wells, sites, doseEffect);
    }

    /** Simulates movies of any type. */
    public PlateSimulator(
            SimulatedType type, SimulationOptions options, long seed, int wells, int sites, boolean doseEffect) {
        if (sites < 1 || sites > MAX_SITES) {
            throw new IllegalArgumentException("a well has 1 to " + MAX_SITES + " sites, not " + sites);
        }
        this.type = type;
        this.options = options;
        this.seed = seed;
        this.wells = wells;
        this.sites = sites;
        this.doseEffect = doseEffect;
        this.layout = PlateLayout.forWells(wells);
    }

    /** Number of movies. */
    public int movies() {
        return wells * sites;
    }

    /** Name of the {@code index}-th movie: {@code A01_s1}, {@code A01_s2}, … */
    public String name(int index) {
        return layout.well(index / sites) + "_s" + (index % sites + 1);
    }

    /** Treatment of the well of the {@code index}-th movie. */
    public WellConditions conditions(int index) {
        int used = Math.min(wells, layout.columns());
        return doseEffect && used > 1
                ? WellConditions.ofDose((double) layout.column(index / sites) / (used - 1))
                : WellConditions.UNTREATED;
    }

    /**
     * Simulates and writes a movie.
     *
     * @param onFrame called after each frame
     */
    public void write(int index, FileSink sink, Runnable onFrame) throws IOException {
        String movie = name(index);
        MovieSimulator simulator =
                new MovieSimulator(type, options, conditions(index), seed, index / sites, index % sites);
        StringBuilder phases = new StringBuilder("well,site,frame,track,class\n");
        StringBuilder ratios = new StringBuilder("frame,track,nuclear_to_cytoplasmic\n");
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            String number = String.format(Locale.ROOT, "%03d", frame.frame());
            writeImage(sink, movie + "/t" + number + ".tif", frame.channels());
            Plane labels = shorts(frame.truth());
            TiffWriter.write(sink.create(movie + "_GT/TRA/man_track" + number + ".tif"), labels);
            TiffWriter.write(sink.create(movie + "_GT/SEG/man_seg" + number + ".tif"), labels);
            if (frame.compartments().isPresent()) {
                SimulatedFrame.Compartments inside = frame.compartments().get();
                TiffWriter.write(sink.create(movie + "_GT/NUCLEI/man_seg" + number + ".tif"), shorts(inside.nuclei()));
                append(ratios, frame.frame(), inside);
            }
            new TreeMap<>(frame.phases())
                    .forEach((track, phase) -> phases.append(String.format(
                            Locale.ROOT,
                            "%s,%d,%d,%d,%s\n",
                            layout.well(index / sites),
                            index % sites + 1,
                            frame.frame(),
                            track,
                            phase.label())));
            onFrame.run();
        }
        try (OutputStream out = sink.create(movie + "_GT/TRA/man_track.txt")) {
            out.write(CtcTracks.format(simulator.lineage()).getBytes(StandardCharsets.UTF_8));
        }
        if (type == SimulatedType.NUCLEUS || type == SimulatedType.CYTOPLASM) {
            try (OutputStream out = sink.create(movie + "_GT/phases.csv")) {
                out.write(phases.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        if (type == SimulatedType.CYTOPLASM) {
            try (OutputStream out = sink.create(movie + "_GT/reporter.csv")) {
                out.write(ratios.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void append(StringBuilder ratios, int frame, SimulatedFrame.Compartments inside) {
        new TreeMap<>(inside.reporterRatio())
                .forEach((track, ratio) ->
                        ratios.append(String.format(Locale.ROOT, "%d,%d,%.4f\n", frame, track, ratio)));
    }

    /** Writes ImageJ metadata if there is any to write. */
    private TiffWriter imageWriter(OutputStream out, int channels, long pageBytes) {
        Calibration calibration = new Calibration(
                options.pixelSizeUm() > 0 ? options.pixelSizeUm() : Double.NaN,
                options.frameIntervalS() > 0 ? options.frameIntervalS() : Double.NaN);
        TiffWriter.Compression deflate = TiffWriter.Compression.DEFLATE;
        return channels > 1 || calibration.hasPixelSize() || calibration.hasFrameInterval()
                ? TiffWriter.imageJ(out, channels, 1, pageBytes, deflate, calibration)
                : new TiffWriter(out, channels, pageBytes, deflate, "");
    }

    private void writeImage(FileSink sink, String path, List<Plane> planes) throws IOException {
        Plane first = planes.get(0);
        long pageBytes = (long) first.size() * first.type().bytes();
        try (TiffWriter writer = imageWriter(sink.create(path), planes.size(), pageBytes)) {
            for (Plane plane : planes) {
                writer.write(plane);
            }
        }
    }

    private static Plane shorts(LabelImage labels) {
        short[] samples = new short[labels.labels().length];
        for (int p = 0; p < samples.length; p++) {
            int label = labels.labels()[p];
            if (label > 0xffff) {
                throw new IllegalStateException("more than 65535 tracks in one movie");
            }
            samples[p] = (short) label;
        }
        return Plane.of(labels.width(), labels.height(), samples);
    }
}
