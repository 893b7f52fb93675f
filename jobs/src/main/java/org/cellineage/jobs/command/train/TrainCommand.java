package org.cellineage.jobs.command.train;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains networks. */
@Command(
        name = "train",
        description = "Trains a network on labelled data and writes it as a model bundle.",
        synopsisSubcommandLabel = "NETWORK",
        subcommands = {
            TrainSegmentationCommand.class,
            TrainLinkingCommand.class,
            TrainTypeCommand.class,
            TrainImageCommand.class,
            TrainClassCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage train segmentation --data mine --hold-out validation.txt -o models/mine",
            "  cellineage train linking --data mine/01 --hold-out mine/02 -o models/links",
            "  cellineage train type --data nucleus=mine --data phase=theirs -o models/type",
            "  cellineage train image --data mine --from-channel phase=0 --to-channel nucleus=1 -o models/nuclei",
            "  cellineage train class --data crops -o models/classes"
        })
public final class TrainCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit. Every network has its own --help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which network? See --help.");
    }
}
