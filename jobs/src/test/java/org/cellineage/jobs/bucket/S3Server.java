package org.cellineage.jobs.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that speaks S3, in a process of its own: s3mock, which Maven puts under {@code target}. */
public final class S3Server implements AutoCloseable {

    /** The bucket that is there from the start. */
    public static final String BUCKET = "screen";

    private static final Path JAR = Path.of("target/s3mock/s3mock.jar");

    private final Process process;
    private final int port;

    /** Starts it on a free port and waits until it answers. */
    public S3Server(Path folder) throws IOException, InterruptedException {
        assertThat(JAR).as("Maven copies it before the tests").exists();
        port = freePort();
        Files.createDirectories(folder);
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                        "--com.adobe.testing.s3mock.store.root=" + folder,
                        "--server.address=127.0.0.1",
                        "--server.ssl.enabled=false",
                        "--server.port=" + port,
                        // Its second port cannot be turned off; the system chooses one.
                        "--http.port=0"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("s3mock.log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "s3mock does not answer: " + Files.readString(folder.resolveSibling("s3mock.log")));
            }
            Thread.sleep(100);
        }
    }

    /** A port that nobody listens on at this moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
