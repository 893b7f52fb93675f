package org.cellineage.jobs.command;

import picocli.CommandLine.Command;

/** Training of the networks. */
@Command(
        name = "train",
        description = "Trains a network on labelled data and writes it as a model bundle.",
        synopsisSubcommandLabel = "segmentation",
        subcommands = {TrainSegmentationCommand.class})
public final class TrainCommand {}
