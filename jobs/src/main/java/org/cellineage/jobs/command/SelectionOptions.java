package org.cellineage.jobs.command;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.jobs.run.MovieSelection;
import picocli.CommandLine.Option;

/** Which movies of the input. */
final class SelectionOptions {

    @Option(
            names = "--only",
            paramLabel = "PLATE/WELL[/SITE]",
            description = "Only these movies; all others stay as they are. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--force",
            description = "Do all again, also what is unchanged since it was done: files, settings, models, version.")
    private boolean force;

    MovieSelection selection(boolean retryFailed) {
        return new MovieSelection(only, force, retryFailed);
    }
}
