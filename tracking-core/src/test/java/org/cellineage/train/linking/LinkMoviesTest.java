package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.ctc.CtcTracks;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.format.trk.TrkTrack;
import org.cellineage.format.trk.TrkWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.cellineage.simulate.PlateSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Movies with their lineages from every layout, with their own cells and with those of another segmentation. */
class LinkMoviesTest {

    private static final int SIDE = 64;
    private static final int FRAMES = 4;

    /** Boxes by track: rows and columns from and to, exclusive. */
    private static final int[][] BOXES = {{1, 8, 8, 20, 20}, {2, 8, 20, 20, 32}, {3, 40, 8, 52, 20}, {4, 40, 40, 52, 56}
    };

    private static final List<TrackSpan> LINEAGE = List.of(
            new TrackSpan(1, 0, 3, 0), new TrackSpan(2, 0, 3, 0), new TrackSpan(3, 0, 3, 0), new TrackSpan(4, 0, 3, 0));

    @TempDir
    private Path temp;

    private static Plane labels(int[]... boxes) {
        short[] labels = new short[SIDE * SIDE];
        for (int[] box : boxes) {
            for (int y = box[1]; y < box[3]; y++) {
                Arrays.fill(labels, y * SIDE + box[2], y * SIDE + box[4], (short) box[0]);
            }
        }
        return Plane.of(SIDE, SIDE, labels);
    }

    private static Plane light(int frame) {
        short[] light = new short[SIDE * SIDE];
        for (int p = 0; p < light.length; p++) {
            light[p] = (short) (200 + 31 * (p + frame) % 17);
        }
        for (int[] box : BOXES) {
            for (int y = box[1]; y < box[3]; y++) {
                Arrays.fill(light, y * SIDE + box[2], y * SIDE + box[4], (short) (900 + 10 * box[0]));
            }
        }
        return Plane.of(SIDE, SIDE, light);
    }

