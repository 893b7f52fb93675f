package org.cellineage.jobs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.cellineage.jobs.config.ConfigurationLoader;
import org.cellineage.jobs.session.SparkSessions;
import org.cellineage.jobs.simulate.PlateJob;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.simulate.PlateSimulator;
import org.cellineage.simulate.SimulationOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Movies with known truth. */
@Command(
        name = "simulate",
        description = "Makes a plate of movies with known truth, in the layout of the Cell Tracking Challenge.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage simulate --output plates --plate P1 --wells 6 --sites 2 --frames 60 --cells 80",
            "  cellineage simulate -o plates --set width_px=1024 --set height_px=1024 --set drift_x_px=2",
            "",
            "Truth stands beside the images: P1/A01_s1/t000.tif, P1/A01_s1_GT/TRA/man_track.txt.",
            "Keys for --set and their meaning: --print-keys."
        })
public final class SimulateCommand extends JobCommand {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "URI",
            description = "Folder or bucket in which the plate's folder is made.")
    private String output = "";

    @Option(names = "--plate", defaultValue = "simulated", description = "The plate's name. Default: ${DEFAULT-VALUE}.")
    private String plate = "simulated";

    @Option(names = "--wells", defaultValue = "1", description = "Wells, up to 1536. Default: ${DEFAULT-VALUE}.")
    private int wells = 1;

    @Option(names = "--sites", defaultValue = "1", description = "Sites a well. Default: ${DEFAULT-VALUE}.")
    private int sites = 1;

    @Option(names = "--frames", description = "Frames a movie; like --set frames=N.")
    private int frames;

    @Option(names = "--cells", description = "Cells in the first frame, about; like --set cells=N.")
    private int cells = -1;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed, the same plate. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--no-dose", description = "Treat all wells alike, instead of a dose that rises with the column.")
    private boolean noDose;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting of the simulator. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--print-keys", description = "Print all settings with their meaning and default, and end.")
    private boolean printKeys;

    @Override
    ExitCode execute(PrintWriter out) throws Exception {
        if (printKeys) {
            out.print(ConfigurationLoader.documented(SimulationOptions.DEFAULTS));
            return ExitCode.DONE;
        }
        if (output.isEmpty()) {
            throw new BadConfigurationException("--output", "It is missing.", "Say where the plate shall be made.");
        }
        List<String> all = new ArrayList<>(settings);
        if (frames > 0) {
            all.add("frames=" + frames);
        }
        if (cells >= 0) {
            all.add("cells=" + cells);
        }
        SimulationOptions options = ConfigurationLoader.load(SimulationOptions.DEFAULTS, "", "", all);
        PlateSimulator simulator;
        try {
            simulator = new PlateSimulator(options, seed, wells, sites, !noDose);
        } catch (IllegalArgumentException e) {
            throw new BadConfigurationException(
                    "--wells " + wells + " --sites " + sites,
                    e.getMessage() + ".",
                    "Give numbers that a plate has.",
                    e);
        }
        SparkSession spark = SparkSessions.open(name());
        String folder = new PlateJob(spark).write(simulator, options, output, plate);
        out.printf("%,d movies of %,d frames: %s%n", simulator.movies(), options.frames(), folder);
        return ExitCode.DONE;
    }
}
