package org.cellineage.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cellineage.problem.BadInputException;

/** The local file system; locations are paths or {@code file:} URIs. */
public final class LocalStorage implements Storage {

    private static final long serialVersionUID = 1L;

    @Override
    public List<StoredFile> list(String location) throws IOException {
        Path root = path(location);
        if (!Files.exists(root)) {
            throw new BadInputException(
                    location, "There is no such file or folder.", "Check the spelling and that the disk is mounted.");
        }
        if (!Files.isReadable(root)) {
            throw new BadInputException(
                    location, "It may not be read.", "Give the user who runs the job permission to read it.");
        }
        List<StoredFile> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden = !folder.equals(root) && nameOf(folder).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !nameOf(file).startsWith(".")) {
                    files.add(new StoredFile(
                            file.toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(StoredFile::location));
        return files;
    }

    @Override
    public String absolute(String location) {
        return path(location).toAbsolutePath().normalize().toString();
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        try {
            return new LocalSeekableBytes(path(location));
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(location);
        }
    }

    @Override
    public Optional<Path> localPath(String location) {
        return Optional.of(path(location));
    }

    private static Path path(String location) {
        return location.startsWith("file:") ? Path.of(URI.create(location).getPath()) : Path.of(location);
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
