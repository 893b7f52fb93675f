package org.cellineage.jobs.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cellineage.format.FrameRef;
import org.cellineage.format.Movie;
import org.cellineage.format.Storage;
import org.cellineage.format.layout.StoragePlaneReader;
import org.cellineage.format.tiff.TiffWriter;
import org.cellineage.illumination.FieldSample;
import org.cellineage.illumination.FlatFieldEstimator;
import org.cellineage.image.Plane;
import org.cellineage.jobs.catalog.CatalogSource;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.command.base.ExitCode;
import org.cellineage.jobs.command.base.JobCommand;
import org.cellineage.jobs.command.option.ConfigurationOptions;
import org.cellineage.jobs.command.option.InputOptions;
import org.cellineage.jobs.hadoop.CommandStorage;
import org.cellineage.jobs.hadoop.LaunchSettings;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;
import org.cellineage.problem.BadConfigurationException;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.problem.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Estimates how unevenly a microscope lights its field of view. */
@Command(
        name = "flatfield",
        description =
                "Estimates from ordinary frames how unevenly each channel is lit, and writes an image of that for each"
                        + " channel: --set measurement.flat_field=FOLDER then corrects intensities by it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cellineage flatfield --input plates/P7 --output flat/P7 --dark 100",
            "  cellineage run -i plates/P7 -o lineages --set measurement.flat_field=flat/P7",
            "",
            "Give many positions with few cells each: what is in the same place in most frames counts as light. Look at"
                    + " the images before you use them. --dark is what the camera shows without light; an image of that, or an"
                    + " image of an empty, evenly lit field, may be put into the folder instead (docs/IMAGE_TYPES.md).",
            "",
            "Exit codes: 0 done; 1 command line; 2 user action required; 3 internal error; 4 some frames cannot be read."
        })
public final class FlatFieldCommand extends JobCommand {

    private static final int FEW_FRAMES = 20;

    /** Mean of the images that are written, above the dark; any would do. */
    private static final double BRIGHT = 1000;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "URI",
            description = "Folder that receives channel0.tif, channel1.tif, … and, with --dark, dark0.tif, …")
    private String output = "";

    @Option(
            names = "--frames",
            defaultValue = "120",
            description = "Number of frames to look at, spread over all movies and times. Default: ${DEFAULT-VALUE}.")
    private int frames = 120;

    @Option(
            names = "--dark",
            paramLabel = "LEVEL",
            defaultValue = "0",
            description =
                    "Grey value that the camera shows without light, which is subtracted. Default: ${DEFAULT-VALUE}.")
    private double dark;

    @Override
    protected ExitCode execute(PrintWriter out) throws Exception {
        if (frames < 1 || !(dark >= 0)) {
            throw new BadConfigurationException(
                    frames < 1 ? "--frames " + frames : "--dark " + dark, "It is too low.", "Leave the option out.");
        }
        Storage storage = CommandStorage.open();
        OutputFolder folder = OutputFolder.open(LaunchSettings.configuration(), output);
        InputCatalog catalog = InputCatalog.read(
                CatalogSource.of(storage),
                new RunRequest(
                        input.inputs(),
                        input.layout(),
                        Optional.empty(),
                        Optional.empty(),
                        MovieSelection.CHANGED,
                        configuration.load(storage, input.settings())),
                Optional.empty(),
                movie -> true);
        List<Movie> movies = new ArrayList<>(catalog.movies());
        if (movies.isEmpty()) {
            Problem why = catalog.failures().isEmpty()
                    ? new Problem(input.inputs().get(0), "There are no movies.", "Give a folder with movies.")
                    : catalog.failures().get(0).problem();
            throw new BadInputException(why.where(), why.cause(), why.remedy());
        }
        FieldSample sample = FieldSample.of(movies, frames);
        Movie first = sample.movies().get(0);
        sample.others().stream()
                .findFirst()
                .ifPresent(other -> out.printf(
                        "warning: %s differs from most movies in its size or channels and is left out, as are %d others%n",
                        other.key().id(), sample.others().size() - 1));
        List<FlatFieldEstimator> channels = first.channels().stream()
                .map(name -> new FlatFieldEstimator(first.width(), first.height()))
                .toList();
        int unread = read(storage, sample, channels, out);
        for (int c = 0; c < channels.size(); c++) {
            write(folder, first.channels().get(c), c, channels.get(c), out);
        }
        return unread == 0 ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    /** Returns the number of frames that cannot be read. */
    private int read(Storage storage, FieldSample sample, List<FlatFieldEstimator> channels, PrintWriter out)
            throws IOException {
        int unread = 0;
        int done = 0;
        try (StoragePlaneReader reader = new StoragePlaneReader(storage)) {
            for (FrameRef frame : sample.frames()) {
                for (int c = 0; c < channels.size(); c++) {
                    try {
                        channels.get(c).add(reader.read(frame.channels().get(c)), dark);
                    } catch (IOException | UserException e) {
                        out.printf("warning: %s%n", e.getMessage());
                        unread++;
                        break;
                    }
                }
                done++;
                if (done % FEW_FRAMES == 0 || done == sample.frames().size()) {
                    out.printf("%d of %d frames read%n", done, sample.frames().size());
                    out.flush();
                }
            }
        }
        return unread;
    }

    /** As the camera would show an evenly bright sample, with what it shows without light. */
    private Plane seen(Plane field) {
        float[] values = field.toFloats();
        for (int p = 0; p < values.length; p++) {
            values[p] = (float) (dark + BRIGHT * values[p]);
        }
        return Plane.of(field.width(), field.height(), values);
    }

    private void write(OutputFolder folder, String name, int channel, FlatFieldEstimator estimator, PrintWriter out)
            throws IOException {
        if (estimator.frames() == 0) {
            throw new BadInputException(
                    "channel " + channel + " (" + name + ")",
                    "No frame has any light above --dark " + dark + ".",
                    "Give a lower --dark, or look at the images.");
        }
        Plane field = estimator.estimate();
        try (OutputStream file = folder.create("channel" + channel + ".tif")) {
            TiffWriter.write(file, seen(field));
        }
        if (dark > 0) {
            float[] level = new float[field.size()];
            Arrays.fill(level, (float) dark);
            try (OutputStream file = folder.create("dark" + channel + ".tif")) {
                TiffWriter.write(file, Plane.of(field.width(), field.height(), level));
            }
        }
        float[] values = field.toFloats();
        Arrays.sort(values);
        out.printf(
                Locale.ROOT,
                "channel %d (%s): from %.2f to %.2f of the mean, %d frames: %s%n",
                channel,
                name,
                values[0],
                values[values.length - 1],
                estimator.frames(),
                folder.resolve("channel" + channel + ".tif"));
        if (estimator.frames() < FEW_FRAMES) {
            out.printf(
                    "warning: channel %d: only %d frames; cells may be taken for light. %d frames of different positions"
                            + " or more are better.%n",
                    channel, estimator.frames(), FEW_FRAMES);
        }
    }
}
