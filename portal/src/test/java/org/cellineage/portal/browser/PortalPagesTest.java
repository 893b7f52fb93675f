package org.cellineage.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellineage.portal.browser.ConfusedPlate.DIVIDED;
import static org.cellineage.portal.browser.ConfusedPlate.HALF;
import static org.cellineage.portal.browser.ConfusedPlate.LEFT;
import static org.cellineage.portal.browser.ConfusedPlate.MOTHER;
import static org.cellineage.portal.browser.ConfusedPlate.RIGHT;
import static org.cellineage.portal.browser.ConfusedPlate.SWAPPED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.trk.TrkArchive;
import org.cellineage.portal.api.Portal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a person does with the portal in a real browser, on one plate and one server. */
class PortalPagesTest {

    @TempDir
    private static Path folder;

    private static TestPortal portal;
    private static PortalBrowser browser;

    @BeforeAll
    static void start() throws IOException {
        Path plate = folder.resolve("P1");
        ConfusedPlate.write(plate);
        portal = TestPortal.publish(plate, folder.resolve("tables"), folder.resolve("inbox"));
        browser = PortalBrowser.open();
        browser.go(portal.url("index.html"));
        browser.script("localStorage.setItem('cellineage-author', 'anna')");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (portal != null) {
            portal.close();
        }
    }

    /** Address of the page of the movie of a well; forgets what the browser complained about before. */
    private static String movie(String well) {
        browser.log();
        browser.go(portal.url("index.html"));
        return portal.url((String) browser.script("""
                return fetch('api/report').then(r => r.json())
                    .then(report => fetch('api/plates/' + report.plates.find(p => p.plate === 'P1').id)).then(r => r.json())
                    .then(plate => 'movie.html?movie=' + plate.movies.find(m => m.well === arguments[0]).folder);
                """, well));
    }

    @Test
    void aWellIsPickedByItsHeatAndItsMovieIsPlayed() {
        browser.log();
        browser.go(portal.url("index.html"));
        browser.assertAccessible();
        browser.find("main a").click();
        browser.waitFor("return document.querySelectorAll('.well img').length === 3");
        browser.choose("Heat map of", "cells");
        List<WebElement> wells = browser.findAll(".well .value");
        assertThat(wells).extracting(WebElement::getText).containsExactly("27", "6", "27");
        browser.assertAccessible();
        browser.find(".well[data-well=A01]").click();
        browser.find("#compared a").click();
        browser.waitFor("return window.Cellineage && Cellineage.editor");
        browser.waitFor("return document.querySelector('.stage').dataset.picture === 'shown'");
        browser.press(" ");
        browser.waitFor("return Cellineage.page.state.frame > 2");
        browser.press(" ");
        browser.choose("Lineages", "all");
        browser.find(".life[data-track='5'] .life-line").click();
        browser.waitFor("return Cellineage.page.state.track === 5");
        assertThat(browser.text("#selected")).startsWith("Track 5,");
        assertThat(browser.log()).isEmpty();
    }

    @Test
    void whatALinkerConfusedIsCorrectedAppliedAndUndone() throws IOException {
        String page = movie("A01");
        browser.goToMovie(page);
        browser.assertAccessible();

        // Two tracks that were exchanged, by keys and mouse.
        browser.select(SWAPPED, LEFT.y(), LEFT.x());
        browser.press("s");
        browser.waitFor("return !document.getElementById('prompt').hidden");
        browser.clickAt(RIGHT.y(), RIGHT.x());
        browser.waitUntilSaid("Saved: swap");
        assertThat(browser.trackAt(SWAPPED - 1, LEFT.y(), LEFT.x())).isEqualTo(1);
        assertThat(browser.trackAt(SWAPPED, LEFT.y(), LEFT.x())).isEqualTo(1);
        assertThat(browser.trackAt(5, RIGHT.y(), RIGHT.x())).isEqualTo(2);

        // A division that was missed, proposed by the queue and accepted with one key.
        reviewTheDivision();
        browser.assertAccessible();
        browser.press("y");
        browser.waitUntilSaid("Saved: track 3 (frame 2) divides");

        // The server is started again in the middle, and nothing is lost.
        portal.restart();
        browser.goToMovie(page);
        // The page before had asked in vain whether something is new.
        browser.log();
        assertThat(browser.text("#waiting")).startsWith("2 corrections are saved");
        assertThat(browser.trackAt(SWAPPED, LEFT.y(), LEFT.x())).isEqualTo(1);

        // An outline that misses half of its cell, with the keyboard alone.
        redrawHalfACell();

        browser.find("#history summary").click();
        browser.waitFor("return document.querySelectorAll('#history tbody tr').length === 3");
        browser.find("#apply").click();
        browser.waitUntilSaid("The corrections are in the tables.");
        assertThat(browser.find("#waiting").isDisplayed()).isFalse();
        browser.assertAccessible();
        assertTables();

        browser.pressWith(Keys.CONTROL, "z");
        browser.waitUntilSaid("Undone: ");
        assertThat(browser.text("#waiting")).startsWith("1 correction is saved");
        browser.find("#apply").click();
        browser.waitUntilSaid("The corrections are in the tables.");
        assertThat(halfArea()).isLessThan(120);
        browser.pressWith(Keys.CONTROL, "y");
        browser.waitUntilSaid("Done again: ");
        assertThat(browser.log()).isEmpty();
    }

