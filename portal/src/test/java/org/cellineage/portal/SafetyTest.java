package org.cellineage.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cellineage.portal.api.Portal;
import org.cellineage.portal.http.Access;
import org.cellineage.problem.BadConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests and files of people who mean harm: none is served, nothing is written, and the server answers the next. */
class SafetyTest {

    private static final int REQUESTS = 1200;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static ServedPlate plate;

    @BeforeAll
    static void serve() throws Exception {
        plate = ServedPlate.shared();
    }

    /** Sends bytes as they are, which no client library would; returns the status, 0 if the connection was closed. */
    private static int raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", plate.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = in.readLine();
            return line == null || !line.startsWith("HTTP/") ? 0 : Integer.parseInt(line.split(" ")[1]);
        } catch (java.net.SocketException e) {
            return 0;
        }
    }

    private static String host() {
        return "127.0.0.1:" + plate.address().getPort();
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> files = new TreeSet<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.add(folder.relativize(file) + " " + Files.size(file));
            }
            return files;
        }
    }

    private static final List<String> CLIMBS = List.of(
            "../",
            "..%2f",
            "%2e%2e/",
            "%2e%2e%2f",
            "..%5c",
            "..\\",
            "....//",
            "%252e%252e%252f",
            "..;/",
            "%c0%ae%c0%ae/",
            "./../",
            "//",
            "%00",
            "%0d%0aSet-Cookie:%20a=b",
            "\u0001");
    private static final List<String> TARGETS = List.of(
            "etc/passwd",
            "tables/_published",
            "WEB-INF/web.xml",
            ".git/config",
            "org/cellineage/portal/files.txt",
            "META-INF/MANIFEST.MF",
            "proc/self/environ");
    private static final List<String> STARTS = List.of(
            "/",
            "/pages/",
            "/api/",
            "/api/plates/",
            "/api/plates/PLATE/",
            "/api/plates/PLATE/movies/",
            "/api/plates/PLATE/movies/MOVIE/picture/0/",
            "/api/plates/PLATE/movies/MOVIE/cells/",
            "/api/plates/PLATE/download/",
            "/api/jobs/",
            "/api/uploads/");

    /** Ids of things that are not there: of other plates, of paths, of nothing. */
    private static String id(SplittableRandom random) {
        List<String> texts = List.of(
                "..",
                "../..",
                "/etc/passwd",
                "P2",
                "1:A1",
                "3:A01../../..",
                "99:A",
                "-1:x",
                "3:A011\u0000",
                "%",
                "'; drop",
                "<script>");
        String text = texts.get(random.nextInt(texts.size()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hostile(SplittableRandom random, String[] own) {
        String start = STARTS.get(random.nextInt(STARTS.size()));
        String path = start.replace("PLATE", random.nextInt(3) == 0 ? id(random) : own[3])
                .replace("MOVIE", random.nextInt(3) == 0 ? id(random) : own[5]);
        return switch (random.nextInt(4)) {
            case 0 ->
                path
                        + CLIMBS.get(random.nextInt(CLIMBS.size())).repeat(1 + random.nextInt(6))
                        + TARGETS.get(random.nextInt(TARGETS.size()));
            case 1 -> path + id(random) + "/" + TARGETS.get(random.nextInt(TARGETS.size()));
            case 2 -> path + "x".repeat(random.nextInt(30_000));
            default -> path + random.nextInt(Integer.MIN_VALUE, 0) + ".png?max=" + random.nextLong();
        };
    }

    @Test
    void aThousandHostileRequestsAreNotServed() throws Exception {
        String[] own = plate.movie(0).split("/");
        String before = plate.json(plate.movie(0) + "/version").path("version").asText();
        Set<String> tables = files(plate.tables);
        SplittableRandom random = new SplittableRandom(17);
        Map<Integer, Integer> seen = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            String path = hostile(random, own);
            boolean post = random.nextInt(3) == 0;
            String body = post
                    ? List.of("{", "[]", "{\"version\":1e999}", "[".repeat(5000), "\u0000")
                            .get(random.nextInt(5))
                    : "";
            String headers = post
                    ? "X-Cellineage: 1\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                    : "";
            String request = (post
                            ? "POST "
                            : List.of("GET ", "PUT ", "DELETE ", "TRACE ", "X ").get(i % 5)) + path
                    + " HTTP/1.1\r\nHost: " + host() + "\r\n" + headers + "Connection: close\r\n\r\n" + body;
            int status = raw(request);
            seen.merge(status, 1, Integer::sum);
            assertThat(status >= 200 && status < 400)
                    .as(status + " for " + request.substring(0, Math.min(300, request.length())))
                    .isFalse();
            assertThat(status).isNotEqualTo(500);
        }
        assertThat(seen).containsKeys(400, 404);
        assertThat(files(plate.tables)).isEqualTo(tables);
        assertThat(plate.json(plate.movie(0) + "/version").path("version").asText())
                .isEqualTo(before);
    }

    @Test
    void otherSitesCanNeitherAskNorSend() throws Exception {
        String movie = plate.movie(0);
        for (String name : List.of("evil.example", "evil.example:80", "localhost.evil.example", "", "127.0.0.2")) {
            String request = "GET /api/report HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
            assertThat(raw(request)).as("Host: " + name).isIn(400, 421);
        }
        String end = "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        List<String> headers = List.of(
                "",
                "X-Cellineage: 1\r\nOrigin: http://evil.example\r\n",
                "X-Cellineage: 1\r\nOrigin: null\r\n",
                "X-Cellineage: 1\r\nSec-Fetch-Site: cross-site\r\n",
                "X-Cellineage: 1\r\nSec-Fetch-Site: same-site\r\n");
        for (String header : headers) {
            for (String path :
                    List.of(movie + "/edits", movie + "/apply", "/api/jobs/j1/cancel", "/api/uploads?name=a.tif")) {
                assertThat(raw("POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + header + end))
                        .as(header + path)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void everyAnswerForbidsScriptsOfOthersAndFrames() throws Exception {
        for (String path : List.of("/", "/movie.html", "/api/report", "/nothing")) {
            var headers = plate.get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(headers.firstValue("Server")).isEmpty();
        }
        // A name that would be a script is text in JSON, which no browser takes for a page.
        assertThat(plate.get("/api/report").headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
    }

    @Test
    void correctionsThatMakeNoSenseAreRefused() throws Exception {
        String movie = plate.movie(0);
        String version = plate.json(movie + "/version").path("version").toString();
        String cell = "{\"frame\":0,\"track\":1}";
        String box = "\"box\":{\"min_y\":0,\"min_x\":0,\"max_y\":%d,\"max_x\":%d}";
        List<String> changes = new ArrayList<>(List.of(
                "{}",
                "{\"what\":\"undo\",\"event\":\"1.1\"}",
                "{\"what\":\"format_disk\"}",
                "{\"what\":\"cut\",\"from\":" + cell + "}",
                "{\"what\":\"cut\",\"from\":{\"frame\":0,\"track\":99999},\"to\":" + cell + "}",
                "{\"what\":\"link\",\"from\":" + cell + ",\"to\":" + cell + "}",
                "{\"what\":\"new_cell\",\"frame\":99999,\"mask\":\"AAE=\"," + String.format(box, 1, 1) + "}",
                "{\"what\":\"new_cell\",\"frame\":0,\"mask\":\"AAE=\","
                        + String.format(box, 2_000_000_000, 2_000_000_000) + "}",
                "{\"what\":\"new_cell\",\"frame\":0,\"mask\":\"AP////8H\"," + String.format(box, 9, 9) + "}",
                "{\"what\":\"new_cell\",\"frame\":0,\"mask\":\"!!\"," + String.format(box, 9, 9) + "}",
                "{\"what\":\"new_cell\",\"frame\":0,\"mask\":\"gICA\"," + String.format(box, 9, 9) + "}",
                "{\"what\":\"split_by_seeds\",\"cell\":" + cell + ",\"seeds\":["
                        + "{\"y_px\":1,\"x_px\":1},".repeat(200) + "{\"y_px\":1,\"x_px\":1}]}"));
        for (String change : changes) {
            String body = "{\"version\":" + version + ",\"author\":\"eve\",\"change\":" + change + "}";
            assertThat(plate.post(movie + "/edits", body).status()).as(change).isIn(400, 422);
        }
        for (String author : List.of("", "x".repeat(101), "a\\u0000b", "a\\nb")) {
            String body = "{\"version\":" + version + ",\"author\":\"" + author + "\",\"change\":{}}";
            assertThat(plate.post(movie + "/edits", body).status()).as(author).isEqualTo(422);
        }
        assertThat(plate.post(movie + "/edits", "{\"why\":\"" + "x".repeat(5 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(plate.json(movie + "/version").path("version").toString()).isEqualTo(version);
    }

    @Test
    void uploadsStayInTheInboxAndWithinTheQuota() throws Exception {
        Set<String> outside = files(plate.tables);
        Set<String> inside = files(plate.inbox);
        for (String name : List.of(
                "../evil.tif",
                "..\\evil.tif",
                "/etc/evil.tif",
                "a/b.tif",
                ".hidden.tif",
                "x.sh",
                "x.tif.exe",
                "",
                ".tif",
                "a\u0000.tif",
                "a\n.tif",
                "<script>.tif",
                "x".repeat(300) + ".tif",
                "con:.tif",
                "~.tif")) {
            assertThat(plate.upload(name, new byte[] {1}).status()).as(name).isIn(400, 422);
        }
        // What is no movie is kept from the inbox, whatever it claims to be.
        Map<String, byte[]> files = new TreeMap<>();
        files.put("bomb.zip", bomb());
        files.put("climbs.zip", PortalTest.zip(Map.of("../../evil.tif", new byte[] {1}, "/abs.tif", new byte[] {2})));
        files.put("noise.zip", noise(5000));
        files.put("noise.tif", noise(5000));
        files.put("huge.tif", hugeTiff());
        files.put("empty.tif", new byte[0]);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ServedPlate.Reply reply = plate.upload(file.getKey(), file.getValue());
            assertThat(reply.status()).as(file.getKey()).isEqualTo(200);
            String id = reply.json().path("id").asText();
            if (reply.json().path("movies").isEmpty()) {
                assertThat(reply.json().path("findings")).as(file.getKey()).isNotEmpty();
                assertThat(plate.post("/api/uploads/" + id + "/accept", "").status())
                        .isEqualTo(422);
            }
            assertThat(plate.post("/api/uploads/" + id + "/discard", "").status())
                    .isEqualTo(204);
        }
        assertThat(plate.upload("large.tif", new byte[(int) ServedPlate.QUOTA + 1])
                        .status())
                .isEqualTo(413);
        HttpRequest.Builder endless = plate.request("/api/uploads?name=endless.tif")
                .header("X-Cellineage", "1")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.InputStream() {
                    private long left = 4 * ServedPlate.QUOTA;

                    @Override
                    public int read() {
                        return left-- > 0 ? 7 : -1;
                    }
                }));
        try {
            assertThat(plate.send(endless).status()).isEqualTo(413);
        } catch (IOException e) {
            // The server closes the connection rather than read all of it.
            assertThat(plate.get("/api/report").status()).isEqualTo(200);
        }
        assertThat(files(plate.inbox)).isEqualTo(inside);
        assertThat(files(plate.tables)).isEqualTo(outside);
        assertThat(plate.folder.resolve("evil.tif")).doesNotExist();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new java.util.Random(3).nextBytes(noise);
        return noise;
    }

    /** A gigabyte of zeros in a megabyte. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("B01_s1.tif"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1 << 10; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** A TIFF whose header promises 2³¹ pixels a side. */
    private static byte[] hugeTiff() throws IOException {
        byte[] tiff = PortalTest.movieFile(1);
        for (int at = 8; at + 12 < 200; at++) {
            int tag = (tiff[at] & 0xff) | (tiff[at + 1] & 0xff) << 8;
            if (tag == 256 || tag == 257) {
                tiff[at + 8] = (byte) 0xff;
                tiff[at + 9] = (byte) 0xff;
                tiff[at + 10] = (byte) 0xff;
                tiff[at + 11] = 0x7f;
            }
        }
        return tiff;
    }

    @Test
    void anyOtherAddressNeedsATokenAndATokenIsAskedFor() throws Exception {
        assertThatThrownBy(() -> new Access.Rules("0.0.0.0", "", Set.of(), false))
                .isInstanceOf(BadConfigurationException.class);
        assertThatThrownBy(() -> new Access.Rules("0.0.0.0", "hunter2", Set.of(), false))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageNotContaining("hunter2");
        try (Portal guarded = plate.start(new Access.Rules("127.0.0.1", SECRET, Set.of(), true))) {
            HttpRequest.Builder report =
                    HttpRequest.newBuilder(guarded.address().resolve("/api/report"));
            assertThat(plate.send(report).status()).isEqualTo(401);
            assertThat(plate.send(HttpRequest.newBuilder(guarded.address().resolve("/movie.html")))
                            .status())
                    .isEqualTo(303);
            assertThat(plate.send(HttpRequest.newBuilder(guarded.address().resolve("/login.html")))
                            .status())
                    .isEqualTo(200);
            ServedPlate.Reply wrong = login(guarded, SECRET.substring(1));
            assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
            String cookie =
                    login(guarded, SECRET).headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(SECRET);
            String session = cookie.substring(0, cookie.indexOf(';'));
            assertThat(plate.send(report.copy().header("Cookie", session)).status())
                    .isEqualTo(200);
            assertThat(plate.send(report.copy().header("Authorization", "Bearer " + SECRET))
                            .status())
                    .isEqualTo(200);
            assertThat(plate.send(report.copy().header("Cookie", session + "x")).status())
                    .isEqualTo(401);
            // It is read-only, too: known or not, nobody changes anything.
            for (String path :
                    List.of(plate.movie(0) + "/edits", plate.movie(0) + "/apply", "/api/uploads?name=a.tif")) {
                HttpRequest.Builder post = HttpRequest.newBuilder(
                                guarded.address().resolve(path))
                        .header("Cookie", session)
                        .header("X-Cellineage", "1")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"));
                assertThat(plate.send(post).status()).isEqualTo(403);
            }
        }
    }

    /** Browsers send the next request on the same connection. */
    @Test
    void aBodyThatNobodyWantedToReadIsNotInTheWayOfTheNextRequest() throws Exception {
        URI at = plate.address();
        String host = "Host: " + at.getAuthority() + "\r\n";
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/uploads?name=a.tif HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // The server has refused it before the body comes.
            Thread.sleep(300);
            out.write(("{}GET /api/report HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 403").contains("HTTP/1.1 200");
        }
    }

    private static ServedPlate.Reply login(Portal portal, String token) throws IOException {
        return plate.send(HttpRequest.newBuilder(portal.address().resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
    }
}