    private OutputStream create(String path) throws IOException {
        Path file = temp.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file);
    }

    /** A sequence as the Cell Tracking Challenge has them. */
    private String sequence() throws IOException {
        for (int t = 0; t < FRAMES; t++) {
            TiffWriter.write(create("data/01/t00" + t + ".tif"), light(t));
            TiffWriter.write(create("data/01_GT/TRA/man_track00" + t + ".tif"), labels(BOXES));
        }
        Files.writeString(temp.resolve("data/01_GT/TRA/man_track.txt"), CtcTracks.format(LINEAGE));
        return temp.resolve("data/01").toString();
    }

    private static List<LinkMovie> read(String input, String segmented, int first, int last) throws IOException {
        return new LinkMovies(new LocalStorage())
                .read(new LinkMovies.Source(input, segmented, new MoviePart(first, last, 0, Double.POSITIVE_INFINITY)));
    }

    private static List<LinkMovie> read(String input) throws IOException {
        return read(input, "", 0, Integer.MAX_VALUE);
    }

    @Test
    void aSequence() throws IOException {
        List<LinkMovie> movies = read(sequence() + "/");
        assertThat(movies).hasSize(1);
        LinkMovie movie = movies.get(0);
        assertThat(movie.name()).isEqualTo("data/01");
        assertThat(movie.spans().values()).containsExactlyElementsOf(LINEAGE);
        assertThat(movie.frames()).extracting(LinkMovie.Frame::frame).containsExactly(0, 1, 2, 3);
        LinkMovie.Frame frame = movie.frames().get(2);
        assertThat(frame.track()).containsExactly(1, 2, 3, 4);
        assertThat(frame.width()).isEqualTo(SIDE);
        assertThat(frame.cells().get(3).yPx()).isEqualTo(45.5);
        assertThat(frame.cells().get(3).intensities().get(0).mean()).isCloseTo(940, within(1e-9));
        assertThat(frame.views().cells()).isEqualTo(4);
    }

    @Test
    void aRangeOfFrames() throws IOException {
        String input = sequence();
        assertThat(read(input, "", 1, 2).get(0).frames())
                .extracting(LinkMovie.Frame::frame)
                .containsExactly(1, 2);
        assertThat(read(input, "", 9, 10).get(0).frames()).isEmpty();
    }

    /** Cells belong to the columns in which their centres lie: here of 13.5, 25.5, 13.5 and 47.5. */
    @Test
    void someColumns() throws IOException {
        String input = sequence();
        for (String[] part : new String[][] {{"x14-", "2 4"}, {"x-26,1-2", "1 2 3"}, {"x26-40", ""}}) {
            LinkMovie movie = new LinkMovies(new LocalStorage())
                    .read(new LinkMovies.Source(input, "", MoviePart.parse(part[0])))
                    .get(0);
            for (LinkMovie.Frame frame : movie.frames()) {
                assertThat(Arrays.stream(frame.track()).mapToObj(String::valueOf))
                        .containsExactly(part[1].split(" "));
            }
            assertThat(movie.frames()).hasSize(part[1].isEmpty() ? 0 : part[0].contains(",") ? 2 : FRAMES);
        }
    }

    /**
     * Of another segmentation: 7 covers tracks 1 and 2 and all of 1 beside half of 2 more; 8 is a false cell; 9 is smaller
     * than 3; nothing covers 4 but slivers of it.
     */
    @Test
    void cellsOfAnotherSegmentationHaveTheTracksWhoseGreaterPartTheyHold() throws IOException {
        String input = sequence();
        int[][] cells = {
            {7, 8, 8, 20, 27}, {8, 24, 40, 34, 50}, {9, 42, 9, 51, 19}, {10, 40, 40, 52, 46}, {11, 40, 48, 52, 56}
        };
        for (int t = 0; t < FRAMES; t++) {
            TiffWriter.write(create("mine/01_RES/mask00" + t + ".tif"), t == 2 ? labels() : labels(cells));
        }
        LinkMovie movie = read(input, temp.resolve("mine").toString(), 0, 99).get(0);
        // A frame without cells is left out.
        assertThat(movie.frames()).extracting(LinkMovie.Frame::frame).containsExactly(0, 1, 3);
        for (LinkMovie.Frame frame : movie.frames()) {
            assertThat(frame.cells()).extracting(cell -> cell.label()).containsExactly(7, 8, 9, 10, 11);
            // Merged: the track that it has most of. Split evenly: a half is not the greater part.
            assertThat(frame.track()).containsExactly(1, LinkMovie.UNKNOWN, 3, LinkMovie.UNKNOWN, LinkMovie.UNKNOWN);
        }
        assertThat(movie.spans().values()).containsExactlyElementsOf(LINEAGE);
    }

    @Test
    void aTrkFile() throws IOException {
        List<TrkTrack> tracks = LINEAGE.stream()
                .map(span -> new TrkTrack(
                        span.track(), List.of(0, 1, 2, 3), List.of(), OptionalInt.empty(), OptionalInt.empty(), false))
                .toList();
        TrkWriter.Shape shape = new TrkWriter.Shape(1, false, FRAMES, SIDE, SIDE, 1, PixelType.U16);
        try (TrkWriter writer = new TrkWriter(create("b.trk"), shape, List.of(tracks))) {
            for (int t = 0; t < FRAMES; t++) {
                writer.writeRaw(List.of(light(t)));
            }
            for (int t = 0; t < FRAMES; t++) {
                int[] labels = new int[SIDE * SIDE];
                for (int p = 0; p < labels.length; p++) {
                    labels[p] = (int) labels(BOXES).toFloats()[p];
                }
                writer.writeTracked(new LabelImage(SIDE, SIDE, labels));
            }
        }
        LinkMovie ofSequence = read(sequence()).get(0);
        List<LinkMovie> movies = read(temp.resolve("b.trk").toString());
        assertThat(movies).hasSize(1);
        assertThat(movies.get(0).spans()).isEqualTo(ofSequence.spans());
        for (int t = 0; t < FRAMES; t++) {
            assertThat(movies.get(0).frames().get(t).cells())
                    .isEqualTo(ofSequence.frames().get(t).cells());
            assertThat(movies.get(0).frames().get(t).track()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aSimulatedPlate() throws IOException {
        PlateSimulator plate = new PlateSimulator(TrueMovies.options(96, 3, 6), 5, 1, 2, false);
        for (int movie = 0; movie < plate.movies(); movie++) {
            plate.write(movie, path -> create("plate/" + path), () -> {});
        }
        List<LinkMovie> movies = read(temp.resolve("plate").toString());
        assertThat(movies).hasSize(2);
        assertThat(movies.get(0).name())
                .doesNotContain(temp.toString())
                .contains("plate")
                .isNotEqualTo(movies.get(1).name());
        for (LinkMovie movie : movies) {
            assertThat(movie.frames()).hasSize(3);
            for (LinkMovie.Frame frame : movie.frames()) {
                for (int i = 0; i < frame.track().length; i++) {
                    TrackSpan span = movie.spans().get(frame.track()[i]);
                    assertThat(frame.frame()).isBetween(span.begin(), span.end());
                }
            }
        }
    }

    private static BadInputException refused(String input, String segmented) {
        return catchThrowableOfType(BadInputException.class, () -> read(input, segmented, 0, 99));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        String input = sequence();
        assertThat(refused(temp.resolve("nowhere").toString(), "").problem().where())
                .contains("nowhere");
        TiffWriter.write(create("other/02_RES/mask000.tif"), labels(BOXES));
        // The only labels that there are serve the only movie.
        assertThat(read(input, temp.resolve("other").toString(), 0, 99).get(0).frames())
                .hasSize(1);
        TiffWriter.write(create("other/03_RES/mask000.tif"), labels(BOXES));
        BadInputException noLabels = refused(input, temp.resolve("other").toString());
        assertThat(noLabels.problem().where()).contains("other");
        assertThat(noLabels.problem().cause()).contains("no labels for movie").contains("01");
        Files.delete(temp.resolve("data/01_GT/TRA/man_track.txt"));
        BadInputException noLineage = refused(input, "");
        assertThat(noLineage.problem().cause()).contains("no lineage");
        assertThat(noLineage.problem().remedy()).contains("man_track.txt");
    }
}
