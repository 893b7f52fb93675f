package org.cellineage.format.napari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NapariTracksTest {

    private static final SpotGrid GRID = new SpotGrid(40, 30, Double.NaN);
    private static final List<TrackSpan> FAMILY = List.of(
            new TrackSpan(4, 0, 2, TrackSpan.NO_PARENT),
            new TrackSpan(7, 3, 4, 4),
            new TrackSpan(9, 4, 4, 4),
            new TrackSpan(11, 6, 6, 9));
    private static final String ROWS = """
            9,4,20,10,3
            4,2,10,10,3
            4,0,10,10,3
            7,3,10,12,3
            7,4,10,12,3
            11,6,20,10,3
            """;

    @TempDir
    private Path temp;

    private SpotMovie read(String table, String graph) throws IOException {
        Path csv = Files.writeString(temp.resolve("m_tracks.csv"), table);
        Path json = Files.writeString(temp.resolve("m_graph.json"), graph);
        return NapariTracks.read(new LocalStorage(), csv.toString(), Optional.of(json.toString()), GRID);
    }

    @Test
    void rowsInAnyOrderWithAnyNamesOfColumns() throws IOException {
        String graph = "{\"7\": [4], \"9\": 4, \"11\": [9]}";
        for (String header : List.of(
                "track_id,t,y,x,radius", "\ufeffID,frame,Y,X,radius", "\"TrackID\",\"T\",\"y\",\"x\",\"radius\"")) {
            SpotMovie movie = read(header + "\n" + ROWS, graph);
            assertThat(movie.lineage().flaws()).isEmpty();
            assertThat(movie.lineage().spans()).isEqualTo(FAMILY);
        }
        String semicolons =
                ("tracklet,FRAME,y,x,area\n" + ROWS).replace(',', ';').replace("\n", "\r\n");
        SpotMovie movie = read(semicolons, graph);
        assertThat(movie.lineage().spans()).isEqualTo(FAMILY);
        assertThat(movie.spots(0).get(0).spot().radius()).isEqualTo(Math.sqrt(3 / Math.PI));
        // Without the graph, nothing has a parent.
        assertThat(NapariTracks.read(
                                new LocalStorage(), temp.resolve("m_tracks.csv").toString(), Optional.empty(), GRID)
                        .lineage()
                        .spans())
                .extracting(TrackSpan::parent)
                .containsOnly(TrackSpan.NO_PARENT);
    }

    @Test
    void idsFromZeroAreRaised() throws IOException {
        SpotMovie movie =
                read("track_id,t,y,x,radius\n0,0,9,9,2\n0.0,1,9,9,2\n2,2,9,9,2\n1,2,5,5,2\n", "{\"1\":0,\"2\":[0]}");
        assertThat(movie.lineage().spans())
                .containsExactly(
                        new TrackSpan(1, 0, 1, TrackSpan.NO_PARENT),
                        new TrackSpan(2, 2, 2, 1),
                        new TrackSpan(3, 2, 2, 1));
    }

    @Test
    void whatContradictsIsToldAndTheRestIsRead() throws IOException {
        SpotMovie movie = read(
                "track_id,t,y,x,radius\n1,0,9,9,2\n1,0,8,8,2\n1,x,9,9,2\n1,2,9,9,2\n2,1,5,5,2\n3,3,5,5,2\n5,3,20,20,\n",
                "{\"2\": [1], \"3\": [1, 2], \"8\": [1], \"3b\": [1]}");
        assertThat(movie.lineage().flaws().stream()
                        .map(flaw -> flaw.problem().cause())
                        .reduce("", (a, b) -> a + "\n" + b))
                .contains(
                        "Line 4 '1,x,9,9,2' is not a point of a track",
                        "Track 1 has two points in frame 0",
                        "track 2 comes from track 1, but the parent is still there when the child begins",
                        "tracks merge there",
                        "the table has no track 8",
                        "the table has no track 3b",
                        "has neither an outline nor a radius");
        assertThat(movie.lineage().spans())
                .containsExactly(
                        new TrackSpan(1, 0, 2, TrackSpan.NO_PARENT),
                        new TrackSpan(2, 1, 1, TrackSpan.NO_PARENT),
                        new TrackSpan(3, 3, 3, 2));
    }

    @Test
    void otherTablesAreRefusedInWords() {
        refused("track_id,t,y,x\n1,0,9,9\n", "{}", "there is no column radius or area");
        refused("LABEL,ID,TRACK_ID,QUALITY,POSITION_X,POSITION_Y,FRAME\n", "{}", "table of spots of TrackMate");
        refused("a,b,c\n", "{}", "'a,b,c' does not name the columns");
        refused("track_id,t,z,y,x,radius\n1,0,1,9,9,2\n1,1,2,9,9,2\n", "{}", "three-dimensional");
        refused("track_id,t,y,x,radius\n1,0,9,9,2\n", "[1]", "not a JSON object");
        refused("track_id,t,y,x,radius\n1,0,9,9,2\n", "{", "not JSON");
        refused("track_id,t,y,x,radius\n1,0,9,9,2\n", "{\"1\":" + "[".repeat(100_000), "not JSON");
    }

    private void refused(String table, String graph, String cause) {
        assertThatThrownBy(() -> read(table, graph))
                .isInstanceOfSatisfying(
                        BadInputException.class,
                        e -> assertThat(e.problem().cause()).contains(cause));
    }
}