    private static void reviewTheDivision() {
        browser.waitFor("return Cellineage.page.queue.items.some(item => item.proposal)");
        for (int i = 0; i < 20; i++) {
            browser.press("j");
            browser.waitFor("return Cellineage.editor.review.item !== null");
            if (browser.text("#question").contains("divides into")) {
                browser.waitFor("return document.querySelectorAll('.review .crop').length === 4");
                return;
            }
        }
        throw new AssertionError("the queue does not propose the division");
    }

    private static void redrawHalfACell() {
        browser.select(2, HALF.y() - 4, HALF.x());
        browser.press("b");
        browser.waitFor("return !document.getElementById('prompt').hidden");
        browser.drag(HALF.y() + 3, HALF.x() - 4, HALF.y() + 3, HALF.x() + 4);
        browser.press(Keys.ARROW_DOWN, " ", Keys.ENTER);
        browser.waitUntilSaid("Saved: redraw");
    }

    private static int halfArea() throws IOException {
        return portal.sql("select area_px from cells where well = 'A01' and track_id = 5 and frame = 2")
                .get(0)
                .getInt(0);
    }

    private static void assertTables() throws IOException {
        List<Row> swapped = portal.sql("select track_id, frame from cells where well = 'A01' and track_id <= 2"
                + " and (x_px < 46) = (track_id = 1) order by track_id, frame");
        assertThat(swapped).as("cells that are of the track on their side").hasSize(12);
        Row division = portal.sql("select mother_track_id, frame, y_px, corrected from divisions where well = 'A01'")
                .get(0);
        assertThat(division.getInt(0)).isEqualTo(3);
        assertThat(division.getInt(1)).isEqualTo(DIVIDED);
        assertThat(division.getBoolean(3)).isTrue();
        assertThat(portal.sql("select 1 from tracks where well = 'A01' and parent_track_id = 3"))
                .hasSize(2);
        assertThat(halfArea()).isGreaterThan(120);
        assertThat(portal.sql("select corrected from movies where well = 'A01'")
                        .get(0)
                        .getBoolean(0))
                .isTrue();
    }

    @Test
    void whatIsImpossibleIsSaidBesideTheCellAndEveryToolWorksWithTheKeyboard() throws IOException {
        browser.goToMovie(movie("A03"));
        browser.frame(0);
        browser.press("l");
        refused("Select a cell first");
        // Chosen with the arrows.
        browser.press("g");
        browser.press(Keys.ARROW_LEFT);
        browser.waitFor("return document.getElementById('prompt').textContent.startsWith('Track ')");
        browser.press(Keys.ENTER);
        browser.waitFor("return Cellineage.page.state.track !== null");
        browser.press("P");
        browser.press("c");
        refused("nothing is before it");

        // A cell cannot have two parents: the server says so.
        browser.select(0, MOTHER.y(), MOTHER.x());
        browser.press("l");
        browser.waitFor("return !document.getElementById('prompt').hidden");
        browser.clickAt(RIGHT.y(), RIGHT.x());
        browser.waitUntilSaid("Not saved.");
        refused("first.");
        browser.assertAccessible();

        browser.press("?");
        assertThat(browser.text("dialog[open]")).contains("Swap", "Merge", "undo");
        browser.assertAccessible();
        browser.press(Keys.ESCAPE);
        browser.waitFor("return document.querySelector('dialog[open]') === null");
    }

