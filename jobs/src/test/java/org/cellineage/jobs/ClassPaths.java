package org.cellineage.jobs;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Class paths for processes of their own. */
final class ClassPaths {

    private ClassPaths() {}

    /** That of this process. */
    static String own() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /**
     * That of this process without some resources, as if a user had removed them.
     *
     * @param prefix of the resources' names
     * @param folder for copies of the folders and jars that have such resources
     */
    static String without(String prefix, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> entries = new ArrayList<>();
        for (String entry : own().split(File.pathSeparator)) {
            Path path = Path.of(entry);
            Path copy = folder.resolve(entries.size() + ".jar");
            if (Files.isDirectory(path.resolve(prefix))) {
                copyFolder(path, prefix, copy);
                entries.add(copy.toString());
            } else if (entry.endsWith(".jar") && holds(path, prefix)) {
                copyJar(path, prefix, copy);
                entries.add(copy.toString());
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static boolean holds(Path jar, String prefix) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().startsWith(prefix));
        }
    }

    private static void copyFolder(Path from, String prefix, Path to) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to));
                Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = from.relativize(file).toString();
                if (!name.startsWith(prefix)) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(file, zip);
                }
            }
        }
    }

    private static void copyJar(Path from, String prefix, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream out = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            Enumeration<? extends ZipEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && !entry.getName().startsWith(prefix)) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(zip);
                }
            }
        }
    }
}
