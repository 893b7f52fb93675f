package org.cellineage.jobs.bucket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/** A bucket behind a {@link FaultyProxy}, reached through its real connector. */
public final class Bucket implements AutoCloseable {

    /** What must not be shown anywhere. */
    public static final String SECRET = "w0ndr0usS3cret";

    private final String root;
    private final AutoCloseable server;
    private final FaultyProxy proxy;
    private final Map<String, String> settings;
    private final String committer;

    private Bucket(
            String root, AutoCloseable server, FaultyProxy proxy, Map<String, String> settings, String committer) {
        this.root = root;
        this.server = server;
        this.proxy = proxy;
        this.settings = settings;
        this.committer = committer;
    }

    /** A bucket of s3mock, which runs as a process. */
    public static Bucket s3(Path folder) throws IOException, InterruptedException {
        S3Server server = new S3Server(folder);
        FaultyProxy proxy = new FaultyProxy(server.port());
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.port());
        settings.put("fs.s3a.endpoint.region", "eu-central-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.access.key", "testkey");
        settings.put("fs.s3a.secret.key", SECRET);
        // Real pauses, but those of a fast network.
        settings.put("fs.s3a.retry.interval", "50ms");
        settings.put("fs.s3a.retry.throttle.interval", "50ms");
        return new Bucket("s3a://" + S3Server.BUCKET, server, proxy, settings, "magic");
    }

    /** A bucket of Google's protocol, in this process. */
    public static Bucket gcs() throws IOException {
        GcsServer server = new GcsServer("screen");
        FaultyProxy proxy = new FaultyProxy(server.port());
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.gs.storage.root.url", "http://127.0.0.1:" + proxy.port() + "/");
        settings.put("fs.gs.project.id", "p");
        settings.put("google.cloud.auth.service.account.enable", "false");
        settings.put("google.cloud.auth.null.enable", "true");
        settings.put("fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem");
        return new Bucket(
                "gs://screen", server, proxy, settings, "org.apache.hadoop.mapreduce.lib.output.committer.manifest");
    }

    /** Such as {@code s3a://screen}. */
    public String root() {
        return root;
    }

    /** What stands between the connector and the store. */
    public FaultyProxy proxy() {
        return proxy;
    }

    /** The connector's settings. */
    public Map<String, String> settings() {
        return settings;
    }

    /** A part of what the committer that belongs to this store writes into {@code _SUCCESS}. */
    public String committer() {
        return committer;
    }

    /** A configuration that reaches it. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        return configuration;
    }

    private FileSystem fileSystem() throws IOException {
        return new org.apache.hadoop.fs.Path(root + "/").getFileSystem(configuration());
    }

    /** Copies a local file or folder into it. */
    public void upload(Path from, String to) throws IOException {
        fileSystem()
                .copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(root + "/" + to));
    }

    /** Copies a folder of it here. */
    public void download(String from, Path to) throws IOException {
        fileSystem()
                .copyToLocalFile(
                        new org.apache.hadoop.fs.Path(root + "/" + from), new org.apache.hadoop.fs.Path(to.toUri()));
    }

    /** All objects below a folder, relative to the bucket. */
    public List<String> names(String below) throws IOException {
        List<String> names = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> files =
                fileSystem().listFiles(new org.apache.hadoop.fs.Path(root + "/" + below), true);
        while (files.hasNext()) {
            names.add(files.next().getPath().toString().substring(root.length() + 1));
        }
        names.sort(null);
        return names;
    }

    @Override
    public void close() throws Exception {
        // The connector that Hadoop keeps for this name: the next bucket of the process may have another port.
        fileSystem().close();
        proxy.close();
        server.close();
    }
}
