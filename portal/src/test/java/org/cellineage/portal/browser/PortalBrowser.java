package org.cellineage.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** A real browser without a window, which reaches this machine only: the Chromium of the distribution. */
final class PortalBrowser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ChromeDriver driver;

    private PortalBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts the browser. Where there is none, the test is skipped, or fails if the environment demands a browser. */
    static PortalBrowser open() {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = program("chromedriver");
        boolean there = chromium.isPresent() && chromedriver.isPresent();
        if (!there && System.getenv("CELLINEAGE_REQUIRE_BROWSER") != null) {
            fail("chromium and chromedriver are not on the PATH");
        }
        Assumptions.assumeTrue(there, "skipped: chromium and chromedriver are not on the PATH");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1400,1300",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new PortalBrowser(driver);
    }

    private static Optional<Path> program(String... names) {
        List<String> folders = Arrays.asList(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void goWithoutWaiting(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    /** Opens a page and waits until its message says something. */
    void go(String url, String message) {
        goWithoutWaiting(url);
        waitFor("return document.getElementById('message').textContent.includes(arguments[0])", message);
    }

    /** Opens a page and waits until its message is gone. */
    void go(String url) {
        goWithoutWaiting(url);
        waitFor("const m = document.getElementById('message'); return m === null || m.hidden");
    }

    /** Opens the page of a movie and waits until it can be edited and its picture is shown. */
    void goToMovie(String url) {
        go(url);
        waitFor("return window.Cellineage && Cellineage.editor"
                + " && document.querySelector('.stage').dataset.picture === 'shown'");
    }

    void waitFor(String script, Object... arguments) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(
                driver.executeScript("return !!(function () {" + script + "}).apply(null, arguments)", arguments))) {
            if (System.nanoTime() > end) {
                fail("in vain: " + script + " " + Arrays.toString(arguments) + "\n" + driver.getCurrentUrl() + "\n"
                        + log() + "\n" + text("body"));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits until the line about saving begins with a text. */
    void waitUntilSaid(String beginning) {
        waitFor("return document.getElementById('saving').textContent.startsWith(arguments[0])", beginning);
        waitFor("return !Cellineage.editor.saving.busy");
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    long number(String script, Object... arguments) {
        return ((Number) Objects.requireNonNull(script(script, arguments))).longValue();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void choose(String label, String option) {
        WebElement select = driver.findElement(By.xpath("//label[span='" + label + "']/select"));
        select.findElement(By.xpath("option[.='" + option + "']")).click();
    }

    /** Presses keys as a person does: where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses a key while another is held. */
    void pressWith(CharSequence held, CharSequence key) {
        new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
    }

    /** Clicks a place of the frame, in pixels of the movie, with a real mouse. */
    void clickAt(double y, double x) {
        move(y, x).click().perform();
    }

    /** Draws a stroke from one place of the frame to another. */
    void drag(double fromY, double fromX, double toY, double toX) {
        Actions stroke = move(fromY, fromX).clickAndHold();
        for (int i = 1; i <= 4; i++) {
            int[] at = offset(fromY + (toY - fromY) * i / 4, fromX + (toX - fromX) * i / 4);
            stroke.moveToElement(find(".sheet .outlines"), at[1], at[0]);
        }
        stroke.release().perform();
    }

    private Actions move(double y, double x) {
        int[] at = offset(y, x);
        return new Actions(driver).moveToElement(find(".sheet .outlines"), at[1], at[0]);
    }

    /** Offsets from the middle of the picture, as WebDriver counts them. */
    private int[] offset(double y, double x) {
        List<?> of = (List<?>) Objects.requireNonNull(script("""
                const box = document.querySelector('.sheet .outlines').getBoundingClientRect();
                const scale = box.width / Cellineage.page.movie.width;
                return [Math.round((arguments[0] + 0.5) * scale - box.height / 2),
                        Math.round((arguments[1] + 0.5) * scale - box.width / 2)];
                """, y, x));
        return of.stream().mapToInt(value -> ((Number) value).intValue()).toArray();
    }

    /** The track of the cell at a place of a frame, as the page has it; waits for the frame. */
    long trackAt(int frame, double y, double x) {
        waitFor(
                "const p = Cellineage.page; p.frames.load(arguments[0], arguments[0]);"
                        + " return p.frames.cells(arguments[0]).size > 0",
                frame);
        return number("""
                for (const cell of Cellineage.page.frames.cells(arguments[0]).values()) {
                  if (Math.hypot(cell.y - arguments[1], cell.x - arguments[2]) < 6) { return cell.track; }
                }
                return -1;
                """, frame, y, x);
    }

    /** Goes to a frame and waits until it is shown. */
    void frame(int frame) {
        script("Cellineage.page.go(arguments[0])", frame);
        waitFor("return document.querySelector('.sheet .outlines').getAttribute('aria-label').startsWith('Frame "
                + frame + ",')");
    }

    /** Selects the cell at a place of a frame with the mouse. */
    void select(int frame, double y, double x) {
        frame(frame);
        long track = trackAt(frame, y, x);
        clickAt(y, x);
        waitFor("return Cellineage.page.state.track === arguments[0]", track);
    }

    void screenshot(Path file) {
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the pages complained about: errors of scripts, what the policy refused, what is not there. */
    List<String> log() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() > Level.INFO.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Checks the page against the rules of WCAG 2.1, levels A and AA, as axe knows them. */
    void assertAccessible() {
        try (InputStream axe = PortalBrowser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object violations = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
                    .then(found => done(found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).slice(0, 3))),
                          problem => done([String(problem)]));
                """);
        assertThat((List<?>) violations).as(driver.getCurrentUrl()).isEmpty();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
