package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** A real browser without a window and without a network: the Chromium of the distribution. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts the browser. Where there is none, the test is skipped, or fails if the environment demands a browser. */
    static Browser open() {
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
                "--host-resolver-rules=MAP * ~NOTFOUND");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String... names) {
        List<String> folders = Arrays.asList(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a file with an optional query and fragment, and waits until the page is there. */
    void openFile(Path file, String query) {
        driver.get("about:blank");
        driver.get(file.toUri() + query);
        waitFor("const m = document.getElementById('message'); return m === null || m.hidden");
    }

    /** Waits until a script returns a value that is true. */
    void waitFor(String script) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(driver.executeScript("return !!(function () {" + script + "})()"))) {
            if (System.nanoTime() > end) {
                fail("in vain: " + script + "\n" + driver.getCurrentUrl() + "\n" + log() + "\n" + text("body"));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
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

    /** Chooses an option of the choice with a label. */
    void choose(String label, String option) {
        WebElement select = driver.findElement(By.xpath("//label[span='" + label + "']/select"));
        select.findElement(By.xpath("option[.='" + option + "']")).click();
    }

    /** What a person sees of an element. */
    BufferedImage screenshot(String selector) {
        try {
            return ImageIO.read(new ByteArrayInputStream(find(selector).getScreenshotAs(OutputType.BYTES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void press(CharSequence key) {
        find("body").sendKeys(key);
    }

    /** What the page complained about: errors of scripts, what the security policy refused, files that are not there. */
    List<String> log() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Violations of the rules of accessibility of WCAG 2.1, levels A and AA, as axe finds them. */
    List<?> accessibilityViolations() {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            String source = new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8);
            driver.executeScript(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
                    .then(found => done(found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).slice(0, 3))),
                          problem => done([String(problem)]));
                """);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
