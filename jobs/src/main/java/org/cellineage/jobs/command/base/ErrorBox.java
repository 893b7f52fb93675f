package org.cellineage.jobs.command.base;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.problem.Problem;

/** Draws a problem as a box: what is wrong, where, and how to fix it. */
public final class ErrorBox {

    private static final int WIDTH = 100;

    private ErrorBox() {}

    /** Draws the box; each line ends with a newline. */
    public static String draw(String title, Problem problem) {
        List<String> lines = new ArrayList<>();
        wrap("problem  ", problem.cause(), lines);
        wrap("where    ", problem.where(), lines);
        wrap("fix      ", problem.remedy(), lines);
        StringBuilder box = new StringBuilder();
        box.append("+- ")
                .append(title)
                .append(' ')
                .append("-".repeat(Math.max(0, WIDTH - title.length() - 5)))
                .append("+\n");
        for (String line : lines) {
            box.append("| ")
                    .append(line)
                    .append(" ".repeat(Math.max(0, WIDTH - 4 - line.length())))
                    .append(" |\n");
        }
        return box.append('+').append("-".repeat(WIDTH - 2)).append("+\n").toString();
    }

    /** Wraps at blanks; a word longer than the line, such as a path, is not broken, so that it can be copied. */
    private static void wrap(String label, String text, List<String> lines) {
        int room = WIDTH - 4 - label.length();
        StringBuilder line = new StringBuilder();
        String start = label;
        for (String word : text.split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                lines.add(start + line);
                start = " ".repeat(label.length());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(start + line);
    }
}
