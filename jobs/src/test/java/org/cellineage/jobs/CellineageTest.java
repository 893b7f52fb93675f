package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.cellineage.problem.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CellineageTest {

    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cellineage.run(arguments, new PrintWriter(out), new PrintWriter(err));
        return new Outcome(code, out.toString(), err.toString());
    }

    private static Outcome explained(Throwable failure, boolean stacktrace) {
        StringWriter err = new StringWriter();
        int code = Cellineage.explain(failure, stacktrace, new PrintWriter(err));
        return new Outcome(code, "", err.toString());
    }

    @Test
    void everyCommandHasHelpWithExamplesAndFitsATerminal() {
        CommandLine root = new CommandLine(new Cellineage());
        assertThat(root.getSubcommands()).hasSizeGreaterThan(5);
        for (String command : root.getSubcommands().keySet()) {
            Outcome help = run(command, "--help");
            assertThat(help.code()).as(command).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out()).contains("Usage: cellineage " + command, "Example", "--stacktrace");
            assertThat(help.out().lines()).allMatch(line -> line.length() <= 110);
        }
        assertThat(run("--help").out())
                .contains(root.getSubcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(run("--version").out())
                .matches("Cellineage \\d+\\.\\d+\\.\\d+\\S*\\RSpark 4\\.\\d+\\.\\d+\\RJava 17\\S*\\R");
    }

    @Test
    void aWrongCommandLineEndsWith1AndNamesTheNearestRightOne() {
        assertThat(run("simulat").err()).contains("simulate", "--help");
        assertThat(run("simulate", "--frame=3").err()).contains("--frames", "cellineage simulate --help");
        assertThat(run("simulate", "--wells", "many").err()).contains("--wells", "many");
        for (Outcome outcome : List.of(run(), run("simulat"), run("simulate", "--frame=3"), run("run"))) {
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).isNotEmpty().doesNotContain("\tat ");
        }
    }

    @Test
    void wrongConfigurationEndsWith2InABox() {
        Outcome outcome = run("simulate", "--output", folder.toString(), "--set", "cels=3");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--set cels=3", "'cels'", "cells").doesNotContain("\tat ");
        assertThat(run("simulate", "--output", folder.toString(), "--set", "frames=0")
                        .err())
                .contains("frames must be at least 1");
    }

    @Test
    void theHelpsOwnExampleOfAKeyIsAKey() {
        String printed = run("simulate", "--print-keys").out();
        assertThat(printed).contains("\nwidth_px: ", "\nheight_px: ", "\ndrift_x_px: ");
        assertThat(run("config").out()).contains("link:\n", "  gate_spacings: ");
    }

    @Test
    void aUserErrorInsideSparksIsTheUserErrorItself() {
        BadInputException user = new BadInputException("s3a://lab/p7/a.tif", "It is short.", "Copy it again.");
        Outcome plain = explained(user, false);
        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.err()).contains("s3a://lab/p7/a.tif", "It is short.", "Copy it again.");
        assertThat(plain.err()).doesNotContain("\tat ");
        SparkException spark = new SparkException("Job aborted", new RuntimeException("task failed", user));
        assertThat(explained(spark, false)).isEqualTo(plain);
        assertThat(explained(spark, true).err())
                .contains("SparkException: Job aborted", "\tat ")
                .endsWith(plain.err());
    }

    @Test
    void aFullDiskOfSparksOwnIsTheUsersToMend() {
        Outcome full =
                explained(new IllegalStateException("Job aborted", new IOException("No space left on device")), false);
        assertThat(full.code()).isEqualTo(2);
        assertThat(full.err()).contains("user action required", "spark.local.dir", "Free some space");
    }

    @Test
    void anythingElseIsOurFaultAndSaysWhatToDo() {
        Outcome io = explained(new IOException("outer", new IllegalStateException("the wire was cut\n\tat x")), false);
        assertThat(io.code()).isEqualTo(3);
        assertThat(io.err())
                .contains("IllegalStateException", "the wire was cut", "--stacktrace")
                .doesNotContain("at x");
        assertThat(explained(new NullPointerException(), false).err()).contains("NullPointerException");
        Outcome memory = explained(new OutOfMemoryError("Java heap space"), false);
        assertThat(memory.code()).isEqualTo(3);
        assertThat(memory.err()).contains("Java heap space", "--memory");
        Exception a = new Exception("a");
        a.initCause(new Exception("b", a));
        assertThat(explained(a, false).code()).isEqualTo(3);
    }

    @Test
    void everyBoxIsARectangleThatHoldsAllWords() {
        String words =
                "where it is and why it is wrong and how it is fixed ".repeat(7).strip();
        List<String> lines = explained(new BadInputException("x", words, "y"), false)
                .err()
                .lines()
                .toList();
        assertThat(lines).hasSizeGreaterThan(6).allMatch(line -> line.length() == 100);
        String inside = String.join(" ", lines).replaceAll("[|+-]", " ").replaceAll("\\s+", " ");
        assertThat(inside).contains(words);
    }

    @Test
    void readingTablesThatAreNotThereMakesNothing() throws IOException {
        Path typo = folder.resolve("typo");
        Outcome outcome = run("sql", "--lineage", typo.toString(), "-e", "select 1");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(typo.toString());
        assertThat(typo).doesNotExist();
        Files.createDirectory(typo);
        assertThat(run("sql", "--lineage", typo.toString(), "-e", "select 1").err())
                .contains("no lineage tables");
    }
}
