package org.cellineage.format.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.Calibration;
import org.cellineage.format.FrameRef;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.Movie;
import org.cellineage.format.MovieKey;
import org.cellineage.format.PlaneRef;
import org.cellineage.format.Storage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.image.PixelType;
import org.cellineage.image.Plane;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of spots as the labels of movies. */
class SpotSetsTest {

    private static final int FRAMES = 4;

    private final Storage storage = new LocalStorage();

    @TempDir
    private Path temp;

    private static Movie movie(String well) {
        List<FrameRef> frames = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
            frames.add(new FrameRef(t, List.of(PlaneRef.tiff("/data/P1/" + well + "_s1.tif", t))));
        }
        return new Movie(
                new MovieKey("P1", well, "1"),
                "/data/P1/" + well + "_s1.tif",
                20,
                10,
                PixelType.U16,
                List.of("channel0"),
                new Calibration(0.5, Double.NaN),
                FRAMES,
                frames);
    }

    /** A spot of two micrometres' radius that moves by a micrometre a frame. */
    private Path trackMate(String name, int frames) throws IOException {
        StringBuilder spots = new StringBuilder();
        StringBuilder edges = new StringBuilder();
        for (int t = 0; t < frames; t++) {
            spots.append("<Spot ID=\"%d\" FRAME=\"%d\" POSITION_X=\"%d\" POSITION_Y=\"2.5\" RADIUS=\"0.2\"/>"
                    .formatted(t, t, 1 + t));
            edges.append(t == 0 ? "" : "<Edge SPOT_SOURCE_ID=\"%d\" SPOT_TARGET_ID=\"%d\"/>".formatted(t - 1, t));
        }
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "<TrackMate version=\"7.11.1\"><Model spatialunits=\"micron\" timeunits=\"sec\"><AllSpots>" + spots
                        + "</AllSpots><AllTracks><Track TRACK_ID=\"0\">" + edges
                        + "</Track></AllTracks><FilteredTracks><TrackID TRACK_ID=\"0\"/></FilteredTracks></Model></TrackMate>");
    }

    private void labels(String name) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                TiffWriter writer = new TiffWriter(out, FRAMES, 400, TiffWriter.Compression.NONE, "")) {
            for (int t = 0; t < FRAMES; t++) {
                writer.write(Plane.of(20, 10, new short[200]));
            }
        }
    }

    @Test
    void eachMovieFindsItsFileAndItsLabelsAreDrawn() throws IOException {
        trackMate("P1/B01_s1.xml", FRAMES);
        trackMate("P1/B02_s1.xml", FRAMES - 1);
        trackMate("P1/B03_s1.xml", FRAMES + 1);
        Files.writeString(temp.resolve("P1/B04_s1.xml"), "<Tracks nTracks=\"1\"/>");
        Files.writeString(temp.resolve("P1/B05_s1_tracks.csv"), "track_id,t,y,x,radius\n7,0,5,5,1\n");
        Files.writeString(temp.resolve("P1/notes.xml"), "<Notes/>");
        Files.writeString(temp.resolve("P1/B01_s1_tracks.csv"), "track_id,t,y,x,radius\n7,0,5,5,1\n");
        LabelCatalog catalog = LabelCatalog.readTracks(storage, temp.toString());
        List<Movie> movies = List.of(movie("B01"), movie("B02"), movie("B03"), movie("B04"), movie("B05"));
        LabelPairing pairing = catalog.pair(movies);
        assertThat(pairing.sets().keySet()).extracting(MovieKey::well).containsExactlyInAnyOrder("B01", "B02", "B05");
        assertThat(pairing.problem(movie("B03").key()).orElseThrow().cause())
                .isEqualTo("It has spots in frame 4, but the movie has 4 frames, counted from 0.");
        assertThat(pairing.problem(movie("B04").key()).orElseThrow().cause()).contains("simple export");
        for (String well : List.of("B01", "B02")) {
            LabelSet set = pairing.of(movie(well).key()).orElseThrow();
            // Frames without spots have no cells, but they are there.
            assertThat(set.frames().keySet()).containsExactly(0, 1, 2, 3);
            assertThat(set.source()).endsWith(well + "_s1.xml");
            int last = well.equals("B01") ? 3 : 2;
            assertThat(LabelCatalog.lineage(storage, set))
                    .containsExactly(new TrackSpan(1, 0, last, TrackSpan.NO_PARENT));
            try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
                for (int t = 0; t < FRAMES; t++) {
                    int[] expected = new int[200];
                    if (t <= last) {
                        // A micrometre is two pixels; the disc is smaller than one.
                        expected[5 * 20 + 2 + 2 * t] = 1;
                    }
                    assertThat(reader.read(set.frames().get(t)).toInts()).isEqualTo(expected);
                }
            }
        }
        assertThat(LabelCatalog.lineage(storage, pairing.of(movie("B05").key()).orElseThrow()))
                .containsExactly(new TrackSpan(7, 0, 0, TrackSpan.NO_PARENT));
        assertThat(catalog.files()).extracting(file -> file.name()).contains("B01_s1.xml", "B05_s1_tracks.csv");
    }

    @Test
    void besideLabelImagesSpotsAreTakenForTheirTracksOnly() throws IOException {
        labels("B01_s1.tif");
        trackMate("B01_s1.xml", FRAMES);
        assertThat(source(LabelCatalog.read(storage, temp.toString()))).endsWith(".tif");
        assertThat(source(LabelCatalog.readTracks(storage, temp.toString()))).endsWith(".xml");
        Files.writeString(temp.resolve("res_track.txt"), "1 0 3 0\n");
        assertThat(source(LabelCatalog.readTracks(storage, temp.toString()))).endsWith(".tif");
        Files.delete(temp.resolve("B01_s1.tif"));
        Files.delete(temp.resolve("res_track.txt"));
        assertThat(source(LabelCatalog.read(storage, temp.toString()))).endsWith(".xml");
    }

    private static String source(LabelCatalog catalog) {
        Movie movie = movie("B01");
        return catalog.pair(List.of(movie)).of(movie.key()).orElseThrow().source();
    }

    @Test
    void spotsNeedAMovieToBeDrawnOn() throws IOException {
        trackMate("B01_s1.xml", FRAMES);
        LabelCatalog catalog = LabelCatalog.read(storage, temp.toString());
        MovieKey key = movie("B01").key();
        assertThat(catalog.pairKnown(List.of(new KnownMovie(key, "/data/P1/B01_s1.tif", FRAMES)))
                        .problem(key)
                        .orElseThrow()
                        .cause())
                .contains("outlines or points, not label images");
        LabelSet open = catalog.sets().get("B01_s1");
        assertThatThrownBy(() -> LabelCatalog.givenLineage(storage, open)).isInstanceOf(BadInputException.class);
        KnownMovie known = new KnownMovie(key, "/data/P1/B01_s1.tif", FRAMES, Optional.of(new SpotGrid(20, 10, 0.5)));
        assertThat(catalog.drawn(open, known))
                .isEqualTo(catalog.pairKnown(List.of(known)).of(key).orElseThrow());
    }
}
