package org.cellineage.jobs.command.option;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.jobs.run.MovieSelection;
import picocli.CommandLine.Option;

/** Selects movies of the input. */
public final class SelectionOptions {

    @Option(
            names = "--only",
            paramLabel = "PLATE/WELL[/SITE]",
            description = "Process only these movies; all others stay as they are. May be repeated.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--force",
            description = "Process everything again, even if files, settings, models and version are unchanged.")
    private boolean force;

    /** The selection. */
    public MovieSelection selection(boolean retryFailed) {
        return new MovieSelection(only, force, retryFailed);
    }
}
