package org.cellineage.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.format.StoredFile;
import org.cellineage.problem.BadConfigurationException;

/**
 * The files of a model bundle in memory, which can be sent to executors regardless of where they came from.
 *
 * @param where location of the bundle, for messages
 * @param files contents by path in the bundle, including {@code model.json}
 */
public record ModelFiles(String where, SortedMap<String, byte[]> files) implements Serializable {

    /** File name of the description. */
    public static final String DESCRIPTION = "model.json";

    private static final String RESOURCES = "/org/cellineage/models/";

    public ModelFiles {
        files = new TreeMap<>(files);
    }

    /**
     * Reads the folder of a bundle.
     *
     * @throws BadConfigurationException if there is no such folder, or no {@code model.json} in it
     */
    public static ModelFiles read(Storage storage, String location) throws IOException {
        String folder = storage.absolute(location).replaceAll("/+$", "") + "/";
        List<StoredFile> listed = storage.list(storage.absolute(location));
        // Check before reading anything: the location may be an arbitrarily large folder.
        if (listed.stream().noneMatch(file -> file.location().equals(folder + DESCRIPTION))) {
            throw new BadConfigurationException(
                    location,
                    "There is no " + DESCRIPTION + " in this folder.",
                    "Give the folder of a model bundle; docs/MODELS.md says how to write a " + DESCRIPTION
                            + " for a SavedModel of your own.");
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (StoredFile file : listed) {
            files.put(file.location().substring(folder.length()), bytes(storage, file));
        }
        return new ModelFiles(location, files);
    }

    private static byte[] bytes(Storage storage, StoredFile file) throws IOException {
        if (file.lengthBytes() > Integer.MAX_VALUE - 16) {
            throw new BadConfigurationException(
                    file.location(), "The file is larger than 2 GiB.", "Use a model with smaller files.");
        }
        byte[] bytes = new byte[(int) file.lengthBytes()];
        try (SeekableBytes in = storage.open(file.location())) {
            in.readFully(0, bytes, 0, bytes.length);
        }
        return bytes;
    }

    /**
     * Reads the model that a setting names: a folder if the name contains a slash, otherwise a bundled model.
     *
     * @throws org.cellineage.problem.BadConfigurationException if it does not exist or is invalid
     */
    public static ModelFiles named(Storage storage, String model) throws IOException {
        return model.contains("/") ? read(storage, model) : bundled(model);
    }

    /**
     * Reads a model that is included in Cellineage.
     *
     * @throws BadConfigurationException if there is none with this name
     */
    public static ModelFiles bundled(String name) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(DESCRIPTION, resource(name, DESCRIPTION));
        ModelDescription description = ModelDescription.parse(name, resource(name, DESCRIPTION));
        for (String file : description.files().keySet()) {
            files.put(file, resource(name, file));
        }
        return new ModelFiles(name, files);
    }

    /** Whether a model with this name is included in Cellineage. */
    public static boolean isBundled(String name) {
        return ModelFiles.class.getResource(RESOURCES + name + "/" + DESCRIPTION) != null;
    }

    private static byte[] resource(String name, String file) {
        String path = RESOURCES + name + "/" + file;
        try (InputStream in = ModelFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new BadConfigurationException(
                        name,
                        "Cellineage does not include a model of this name.",
                        "Give a name from docs/MODELS.md, or the folder of a model bundle (a path with a slash).");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new BadConfigurationException(
                    name,
                    "The bundled model cannot be read: " + e.getMessage() + ".",
                    "Build or unpack the jar again.");
        }
    }

    /**
     * The contents of a file.
     *
     * @throws BadConfigurationException if the bundle has no such file
     */
    public byte[] file(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new BadConfigurationException(
                    where + "/" + path,
                    "The model's description lists this file, but it does not exist.",
                    "Copy the complete bundle again.");
        }
        return content;
    }

    /** SHA-256 of the contents, in hexadecimal. */
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** SHA-256 over all paths and contents, in hexadecimal: it identifies the model. */
    public String hash() {
        MessageDigest digest = digest();
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            digest.update((entry.getKey() + "\n" + entry.getValue().length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(entry.getValue());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Writes the files into a folder, which is created.
     *
     * @throws BadConfigurationException if a path points outside the folder; nothing is written then
     */
    public void writeTo(Path folder) throws IOException {
        for (String path : files.keySet()) {
            if (!folder.resolve(path).normalize().startsWith(folder.normalize())) {
                throw new BadConfigurationException(
                        where + "/" + path,
                        "This path points outside the bundle's folder.",
                        "Keep all files of a bundle inside its folder.");
            }
        }
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
    }
}
