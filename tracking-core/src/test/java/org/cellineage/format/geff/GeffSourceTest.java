package org.cellineage.format.geff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.TrackSpan;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.zarr.NgffWriter;
import org.cellineage.format.zarr.PyramidWriter;
import org.cellineage.format.zarr.SampleType;
import org.cellineage.format.zarr.ZarrValues;
import org.cellineage.format.zarr.ZarrVersion;
import org.cellineage.format.zarr.ZarrWriter;
import org.cellineage.image.LabelImage;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs as other programs write them, and as nobody should. */
class GeffSourceTest {

    private static final int FRAMES = 4;

    @TempDir
    private Path folder;

    /** The lineage: 10 in frames 0 and 2, divides into 11 (frame 3) and 12 (frame 3); 13 alone in frame 1. */
    private long[] ids = {10, 20, 11, 12, 13};

    private double[] times = {0, 2, 3, 3, 1};
    private int[] labels = {7, 7, 8, 9, 7};
    private long[] edges = {10, 20, 20, 11, 20, 12};
    private final Map<String, ZarrValues> more = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private ObjectNode metadata = ZarrWriter.attributes();

    @BeforeEach
    void describe() throws IOException {
        metadata.put("geff_version", "1.1.0").put("directed", true);
        metadata.putObject("edge_props_metadata");
        var axes = metadata.putArray("axes");
        axes.addObject().put("name", "t").put("type", "time");
        axes.addObject().put("name", "y").put("type", "space");
        axes.addObject().put("name", "x").put("type", "space");
        metadata.putArray("related_objects")
                .addObject()
                .put("type", "labels")
                .put("path", "../labels/cells")
                .put("label_prop", "seg");
        writeLabels();
    }

    private ZarrWriter zarr(String name, ZarrVersion version) {
        return new ZarrWriter(
                (key, content) -> {
                    Path file = folder.resolve(name).resolve(key);
                    Files.createDirectories(file.getParent());
                    Files.write(file, content);
                },
                version);
    }

    /** Frame t has the labels 7, 8 and 9 in its first three pixels. */
    private void writeLabels() throws IOException {
        ZarrWriter zarr = zarr("", ZarrVersion.V2);
        PyramidWriter pyramid = new PyramidWriter(
                zarr, "labels/cells", SampleType.U32, NgffWriter.Grid.axes(false), List.of(FRAMES, 2, 2));
        for (int t = 0; t < FRAMES; t++) {
            pyramid.labels(List.of(t), new LabelImage(2, 2, new int[] {7, 8, 9, 0}));
        }
        pyramid.describe();
        new NgffWriter(zarr).labels("", "cells", new NgffWriter.Grid(false, 1, Double.NaN, Double.NaN), List.of());
    }

    private LabelSet write(ZarrVersion version) throws IOException {
        ZarrWriter zarr = zarr("tracks.geff", version);
        zarr.write("nodes/ids", ZarrValues.unsigned(ids));
        zarr.write("edges/ids", ZarrValues.unsigned(edges).inRowsOf(2));
        more.putIfAbsent("t", ZarrValues.of(times));
        more.putIfAbsent("seg", ZarrValues.of(labels));
        ObjectNode properties = metadata.putObject("node_props_metadata");
        for (Map.Entry<String, ZarrValues> property : more.entrySet()) {
            zarr.write("nodes/props/" + property.getKey() + "/values", property.getValue());
            properties.putObject(property.getKey());
        }
        for (String property : missing) {
            boolean[] where = new boolean[ids.length];
            where[ids.length - 1] = true;
            zarr.write("nodes/props/" + property + "/missing", ZarrValues.of(where));
        }
        ObjectNode attributes = ZarrWriter.attributes();
        attributes.set("geff", metadata);
        zarr.group("", attributes);
        return LabelCatalog.read(
                        new LocalStorage(), folder.resolve("tracks.geff").toString())
                .sets()
                .values()
                .iterator()
                .next();
    }

