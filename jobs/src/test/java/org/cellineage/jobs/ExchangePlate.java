package org.cellineage.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.Plane;
import org.cellineage.simulate.MovieSimulator;
import org.cellineage.simulate.SimulatedFrame;
import org.cellineage.simulate.WellConditions;

/**
 * A small plate with given tracks, on which formats are tried: {@code P1/B01_s1.ome.tif} and {@code P1/B02_s1.ome.tif}
 * with pixels of 0.65 micrometres every 300 seconds, and {@code P1/B03_s1.tif} without a scale. Tracks divide, are out of
 * sight for a frame, and go on under another id; cells have holes, and parts that do not touch the rest.
 *
 * @param images the folder with the movies
 * @param tracks the folder with their labels and lists of tracks
 * @param map a plate map
 */
record ExchangePlate(Path images, Path tracks, Path map) {

    static ExchangePlate create(Path folder) throws IOException {
        ExchangePlate plate =
                new ExchangePlate(folder.resolve("P1"), folder.resolve("tracks"), folder.resolve("map.csv"));
        for (int well = 1; well <= 3; well++) {
            plate.movie(well);
        }
        Files.writeString(plate.map, "well,compound,dose,site\nB01,\"a, or \"\"b\"\"\",0.5,x\nB02,none,0,y\n");
        return plate;
    }

    private void movie(int well) throws IOException {
        MovieSimulator simulator = new MovieSimulator(Movies.SMALL, WellConditions.UNTREATED, 11, well, 1);
        List<Plane> planes = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        while (simulator.hasNext()) {
            SimulatedFrame frame = simulator.next();
            planes.add(frame.channels().get(0));
            labels.add(frame.truth().labels().clone());
        }
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        TreeMap<Integer, TrackSpan> spans = new TreeMap<>();
        simulator.lineage().forEach(span -> spans.put(span.track(), span));
        tamper(labels, width, spans);
        String name = "B0" + well + "_s1";
        boolean scaled = well < 3;
        write(
                images.resolve(name + (scaled ? ".ome.tif" : ".tif")),
                planes,
                scaled ? ome(width, height, planes.size()) : "");
        List<Plane> masks = new ArrayList<>();
        for (int[] frame : labels) {
            short[] samples = new short[frame.length];
            for (int p = 0; p < frame.length; p++) {
                samples[p] = (short) frame[p];
            }
            masks.add(Plane.of(width, height, samples));
        }
        write(tracks.resolve(name + "/" + name + "_masks.tif"), masks, "");
        Files.writeString(tracks.resolve(name + "/res_track.txt"), CtcTracks.format(spans.values()));
    }

    /** Makes what simulated cells do not do. */
    private static void tamper(List<int[]> labels, int width, TreeMap<Integer, TrackSpan> spans) {
        List<TrackSpan> whole = spans.values().stream()
                .filter(span -> span.end() - span.begin() >= 4)
                .toList();
        TrackSpan gap = whole.get(0);
        replace(labels.get(gap.begin() + 2), gap.track(), 0);
        TrackSpan renamed = whole.get(1);
        int from = renamed.begin() + 2;
        for (int frame = from; frame <= renamed.end(); frame++) {
            replace(labels.get(frame), renamed.track(), 999);
        }
        spans.put(renamed.track(), new TrackSpan(renamed.track(), renamed.begin(), from - 1, renamed.parent()));
        spans.put(999, new TrackSpan(999, from, renamed.end(), renamed.track()));
        spans.replaceAll((id, span) -> span.parent() == renamed.track() && id != 999
                ? new TrackSpan(id, span.begin(), span.end(), 999)
                : span);
        int[] first = labels.get(0);
        for (int y = 2; y < first.length / width - 2; y++) {
            for (int x = 2; x < width - 2; x++) {
                int p = y * width + x;
                boolean inside = first[p] > 0;
                for (int dy = -2; dy <= 2; dy++) {
                    for (int dx = -2; dx <= 2; dx++) {
                        inside &= first[p + dy * width + dx] == first[p];
                    }
                }
                if (inside && (x + y) % 7 == 0) {
                    first[p] = 0;
                }
                boolean corner = first[p] == 0
                        && first[p - width - 1] > 0
                        && first[p - 1] == 0
                        && first[p - width] == 0
                        && first[p + 1] == 0;
                if (corner) {
                    first[p] = first[p - width - 1];
                }
            }
        }
    }

    private static void replace(int[] labels, int from, int to) {
        for (int p = 0; p < labels.length; p++) {
            labels[p] = labels[p] == from ? to : labels[p];
        }
    }

    private static void write(Path file, List<Plane> planes, String description) throws IOException {
        Plane first = planes.get(0);
        try (TiffWriter writer = new TiffWriter(
                Movies.create(file),
                planes.size(),
                (long) first.size() * first.type().bytes(),
                TiffWriter.Compression.NONE,
                description)) {
            for (Plane plane : planes) {
                writer.write(plane);
            }
        }
    }

    private static String ome(int width, int height, int frames) {
        return """
                <?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">\
                <Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="%d" SizeY="%d"\
                 SizeC="1" SizeZ="1" SizeT="%d" PhysicalSizeX="0.65" PhysicalSizeY="0.65" TimeIncrement="300">\
                <Channel ID="Channel:0" Name="GFP, green" SamplesPerPixel="1"/><TiffData/></Pixels></Image></OME>""".formatted(width, height, frames);
    }
}
