package org.cellineage.jobs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program that runs several command lines one after another, for tests to which only the process matters. */
final class Commands {

    /** Stands between two command lines. */
    static final String THEN = "--then--";

    private Commands() {}

    /** Ends with the exit code of the first command that fails, or 0. */
    public static void main(String[] words) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>();
        int code = 0;
        for (int i = 0; i <= words.length && code == 0; i++) {
            if (i == words.length || words[i].equals(THEN)) {
                code = Cellineage.run(command.toArray(new String[0]), out, err);
                command.clear();
            } else {
                command.add(words[i]);
            }
        }
        System.exit(code);
    }
}
