package org.cellineage.jobs.command.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cellineage.format.SeekableBytes;
import org.cellineage.format.Storage;
import org.cellineage.problem.BadConfigurationException;

/** Reads a text file that an option names. */
public final class OptionFile {

    private static final int MAX_BYTES = 1 << 24;

    private OptionFile() {}

    /**
     * Reads the text.
     *
     * @param option name of the option, for messages
     */
    public static String read(Storage storage, String location, String option) throws IOException {
        try (SeekableBytes bytes = storage.open(location)) {
            if (bytes.length() > MAX_BYTES) {
                throw new BadConfigurationException(
                        location,
                        "It has " + bytes.length() + " bytes, which is too large for a file given with " + option + ".",
                        "Check the path given with " + option + ".");
            }
            byte[] text = new byte[(int) bytes.length()];
            bytes.readFully(0, text, 0, text.length);
            return new String(text, StandardCharsets.UTF_8);
        } catch (java.io.FileNotFoundException e) {
            throw new BadConfigurationException(
                    location, "The file does not exist.", "Check the path given with " + option + ".", e);
        }
    }
}
