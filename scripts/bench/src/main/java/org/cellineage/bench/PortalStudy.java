package org.cellineage.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/**
 * A portal as a person has it in a browser: how long one waits, and how it looks. {@code scripts/bench/portal} starts it.
 */
public final class PortalStudy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Ends when the browser has painted what a script made, and returns milliseconds since it began. */
    private static final String TIMED = """
            const done = arguments[arguments.length - 1];
            const began = performance.now();
            const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
            """;

    private final ChromeDriver driver;
    private final String portal;
    private final PrintStream out;

    private PortalStudy(ChromeDriver driver, String portal, PrintStream out) {
        this.driver = driver;
        this.portal = portal;
        this.out = out;
    }

    /**
     * Runs a study.
     *
     * @param arguments {@code measure URL}, {@code play URL}, or {@code pictures URL FOLDER}
     */
    public static void main(String[] arguments) throws IOException {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("chromium", "/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1400,1150");
        ChromeDriver driver = new ChromeDriver(options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        try (PortalStudy study = new PortalStudy(driver, arguments[1], System.out)) {
            switch (arguments[0]) {
                case "measure" -> study.measure();
                case "play" -> {
                    study.open();
                    study.play();
                }
                default -> study.pictures(Path.of(arguments[2]));
            }
        }
    }

    /** Address of the first movie of the first plate. */
    private String movie() {
        driver.get(portal);
        driver.executeScript("localStorage.setItem('cellineage-author', 'study')");
        return portal + script("""
                return fetch('api/report').then(answer => answer.json())
                    .then(report => fetch('api/plates/' + report.plates[0].id)).then(answer => answer.json())
                    .then(plate => 'movie.html?movie=' + plate.movies.find(movie => movie.folder).folder);
                """);
    }

    private Object script(String script, Object... arguments) {
        return Objects.requireNonNull(((JavascriptExecutor) driver).executeScript(script, arguments));
    }

    private double timed(String script, Object... arguments) {
        return ((Number) Objects.requireNonNull(driver.executeAsyncScript(TIMED + script, arguments))).doubleValue();
    }

    private void waitFor(String script) {
        driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const isSo = new Function(arguments[0]);
                (function again() { isSo() ? done(true) : setTimeout(again, 20); })();
                """, script);
    }

    private void print(String what, double milliseconds, String more) {
        out.printf(Locale.ROOT, "%-40s %8.0f ms%s%n", what, milliseconds, more);
    }

    /** Opens the first movie and prints when its first picture was seen. */
    private void open() {
        String movie = movie();
        driver.get("about:blank");
        driver.get(movie);
        Object first = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                (function again() {
                  const stage = document.querySelector('.stage');
                  stage && stage.dataset.picture === 'shown' ? done(performance.now()) : requestAnimationFrame(again);
                })();
                """);
        print("first picture", ((Number) Objects.requireNonNull(first)).doubleValue(), "");
        waitFor("return window.Cellineage && Cellineage.editor");
    }

    private void measure() {
        open();
        long frames = ((Number) script("return Cellineage.page.movie.frames")).longValue();
        out.printf(Locale.ROOT, "%s tracks, %d frames%n", script("return Cellineage.page.tracks.size"), frames);
        frames("next frame, one after the other", 1, (int) Math.min(frames, 120));
        frames("a frame elsewhere", 37, 40);
        print("tree of all tracks", timed("""
                const { page } = Cellineage;
                page.state.treeChoice = 'all';
                page.tree.draw();
                painted();
                """), "");
        corrections();
        play();
    }

    private void play() {
        print("playing through all frames", timed("""
                const { page } = Cellineage;
                (async () => {
                  for (let frame = 0; frame < page.movie.frames; frame++) { await page.go(frame); }
                  painted();
                })();
                """), "");
    }

    private void frames(String what, int step, int count) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] =
                    timed("Cellineage.page.go((arguments[0]) % Cellineage.page.movie.frames).then(painted);", i * step);
        }
        Arrays.sort(times);
        String more = String.format(Locale.ROOT, ", 95 %% within %.0f ms", times[(int) (0.95 * (count - 1))]);
        print(what + " (median)", times[count / 2], more);
    }

    private void corrections() {
        print("a correction is saved and shown", timed("""
                const { page, editor } = Cellineage;
                page.go(1).then(() => {
                  const cell = [...page.frames.cells(1).values()].find(one => page.tracks.get(one.track).first === 0);
                  const change = { what: 'cut', from: { frame: 0, track: cell.track }, to: { frame: 1, track: cell.track } };
                  return editor.saving.save([change], editor.saving.version, 'bench');
                }).then(painted);
                """), "");
        print("it is in the tables", timed("Cellineage.editor.saving.apply().then(painted);"), "");
        print("it is undone", timed("Cellineage.editor.saving.undo().then(painted);"), "");
    }

    private void pictures(Path folder) throws IOException {
        Files.createDirectories(folder);
        driver.get(movie());
        waitFor(
                "return window.Cellineage && Cellineage.editor && document.querySelector('.stage').dataset.picture === 'shown'");
        driver.executeScript("""
                const { page } = Cellineage;
                const { queue, movie } = page;
                const isMiddle = (item) => Math.hypot(item.x - movie.width / 2, item.y - movie.height / 2) < movie.width / 3;
                const does = (item, what) => [item.proposal].flat().some(change => change && change.what === what);
                const first = (what) => queue.shown.findIndex(item => isMiddle(item) && does(item, what));
                page.state.treeChoice = 'all';
                queue.show(Math.max(0, ...['cut', 'swap'].map(first)));
                """);
        waitFor("return document.querySelectorAll('.review .crop').length >= 2");
        waitFor("return Cellineage.page.tree.svg !== undefined");
        shoot(folder.resolve("portal-review.png"));
        new Actions(driver).sendKeys(Keys.ESCAPE).perform();
        driver.executeScript(
                "Cellineage.page.zoom(2.5); const { page } = Cellineage;"
                        + " const cell = page.frames.cells(page.state.frame).get(page.state.track); page.player.centre(cell.x, cell.y)");
        new Actions(driver).sendKeys("b").perform();
        waitFor("return !document.getElementById('prompt').hidden");
        for (CharSequence key :
                List.of(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)) {
            new Actions(driver).sendKeys(key).sendKeys(" ").perform();
        }
        shoot(folder.resolve("portal-draw.png"));
        new Actions(driver).sendKeys(Keys.ESCAPE).perform();
    }

    /** The upper part of the page. */
    private void shoot(Path file) throws IOException {
        driver.executeScript("scrollTo(0, 0)");
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        out.println(file);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
