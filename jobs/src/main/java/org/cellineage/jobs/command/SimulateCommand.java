package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.simulate.PlateJob;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulatedType;
import org.cellineage.simulate.SimulationOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates movies with known ground truth. */
@Command(
        name = "simulate",
        description =
                "Simulates a plate of movies with known ground truth, in the layout of the Cell Tracking Challenge.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage simulate --output plates --plate P1 --wells 6 --sites 2 --frames 60 --cells 80",
            "  cellineage simulate -o plates --type rods --frames 80",
            "  cellineage simulate -o plates --set width_px=1024 --set height_px=1024 --set drift_x_px=2",
            "",
            "The ground truth is next to the images: P1/A01_s1/t000.tif, P1/A01_s1_GT/TRA/man_track.txt.",
            "--print-keys lists the keys for --set with their meanings."
        })
public final class SimulateCommand extends JobCommand {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "URI",
            description = "Folder or bucket in which the folder of the plate is created.")
    private String output = "";

    @Option(
            names = "--plate",
            defaultValue = "simulated",
            description = "Name of the plate. Default: ${DEFAULT-VALUE}.")
    private String plate = "simulated";

    @Option(
            names = "--wells",
            defaultValue = "1",
            description = "Number of wells, up to 1536. Default: ${DEFAULT-VALUE}.")
    private int wells = 1;

    @Option(names = "--sites", defaultValue = "1", description = "Sites per well. Default: ${DEFAULT-VALUE}.")
    private int sites = 1;

    @Option(
            names = "--type",
            defaultValue = "nucleus",
            description = "What the movies show: ${COMPLETION-CANDIDATES}. Each type has its own defaults for --set."
                    + " Default: ${DEFAULT-VALUE}.")
    private SimulatedType type = SimulatedType.NUCLEUS;

    @Option(names = "--frames", description = "Frames per movie; the same as --set frames=N.")
    private int frames;

    @Option(
            names = "--cells",
            description = "Approximate number of cells in the first frame; the same as --set cells=N.")
    private int cells = -1;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed gives the same plate. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--no-dose",
            description = "Treat all wells alike, instead of with a dose that increases with the column.")
    private boolean noDose;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the simulator. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--print-keys", description = "Print all settings with their meanings and defaults, and exit.")
    private boolean printKeys;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        if (printKeys) {
            out.print(ConfigurationLoader.documented(type.defaults()));
            return ExitCode.DONE;
        }
        if (output.isEmpty()) {
            throw new BadConfigurationException(
                    "--output", "This option is missing.", "Say where to create the plate.");
        }
        List<String> all = new ArrayList<>(settings);
        if (frames > 0) {
            all.add("frames=" + frames);
        }
        if (cells >= 0) {
            all.add("cells=" + cells);
        }
        SimulationOptions options = ConfigurationLoader.load(type.defaults(), "", "", all);
        PlateSimulator simulator;
        try {
            simulator = new PlateSimulator(type, options, seed, wells, sites, !noDose);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    "--wells " + wells + " --sites " + sites,
                    e.getMessage() + ".",
                    "Give numbers that exist on a plate.",
                    e);
        }
        SparkSession spark = SparkSessions.open(name());
        String folder = new PlateJob(spark).write(simulator, options, output, plate);
        out.printf("%,d movies of %,d frames: %s%n", simulator.movies(), options.frames(), folder);
        return ExitCode.DONE;
    }
}