    /** Waits until the note in the picture says something. */
    private static void refused(String words) {
        browser.waitFor("return document.getElementById('refusal').textContent.includes(arguments[0])", words);
    }

    @Test
    void anOlderStateIsNotCorrected() throws IOException {
        browser.goToMovie(movie("A03"));
        browser.script("""
                const { source, page, editor } = Cellineage;
                const body = { version: editor.saving.version, author: 'ben', why: '',
                    change: { what: 'mark_right', cell: { frame: 1, track: 5 }, subject: 'CELL' } };
                editor.saving.pending++;
                return source.change(page.folder, 'edits', body).then(() => { editor.saving.pending--; });
                """);
        browser.select(1, HALF.y() - 4, HALF.x());
        browser.press("m");
        browser.waitUntilSaid("Not saved.");
        refused("Somebody else corrected this movie");
        browser.press("m");
        browser.waitUntilSaid("Saved: the cell of track 5");
        browser.pressWith(Keys.CONTROL, "z");
        browser.waitUntilSaid("Undone: ");
        browser.pressWith(Keys.CONTROL, "z");
        browser.waitUntilSaid("Undone: ");
    }

    @Test
    void aZipOfTwoMoviesIsUploadedProcessedAndDownloaded() throws IOException {
        Path zip = folder.resolve("Two.zip");
        Files.write(zip, zipOfTwoMovies());
        Path text = Files.writeString(folder.resolve("thesis.tif"), "this is no image");
        browser.go(portal.url("upload.html"));
        browser.assertAccessible();
        browser.find("#files").sendKeys(zip + "\n" + text);
        browser.waitFor("return document.querySelectorAll('.upload').length === 2");
        browser.waitFor("return [...document.querySelectorAll('.upload .problem')].length > 0");
        assertThat(browser.text(".upload[data-name='thesis.tif']")).contains("TIFF");
        browser.waitFor(
                "return [...document.querySelectorAll('.upload button')].some(b => b.textContent === 'Process')");
        assertThat(browser.text(".upload[data-name='Two.zip']")).contains("2 movies");
        browser.assertAccessible();
        browser.find(".upload[data-name='Two.zip'] button").click();
        browser.waitFor(
                "return document.querySelector(\".upload[data-name='Two.zip']\").textContent.includes('handed over')");
        browser.go(portal.url("jobs.html"));
        browser.waitFor("const s = document.querySelector('.state'); return s && s.dataset.state === 'done'");
        browser.assertAccessible();
        String uploaded = (String) browser.script("""
                return fetch('api/report').then(r => r.json())
                    .then(report => fetch('api/plates/' + report.plates.find(p => p.plate !== 'P1').id)).then(r => r.json())
                    .then(plate => plate.movies.length === 2 && plate.movies[0].folder);
                """);
        Path trk = folder.resolve("uploaded.trk");
        Files.write(trk, portal.download("api/plates/" + uploaded.replace("/", "/movies/") + "/download/trk"));
        try (TrkArchive archive = TrkArchive.open(new LocalStorage(), trk.toString())) {
            assertThat(archive.frames()).isEqualTo(2);
            assertThat(archive.lineages().get(0)).hasSize(4);
        }
    }

    @Test
    void aTokenIsAskedForAndWhoOnlyLooksHasNoTools() throws Exception {
        String page = movie("A03");
        String token = "0123456789abcdef";
        try (Portal guarded = portal.startReadOnly(token)) {
            page = page.replace(portal.url("/"), guarded.address().resolve("/").toString());
            browser.goWithoutWaiting(page);
            browser.waitFor("return location.pathname === '/login.html' && document.readyState === 'complete'");
            browser.assertAccessible();
            browser.find("#token").sendKeys("not the token" + Keys.ENTER);
            browser.waitFor("return location.search === '?failed=1' && !document.getElementById('failed').hidden");
            browser.find("#token").sendKeys(token + Keys.ENTER);
            browser.waitFor("return location.pathname !== '/login.html' && document.querySelector('main a') !== null");
            browser.go(page);
            browser.waitFor("return document.querySelector('.stage').dataset.picture === 'shown'");
            assertThat(browser.findAll(".tools, #apply, #prompt")).isEmpty();
            browser.go(guarded.address().resolve("/upload.html").toString(), "takes no uploads");
        }
    }

    private static byte[] zipOfTwoMovies() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("B01_s1.tif", "B02_s1.tif")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(ConfusedPlate.stack(name.hashCode() % 7 + 7));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