    private List<TrackSpan> spans(LabelSet set) throws IOException {
        return LabelCatalog.lineage(new LocalStorage(), set);
    }

    private static int[] painted(LabelSet set, int frame) throws IOException {
        try (StoragePlaneReader reader = new StoragePlaneReader(new LocalStorage())) {
            return reader.read(set.frames().get(frame)).toInts();
        }
    }

    @ParameterizedTest
    @EnumSource(ZarrVersion.class)
    void tracksFollowTheEdges(ZarrVersion version) throws IOException {
        LabelSet set = write(version);
        assertThat(spans(set))
                .containsExactly(
                        new TrackSpan(1, 0, 2, TrackSpan.NO_PARENT),
                        new TrackSpan(2, 1, 1, TrackSpan.NO_PARENT),
                        new TrackSpan(3, 3, 3, 1),
                        new TrackSpan(4, 3, 3, 1));
        assertThat(set.frames()).hasSize(FRAMES);
        assertThat(painted(set, 0)).containsExactly(1, 0, 0, 0);
        assertThat(painted(set, 1)).containsExactly(2, 0, 0, 0);
        assertThat(painted(set, 2)).containsExactly(1, 0, 0, 0);
        assertThat(painted(set, 3)).containsExactly(0, 3, 4, 0);
    }

    @Test
    void theOrderOfNodesAndEdgesDoesNotMatter() throws IOException {
        List<Integer> nodes = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        Collections.shuffle(nodes, new Random(3));
        ids = nodes.stream().mapToLong(i -> new long[] {10, 20, 11, 12, 13}[i]).toArray();
        times = nodes.stream().mapToDouble(i -> new double[] {0, 2, 3, 3, 1}[i]).toArray();
        labels = nodes.stream().mapToInt(i -> new int[] {7, 7, 8, 9, 7}[i]).toArray();
        edges = new long[] {20, 12, 10, 20, 20, 11};
        tracksFollowTheEdges(ZarrVersion.V2);
    }

