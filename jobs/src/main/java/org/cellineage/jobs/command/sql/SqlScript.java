package org.cellineage.jobs.command.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into statements at semicolons outside quotes and comments. Text may arrive line by line; an
 * unfinished statement is kept.
 */
final class SqlScript {

    /** What the current position is inside of. */
    private enum State {
        STATEMENT,
        LINE_COMMENT,
        BLOCK_COMMENT,
        QUOTED
    }

    private final StringBuilder statement = new StringBuilder();
    private State state = State.STATEMENT;
    private char quote;
    private boolean hasWords;

    /** Adds text and returns the statements that it completes, without their semicolons. */
    List<String> add(String text) {
        List<String> ended = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
            at++;
            if (state == State.STATEMENT && c == ';') {
                end(ended);
                continue;
            }
            statement.append(c);
            if (isPair(c, next)) {
                statement.append(next);
                at++;
            }
            step(c, next);
        }
        return ended;
    }

    /** Whether two characters form a unit, so that the second is skipped. */
    private boolean isPair(char c, char next) {
        return switch (state) {
            case STATEMENT -> c == '-' && next == '-' || c == '/' && next == '*';
            case BLOCK_COMMENT -> c == '*' && next == '/';
            case QUOTED -> c == '\\' && quote != '`' && next != '\n';
            case LINE_COMMENT -> false;
        };
    }

    private void step(char c, char next) {
        switch (state) {
            case STATEMENT -> {
                if (c == '-' && next == '-') {
                    state = State.LINE_COMMENT;
                } else if (c == '/' && next == '*') {
                    state = State.BLOCK_COMMENT;
                } else {
                    hasWords |= !Character.isWhitespace(c);
                    if (c == '\'' || c == '"' || c == '`') {
                        state = State.QUOTED;
                        quote = c;
                    }
                }
            }
            case LINE_COMMENT -> state = c == '\n' ? State.STATEMENT : state;
            case BLOCK_COMMENT -> state = c == '*' && next == '/' ? State.STATEMENT : state;
            case QUOTED -> state = c == quote ? State.STATEMENT : state;
        }
    }

    private void end(List<String> ended) {
        if (hasWords) {
            ended.add(statement.toString().strip());
        }
        clear();
    }

    /** Ends the text: returns the last statement if it has no semicolon. */
    List<String> finish() {
        List<String> ended = new ArrayList<>();
        end(ended);
        return ended;
    }

    /** Discards an unfinished statement. */
    void clear() {
        statement.setLength(0);
        state = State.STATEMENT;
        hasWords = false;
    }

    /** Whether there is an unfinished statement. */
    boolean isOpen() {
        return hasWords || state != State.STATEMENT;
    }

    /** The statements of a complete text. */
    static List<String> statements(String text) {
        SqlScript script = new SqlScript();
        List<String> statements = new ArrayList<>(script.add(text));
        statements.addAll(script.finish());
        return statements;
    }
}
