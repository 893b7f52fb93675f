package org.cellineage.jobs.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows the progress of a stage: on a terminal as a line that is updated, elsewhere as a plain line from time to time.
 *
 * <p>Polls a counter from its own thread; prints the last state when it is closed.
 */
public final class ProgressReporter implements AutoCloseable {

    private static final long TERMINAL_MILLIS = 500;
    private static final long LOG_MILLIS = 10_000;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final Count count;
    private final long startNanos = System.nanoTime();
    private final ScheduledExecutorService ticker;
    private boolean ended;

    /** What is counted, the total, and text to print after the count. */
    private record Count(String stage, String unit, long total, LongSupplier done, Supplier<String> alongside) {}

    private ProgressReporter(PrintStream out, boolean terminal, Count count) {
        ProgressListener.current().stage(count.stage(), count.unit(), count.total(), count.done());
        this.out = out;
        this.terminal = terminal;
        this.count = count;
        this.ticker = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, "progress");
            thread.setDaemon(true);
            return thread;
        });
        long every = terminal ? TERMINAL_MILLIS : LOG_MILLIS;
        var unused = ticker.scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
    }

    /** Starts to report on standard error, in terminal form if it is a terminal. */
    public static ProgressReporter start(String stage, String unit, long total, LongSupplier done) {
        return start(stage, unit, total, done, () -> "");
    }

    /**
     * As {@link #start(String, String, long, LongSupplier)}.
     *
     * @param alongside text to print after the count, empty for none
     */
    public static ProgressReporter start(
            String stage, String unit, long total, LongSupplier done, Supplier<String> alongside) {
        String term = System.getenv("TERM");
        boolean terminal =
                System.console() != null && term != null && !term.equals("dumb") && System.getenv("CI") == null;
        return new ProgressReporter(System.err, terminal, new Count(stage, unit, total, done, alongside));
    }

    /** Starts to report on a stream. */
    public static ProgressReporter start(
            PrintStream out, boolean terminal, String stage, String unit, long total, LongSupplier done) {
        return new ProgressReporter(out, terminal, new Count(stage, unit, total, done, () -> ""));
    }

    private synchronized void tick() {
        if (ended) {
            return;
        }
        if (terminal) {
            out.print(ERASE_LINE + line(false));
            out.flush();
        } else {
            out.println(line(false));
        }
    }

    private String line(boolean last) {
        long total = count.total();
        long reached = Math.min(count.done().getAsLong(), total);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double rate = seconds > 0 ? reached / seconds : 0;
        String words = count.alongside().get();
        String line = String.format(
                Locale.ROOT,
                "%-8s %,d of %,d %s%s, %.1f %s/s",
                count.stage(),
                last ? total : reached,
                total,
                count.unit(),
                words.isEmpty() ? "" : ", " + words,
                last && seconds > 0 ? total / seconds : rate,
                count.unit());
        if (last) {
            return line + String.format(Locale.ROOT, ", %.1f s", seconds);
        }
        return reached > 0 ? line + ", " + left((total - reached) / rate) + " left" : line;
    }

    private static String left(double seconds) {
        Duration d = Duration.ofSeconds((long) seconds);
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min", d.toHours(), d.toMinutesPart())
                : String.format(Locale.ROOT, "%d min %02d s", d.toMinutes(), d.toSecondsPart());
    }

    /** Prints the last line of a completed stage. For a failed one, use {@link #close}. */
    public synchronized void finished() {
        stop();
        out.println((terminal ? ERASE_LINE : "") + line(true));
    }

    @Override
    public synchronized void close() {
        if (!ended && terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
        stop();
    }

    /** An update in progress is completed before this returns; none follows. */
    private void stop() {
        ended = true;
        ticker.shutdownNow();
    }
}
