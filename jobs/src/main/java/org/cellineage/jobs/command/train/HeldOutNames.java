package org.cellineage.jobs.command.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cellineage.problem.BadInputException;

/** Reads lists of images that are held out: a name per line; empty lines and those that start with # do not count. */
final class HeldOutNames {

    private HeldOutNames() {}

    static Set<String> read(List<Path> files) {
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        names.add(line.strip());
                    }
                }
            } catch (IOException e) {
                throw new BadInputException(
                        file.toString(), "It cannot be read: " + e.getMessage() + ".", "Give a text file.", e);
            }
        }
        return names;
    }
}
