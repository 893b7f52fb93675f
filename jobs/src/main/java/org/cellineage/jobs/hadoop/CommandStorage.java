package org.cellineage.jobs.hadoop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Files for commands that open no Spark session: local files are read without Hadoop, all others as {@code run} would
 * read them.
 *
 * <p>A location without a scheme is local, unless Hadoop's settings name another default file system.
 */
public final class CommandStorage implements Storage {

    private static final long serialVersionUID = 1L;
    private static final String LOCAL_SCHEME = "file:";

    private final LocalStorage local = new LocalStorage();
    private final boolean plainPathsAreLocal;
    private transient volatile @Nullable Storage remote;

    private CommandStorage(boolean plainPathsAreLocal) {
        this.plainPathsAreLocal = plainPathsAreLocal;
    }

    /** Uses the settings of this process: see {@link LaunchSettings}. */
    public static CommandStorage open() {
        return new CommandStorage(!LaunchSettings.mayNameADefaultFileSystem());
    }

    @Override
    public String absolute(String location) throws IOException {
        Optional<String> path = localPathOf(location);
        return path.isPresent() ? local.absolute(path.get()) : remote().absolute(location);
    }

    /** {@inheritDoc} Leftovers of unfinished jobs in {@code _temporary} are omitted, as in {@link HadoopStorage}. */
    @Override
    public List<StoredFile> list(String location) throws IOException {
        return list(location, leftOut -> {});
    }

    @Override
    public List<StoredFile> list(String location, Consumer<Problem> leftOut) throws IOException {
        Optional<String> path = localPathOf(location);
        if (path.isEmpty()) {
            return remote().list(location, leftOut);
        }
        int root = path.get().length();
        return local.list(path.get(), leftOut).stream()
                .filter(file -> !Locations.isHidden(
                        file.location().substring(Math.min(root, file.location().length()))))
                .toList();
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        Optional<String> path = localPathOf(folder);
        return path.isPresent() ? local.names(path.get(), most) : remote().names(folder, most);
    }

    @Override
    public Optional<StoredFile> find(String location) throws IOException {
        Optional<String> path = localPathOf(location);
        return path.isPresent() ? local.find(path.get()) : remote().find(location);
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        Optional<String> path = localPathOf(location);
        return path.isPresent() ? local.open(path.get()) : remote().open(location);
    }

    @Override
    public Optional<Path> localPath(String location) {
        Optional<String> path = localPathOf(location);
        return path.isPresent() ? local.localPath(path.get()) : remote().localPath(location);
    }

    /** The path of a local location, without unescaping; empty for all other locations. */
    private Optional<String> localPathOf(String location) {
        if (!Locations.hasScheme(location)) {
            if (location.isBlank() || !plainPathsAreLocal) {
                return Optional.empty();
            }
            // A file with this name, which LocalStorage would interpret as a URI.
            return Optional.of(location.startsWith(LOCAL_SCHEME) ? "./" + location : location);
        }
        if (!location.startsWith(LOCAL_SCHEME)) {
            return Optional.empty();
        }
        String path = location.substring(LOCAL_SCHEME.length());
        if (path.startsWith("//") && !path.startsWith("///")) {
            // It names a host.
            return Optional.empty();
        }
        return Optional.of(path.startsWith("///") ? path.substring(2) : path);
    }

    private Storage remote() {
        Storage known = remote;
        if (known == null) {
            known = new HadoopStorage(LaunchSettings.configuration());
            remote = known;
        }
        return known;
    }
}
