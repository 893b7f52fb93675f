package org.cellineage.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;

/**
 * The local file system; locations are paths or {@code file:} URIs. Symbolic links are followed, except those that lead
 * back to a parent folder.
 */
public final class LocalStorage implements Storage {

    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "file:";
    /** Replaces bytes that are invalid in the encoding of file names. */
    private static final char UNREADABLE = '\ufffd';

    @Override
    public List<StoredFile> list(String location) throws IOException {
        return list(location, leftOut -> {});
    }

    @Override
    public List<StoredFile> list(String location, Consumer<Problem> leftOut) throws IOException {
        Path root = path(location);
        if (!Files.exists(root)) {
            throw new BadInputException(
                    location,
                    "There is no such file or folder.",
                    "Check the spelling and that the disk is mounted.",
                    new FileNotFoundException(location));
        }
        if (!Files.isReadable(root)) {
            throw mayNotBeRead(location);
        }
        List<StoredFile> files = new ArrayList<>();
        // Plates are often links into a larger store.
        Set<FileVisitOption> links = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(root, links, Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden = !folder.equals(root) && nameOf(folder).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !nameOf(file).startsWith(".") && isReadableName(file, leftOut)) {
                    files.add(new StoredFile(
                            file.toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (nameOf(file).startsWith(".")) {
                    return FileVisitResult.CONTINUE;
                }
                if (e instanceof FileSystemLoopException) {
                    leftOut.accept(new Problem(
                            file.toString(),
                            "The link leads back into a folder above it, and is skipped.",
                            "Remove the link."));
                    return FileVisitResult.CONTINUE;
                }
                if (e instanceof AccessDeniedException) {
                    throw mayNotBeRead(file.toString());
                }
                throw e;
            }
        });
        files.sort(Comparator.comparing(StoredFile::location));
        return files;
    }

    @Override
    public List<String> names(String folder, int most) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
            for (Path entry : entries) {
                String name = nameOf(entry);
                if (!name.startsWith(".")) {
                    names.add(Files.isDirectory(entry) ? name + "/" : name);
                }
                if (names.size() > most) {
                    return List.of();
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            throw mayNotBeRead(folder);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    @Override
    public Optional<StoredFile> find(String location) {
        Path file = path(location);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new StoredFile(
                            file.toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()))
                    : Optional.empty();
        } catch (IOException nothingThatCanBeSeen) {
            return Optional.empty();
        }
    }

    @Override
    public String absolute(String location) {
        return path(location).toAbsolutePath().normalize().toString();
    }

    @Override
    public SeekableBytes open(String location) throws IOException {
        Path file = path(location);
        if (Files.isDirectory(file)) {
            throw new FileNotFoundException(location + " is a folder");
        }
        try {
            return new LocalSeekableBytes(file);
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(location);
        } catch (FileSystemException e) {
            Path parent = file.getParent();
            if (parent != null && Files.isRegularFile(parent)) {
                // A file in place of the folder.
                throw new FileNotFoundException(location);
            }
            throw e;
        }
    }

    @Override
    public Optional<Path> localPath(String location) {
        return Optional.of(path(location));
    }

    /** Whether a name can be represented as text, so that the file can be opened by it. */
    private static boolean isReadableName(Path file, Consumer<Problem> leftOut) {
        String name = file.toString();
        if (name.indexOf(UNREADABLE) < 0) {
            return true;
        }
        String encoding = System.getProperty("sun.jnu.encoding", "");
        if (!encoding.equalsIgnoreCase("UTF-8")) {
            throw new BadInputException(
                    name,
                    "The name contains characters that Java cannot read in this shell's locale, whose encoding is "
                            + encoding + ".",
                    "Set LC_ALL=C.UTF-8 (or another UTF-8 locale) for the job, on executors too:"
                            + " --conf spark.executorEnv.LC_ALL=C.UTF-8.");
        }
        leftOut.accept(new Problem(name, "The name is not encoded in UTF-8; the file is skipped.", "Rename the file."));
        return false;
    }

    private static BadInputException mayNotBeRead(String location) {
        return new BadInputException(
                location, "Permission to read it is denied.", "Give the user who runs the job permission to read it.");
    }

    private static Path path(String location) {
        try {
            return Path.of(location.startsWith(SCHEME) ? pathOfUri(location) : location);
        } catch (InvalidPathException e) {
            throw new BadInputException(
                    location, "It is not a valid path: " + e.getReason() + ".", "Check the spelling.", e);
        }
    }

    private static String pathOfUri(String uri) {
        try {
            String path = new URI(uri).getPath();
            return path == null ? uri.substring(SCHEME.length()) : path;
        } catch (URISyntaxException notEscaped) {
            // A path prefixed with "file:", as people type it, in which spaces and brackets are not escaped.
            return uri.substring(SCHEME.length()).replaceFirst("^//(?=/)", "");
        }
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
