package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.sql.Row;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.store.LineageStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plate whose tables are in Iceberg is served, corrected and downloaded like any other. */
class IcebergPortalTest {

    @TempDir
    private static Path temp;

    private static ServedPlate plate;

    @BeforeAll
    static void serve() throws Exception {
        plate = ServedPlate.in(temp, "iceberg");
    }

    @AfterAll
    static void close() throws Exception {
        plate.close();
    }

    private static List<Row> rows(String table, String where) throws Exception {
        OutputFolder output =
                OutputFolder.open(ServedPlate.spark().sparkContext().hadoopConfiguration(), plate.tables.toString());
        return LineageStores.load()
                .openExisting(ServedPlate.spark(), output)
                .table(table)
                .where(where)
                .collectAsList();
    }

    @Test
    void aMovieIsToldCorrectedPublishedAndDownloaded() throws Exception {
        String movie = plate.movie(0);
        JsonNode head = plate.json(movie);
        assertThat(head.path("tracks")).hasSize(rows("tracks", "well = 'A01'").size());
        int cells = 0;
        for (int block = 0; block < 2; block++) {
            cells += plate.json(movie + "/cells/" + block).size();
        }
        assertThat(cells).isEqualTo(ServedPlate.FRAMES);

        Row cell = rows("cells", "well = 'A01' and frame = 5").get(0);
        int track = cell.getAs("track_id");
        assertThat(plate.json(movie + "/mask/5/" + track).path("mask").binaryValue())
                .isEqualTo(cell.<byte[]>getAs("mask"));
        JsonNode longest = head.path("tracks").get(0);
        for (JsonNode one : head.path("tracks")) {
            if (frames(one) > frames(longest)) {
                longest = one;
            }
        }
        int first = longest.get(4).asInt();
        String end = ", \"track\": " + longest.get(0) + "}";
        String body = "{\"author\": \"anna\", \"why\": \"a test\", \"version\": " + head.path("version")
                + ", \"changes\": [{\"what\": \"cut\", \"from\": {\"frame\": " + first + end + ", \"to\": {\"frame\": "
                + (first + 1) + end + "}]}";
        ServedPlate.Reply edited = plate.post(movie + "/edits", body);
        assertThat(edited.status())
                .as(new String(edited.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);

        String address = movie.substring(0, movie.indexOf("/movies/"));
        Map<String, String> csv = unzip(plate.get(address + "/download/csv").body());
        assertThat(csv.get("cells.csv").lines().count() - 1)
                .isEqualTo(rows("cells", "true").size());
    }

    private static int frames(JsonNode track) {
        return track.get(5).asInt() - track.get(4).asInt();
    }

    private static Map<String, String> unzip(byte[] zip) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