    @Test
    void numbersOfTracksAreKeptIfTheEdgesConfirmThem() throws IOException {
        more.put("track_id", ZarrValues.of(new int[] {40, 40, 6, 900, 5}));
        assertThat(spans(write(ZarrVersion.V2)).stream().map(TrackSpan::track)).containsExactly(5, 6, 40, 900);
        more.put("track_id", ZarrValues.of(new int[] {40, 40, 40, 900, 5}));
        assertThat(spans(write(ZarrVersion.V2)).stream().map(TrackSpan::track)).containsExactly(1, 2, 3, 4);
        more.put("track_id", ZarrValues.of(new int[] {40, 40, 6, 900, -5}));
        assertThat(spans(write(ZarrVersion.V2)).stream().map(TrackSpan::track)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aPathOfTwoTracksKeepsBoth() throws IOException {
        edges = new long[] {10, 20, 20, 11};
        more.put("track_id", ZarrValues.of(new int[] {1, 1, 2, 3, 4}));
        assertThat(spans(write(ZarrVersion.V2))).contains(new TrackSpan(2, 3, 3, 1));
    }

    @Test
    void anUndirectedGraphIsReadForwardInTime() throws IOException {
        metadata.put("directed", false);
        edges = new long[] {20, 10, 11, 20, 20, 12};
        tracksFollowTheEdges(ZarrVersion.V3);
    }

    @Test
    void anEmptyGraphHasNoTracks() throws IOException {
        ids = new long[0];
        times = new double[0];
        labels = new int[0];
        edges = new long[0];
        LabelSet set = write(ZarrVersion.V2);
        assertThat(spans(set)).isEmpty();
        assertThat(painted(set, 1)).containsOnly(0);
    }

    @Test
    void aNodeWithoutALabelIsToldAndLeftOut() throws IOException {
        missing.add("seg");
        LabelSet set = write(ZarrVersion.V2);
        assertThat(LabelCatalog.givenLineage(new LocalStorage(), set).flaws())
                .singleElement()
                .satisfies(flaw -> {
                    assertThat(flaw.frame()).isEqualTo(1);
                    assertThat(flaw.problem().cause()).contains("Node 13 in frame 1 has no label");
                });
        assertThat(painted(set, 1)).containsOnly(0);
    }

    private void assertRefused(String cause) {
        assertThatThrownBy(() -> write(ZarrVersion.V2))
                .isInstanceOf(BadInputException.class)
                .satisfies(e -> {
                    assertThat(((BadInputException) e).problem().cause()).contains(cause);
                    assertThat(((BadInputException) e).problem().where()).startsWith(folder.toString());
                    assertThat(((BadInputException) e).problem().remedy()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10,20,20,20 | The edge from node 20 to node 20 is a loop",
                "10,20,20,11,20,11 | The edge from node 20 to node 11 is there twice",
                "10,20,20,99 | names node 99, which does not exist",
                "13,20,10,20 | Two cells merge: edges from the nodes 13 and 10 lead to node 20",
                "20,10 | The edge from node 20 to node 10 leads from frame 2 to frame 0",
                "11,12 | leads from frame 3 to frame 3"
            })
    void edgesThatAreNoLineageAreRefusedByName(String written, String cause) {
        edges = Arrays.stream(written.split(",")).mapToLong(Long::parseLong).toArray();
        assertRefused(cause);
    }

    @Test
    void nodesThatContradictEachOtherAreRefusedByName() {
        ids = new long[] {10, 20, 11, 12, 10};
        assertRefused("Two nodes have the id 10");
        ids = new long[] {10, 20, 11, 12, 13};
        labels = new int[] {7, 7, 8, 8, 7};
        more.clear();
        assertRefused("The nodes 11 and 12 are in frame 3 and have the same label 8");
    }

    @ParameterizedTest
    @CsvSource({"NaN,NaN", "1.5,1.5", "-1,-1.0", "Infinity,Infinity", "4,frame 4"})
    void timesThatAreNoFramesAreRefused(double time, String said) {
        times = new double[] {0, 2, 3, 3, time};
        assertRefused(said);
    }

    @Test
    void labelsThatCannotBeAreRefused() {
        more.put("seg", ZarrValues.of(new double[] {7, 7, 8, 9, Double.NaN}));
        assertRefused("Node 13 has the seg NaN");
        more.put("seg", ZarrValues.of(new double[] {7, 7, 8, 9, 4e9}));
        assertRefused("Node 13 has the seg 4.0E9");
        more.put("seg", ZarrValues.of(new int[] {7, 7, 8}));
        assertRefused("It has 3 values, but there are 5 nodes");
    }

    @Test
    void threeDimensionsAreRefusedByTheNamesOfTheAxes() {
        metadata.withArray("axes").addObject().put("name", "z").put("type", "space");
        assertRefused("3 axes (y, x, z)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/labels",
                "../../../../labels",
                "a/../../labels",
                "file:///labels",
                "s3://bucket/labels",
                "..\\labels",
                "..",
                ""
            })
    void pathsThatLeadAwayAreRefused(String path) {
        ((ObjectNode) metadata.path("related_objects").get(0)).put("path", path);
        assertRefused(path.isEmpty() ? "refers to no label images" : "does not lead to a folder near it");
    }

    @Test
    void whatRefersToNoLabelsSaysWhatIsMissing() {
        metadata.remove("related_objects");
        assertRefused("It holds positions, but refers to no label images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.3.0", ""})
    void otherVersionsAreRefused(String version) {
        metadata.put("geff_version", version);
        assertRefused(version.isEmpty() ? "geff_version" : "version " + version);
    }

    @Test
    void aShapeWithoutContentIsRefusedBeforeMemoryIsTaken() throws IOException {
        write(ZarrVersion.V2);
        Path array = folder.resolve("tracks.geff/nodes/ids/.zarray");
        Files.writeString(
                array, Files.readString(array).replaceAll("(?s)\"shape\" : \\[ \\d+ ]", "\"shape\": [90000000]"));
        assertThatThrownBy(() -> LabelCatalog.read(
                        new LocalStorage(), folder.resolve("tracks.geff").toString()))
                .hasMessageContaining("Some of its 90000000 rows are missing");
        Files.writeString(array, Files.readString(array).replace("90000000", "2000000000"));
        assertThatThrownBy(() -> LabelCatalog.read(
                        new LocalStorage(), folder.resolve("tracks.geff").toString()))
                .hasMessageContaining("2000000000 node ids");
    }

    @Test
    void aNameThatIsNoFolderIsRefused() throws IOException {
        write(ZarrVersion.V2);
        Path attributes = folder.resolve("tracks.geff/.zattrs");
        Files.writeString(attributes, Files.readString(attributes).replace("\"t\"", "\"../../t\""));
        assertThatThrownBy(() -> LabelCatalog.read(
                        new LocalStorage(), folder.resolve("tracks.geff").toString()))
                .hasMessageContaining("'../../t' is not that of a folder");
    }

    @Test
    void cellsWithARadiusAreDrawnAsDiscs() throws IOException {
        metadata.remove("related_objects");
        more.put("y", ZarrValues.of(new double[] {1, 1, 1, 1, 0}));
        more.put("x", ZarrValues.of(new double[] {1, 1, 1, 3, 9}));
        more.put("radius", ZarrValues.of(new double[] {1, 0.5, 1, 1.5, 2}));
        LabelSet set = write(ZarrVersion.V2).forMovie(6, 5, 3);
        assertThat(set.frames()).hasSize(6);
        assertThat(painted(set, 0)).containsExactly(0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0);
        assertThat(painted(set, 1)).as("outside of the frame").containsOnly(0);
        // The pixel between the two is as near to either.
        assertThat(painted(set, 3)).containsExactly(0, 3, 4, 4, 4, 3, 3, 3, 4, 4, 0, 3, 4, 4, 4);
        assertThat(painted(set, 5)).containsOnly(0);
        assertThat(spans(set)).hasSize(4);
    }

    @Test
    void discsNeedPixels() {
        metadata.remove("related_objects");
        more.put("y", ZarrValues.of(new double[5]));
        more.put("x", ZarrValues.of(new double[5]));
        more.put("radius", ZarrValues.of(new double[5]));
        ((ObjectNode) metadata.path("axes").get(2)).put("unit", "micrometer");
        assertRefused("refers to no label images");
    }

    /** Whatever the moment at which a writer is killed, what it leaves is no graph. */
    @ParameterizedTest
    @EnumSource(ZarrVersion.class)
    void aGraphIsThereOnlyWithItsLastFile(ZarrVersion version) throws IOException {
        List<String> written = new ArrayList<>();
        ZarrWriter zarr = new ZarrWriter(
                (key, content) -> {
                    assertThat(isThere()).as(written + " make no graph").isFalse();
                    Path file = folder.resolve("w.geff").resolve(key);
                    Files.createDirectories(file.getParent());
                    Files.write(file, content);
                    written.add(key);
                },
                version);
        GeffWriter.Property seg = new GeffWriter.Property("seg_id", ZarrValues.of(labels), Optional.empty(), "", "");
        GeffWriter.Property t = new GeffWriter.Property("t", ZarrValues.of(times), Optional.empty(), "frame", "");
        new GeffWriter(zarr)
                .write(
                        new GeffWriter.Part(ZarrValues.unsigned(ids), List.of(t, seg)),
                        new GeffWriter.Part(ZarrValues.unsigned(edges).inRowsOf(2), List.of()),
                        new GeffWriter.About(
                                List.of(new GeffWriter.Axis("t", "time", "frame", List.of(), Double.NaN, "")),
                                "seg_id",
                                "seg_id",
                                Optional.of("../labels/cells"),
                                "seg_id",
                                ZarrWriter.attributes()));
        assertThat(isThere()).isTrue();
    }

    private boolean isThere() throws IOException {
        try {
            GeffSource.open(new LocalStorage(), folder.resolve("w.geff").toString());
            return true;
        } catch (BadInputException e) {
            return false;
        }
    }
}
