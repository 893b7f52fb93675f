package org.cellineage.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.cellineage.format.layout.CatalogReader;
import org.cellineage.format.layout.HeaderThreads;
import org.cellineage.format.layout.MovieFormats;
import org.cellineage.jobs.catalog.CatalogSource;
import org.cellineage.jobs.catalog.InputCatalog;
import org.cellineage.jobs.config.PipelineConfiguration;
import org.cellineage.jobs.hadoop.OutputFolder;
import org.cellineage.jobs.run.MovieSelection;
import org.cellineage.jobs.run.RunRequest;

/**
 * The catalog of a plate of single images, read for the first time and again: seconds, files opened, memory. The heap is what Java was given.
 *
 * <p>Arguments: an empty folder, wells, sites, frames, channels.
 */
final class CatalogStudy {

    private static final double MB = 1 << 20;

    private CatalogStudy() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        ListedPlate plate = new ListedPlate(
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
        System.out.printf(
                "%,d files, listed in %.0f MB; heap of %.0f MB%n",
                plate.size(), liveBytes() / MB, Runtime.getRuntime().maxMemory() / MB);
        OutputFolder output = OutputFolder.open(new Configuration(), folder.toString());
        RunRequest request = new RunRequest(
                List.of(ListedPlate.ROOT),
                MovieFormats.AUTO,
                Optional.empty(),
                Optional.empty(),
                MovieSelection.CHANGED,
                PipelineConfiguration.DEFAULTS);
        outline(plate);
        read("first run", plate, request, output);
        read("second run", plate, request, output);
        try (var kept = Files.walk(folder)) {
            long bytes = kept.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            System.out.printf("headers kept in the output: %.1f MB%n", bytes / MB);
        }
    }

    /** The part that looks at names alone. */
    private static void outline(ListedPlate plate) throws IOException {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        int movies = new CatalogReader(plate)
                .outline(ListedPlate.ROOT, plate.list(ListedPlate.ROOT), MovieFormats.AUTO).stream()
                        .mapToInt(part -> part.outline().movies().size())
                        .sum();
        System.out.printf(
                "names alone: %d movies, %.1f s (%.1f s of processor time)%n",
                movies, (System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private static void read(String what, ListedPlate plate, RunRequest request, OutputFolder output)
            throws IOException {
        plate.takeOpens();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        CatalogSource source = new CatalogSource(plate, Optional.of(output), new HeaderThreads());
        InputCatalog catalog = InputCatalog.read(source, request, Optional.empty(), movie -> true);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        System.out.printf(
                "%s: %d movies, %.1f s (%.1f s of processor time), %,d files opened, %.0f MB held at the end%n",
                what, catalog.movies().size(), seconds, cpuSeconds, plate.takeOpens(), liveBytes() / MB);
        if (!catalog.failures().isEmpty()) {
            throw new IllegalStateException(catalog.failures().get(0).problem().toString());
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
