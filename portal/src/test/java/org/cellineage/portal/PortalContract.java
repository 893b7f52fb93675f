package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A plate is served, corrected, added to and downloaded, wherever its tables and images are. */
abstract class PortalContract {

    private static ServedPlate plate;

    /** The plate that the tests of a class look at. */
    static void serve(ServedPlate served) {
        plate = served;
    }

    @AfterAll
    static void close() throws Exception {
        plate.close();
    }

    @Test
    void aMovieIsToldCorrectedPublishedAndDownloaded() throws Exception {
        String movie = plate.movie(0);
        JsonNode head = plate.json(movie);
        assertThat(head.path("tracks"))
                .hasSize(plate.rows("tracks", "well = 'A01'").size());
        int cells = 0;
        for (int block = 0; block < 2; block++) {
            cells += plate.json(movie + "/cells/" + block).size();
        }
        assertThat(cells).isEqualTo(ServedPlate.FRAMES);

        Row cell = plate.rows("cells", "well = 'A01' and frame = 5").get(0);
        int track = cell.getAs("track_id");
        assertThat(plate.json(movie + "/mask/5/" + track).path("mask").binaryValue())
                .isEqualTo(cell.<byte[]>getAs("mask"));
        assertThat(ImageIO.read(new ByteArrayInputStream(
                                plate.get(movie + "/picture/0/5.png").body()))
                        .getWidth())
                .isEqualTo(96);
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
        Map<String, byte[]> csv =
                ServedPlate.unzip(plate.get(address + "/download/csv").body());
        assertThat(new String(csv.get("cells.csv"), StandardCharsets.UTF_8)
                                .lines()
                                .count()
                        - 1)
                .isEqualTo(plate.rows("cells", "well like 'A%'").size());
    }

    @Test
    void anUploadIsProcessed() throws Exception {
        byte[] zip = PortalTest.zip(Map.of("B01_s1.tif", PortalTest.movieFile(0)));
        ServedPlate.Reply sent = plate.upload("sent.zip", zip);
        assertThat(sent.status())
                .as(new String(sent.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        ServedPlate.Reply accepted =
                plate.post("/api/uploads/" + sent.json().path("id").asText() + "/accept", "");
        assertThat(accepted.status())
                .as(new String(accepted.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        JsonNode ended = plate.ended(accepted.json().path("job").asText());
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("done");
        assertThat(plate.rows("movies", "well = 'B01' and status = 'ok'")).hasSize(1);
    }

    private static int frames(JsonNode track) {
        return track.get(5).asInt() - track.get(4).asInt();
    }
}
