package org.cellineage.portal.movie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellineage.correct.CellRef;
import org.cellineage.correct.CorrectedLineage;
import org.cellineage.correct.CorrectionCodec;
import org.cellineage.correct.Edit;
import org.cellineage.jobs.correct.PublishedRows;
import org.cellineage.jobs.page.PageJson;
import org.cellineage.portal.http.HttpRefusal;
import org.cellineage.problem.BadInputException;
import org.cellineage.problem.Problem;
import org.cellineage.track.TrackedCell;

/**
 * What a page asks to be corrected.
 *
 * @param version the version that the person saw
 * @param author who decides
 * @param why the reason; may be empty
 * @param changes what is decided, all or none of it; empty for requests that have none
 */
public record EditRequest(String version, String author, String why, List<ObjectNode> changes) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_CHANGES = 20;
    private static final int MOST_SEEDS = 100;
    private static final String REQUEST = "the correction";

    public EditRequest {
        changes = List.copyOf(changes);
    }

    /** Reads a request. */
    public static EditRequest of(ObjectNode body) {
        String author = body.path("author").asText().strip();
        String why = body.path("why").asText().strip();
        if (author.isEmpty() || !isPlain(author, LONGEST_NAME)) {
            throw refused(
                    "Nobody is named who decides, or the name is no name.",
                    "Enter a name of at most " + LONGEST_NAME + " characters.");
        }
        if (!isPlain(why, LONGEST_REASON)) {
            throw refused("The reason is too long.", "Enter at most " + LONGEST_REASON + " characters, in one line.");
        }
        List<ObjectNode> changes = new ArrayList<>();
        body.path("changes").forEach(change -> changes.add(object(change)));
        if (body.has("change")) {
            changes.add(object(body.path("change")));
        }
        if (changes.size() > MOST_CHANGES) {
            throw refused("These are too many corrections at once.", "Make at most " + MOST_CHANGES + " at once.");
        }
        return new EditRequest(body.path("version").asText(), author, why, changes);
    }

    private static boolean isPlain(String text, int longest) {
        return text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw HttpRefusal.badRequest(REQUEST, "A change is no JSON object.");
    }

    private static HttpRefusal refused(String cause, String remedy) {
        return new HttpRefusal(422, new Problem(REQUEST, cause, remedy));
    }

    /**
     * The edits, with cells that are named by frame and track found in the lineage that the person saw.
     *
     * @throws HttpRefusal if one makes no sense
     */
    List<Edit> edits(PublishedRows.Movie movie, CorrectedLineage seen) {
        if (changes.isEmpty()) {
            throw HttpRefusal.badRequest(REQUEST, "There is no change.");
        }
        List<Edit> edits = new ArrayList<>();
        for (ObjectNode change : changes) {
            requireSane(change, movie);
            ObjectNode whole = change.deepCopy();
            complete(whole, seen);
            edits.add(parse(whole, movie));
        }
        return edits;
    }

    private Edit parse(ObjectNode change, PublishedRows.Movie movie) {
        ObjectNode line = PageJson.object().put("version", CorrectionCodec.VERSION);
        line.putObject("movie")
                .put("plate", movie.info().key().plate())
                .put("well", movie.info().key().well())
                .put("site", movie.info().key().site());
        line.put("author", author).put("at", Instant.EPOCH.toString());
        line.put("why", why).put("run_id", movie.trackedBy());
        line.set("change", change);
        try {
            if (CorrectionCodec.parse(PageJson.text(line), REQUEST).change() instanceof Edit edit) {
                return edit;
            }
        } catch (BadInputException e) {
            throw HttpRefusal.badRequest(REQUEST, e.problem().cause());
        }
        throw HttpRefusal.badRequest(REQUEST, "It is not one that a page makes.");
    }

    /** Bounds everything that memory is needed for. */
    private static void requireSane(JsonNode node, PublishedRows.Movie movie) {
        int height = movie.info().height();
        int width = movie.info().width();
        if (node.has("box")) {
            JsonNode box = node.path("box");
            int minY = box.path("min_y").asInt(-1);
            int minX = box.path("min_x").asInt(-1);
            int maxY = box.path("max_y").asInt(-1);
            int maxX = box.path("max_x").asInt(-1);
            if (minY < 0 || minX < 0 || maxY > height || maxX > width || minY >= maxY || minX >= maxX) {
                throw refused("A cell lies outside the frame.", "Draw within the frame.");
            }
            requireMask(node.path("mask").asText(), (maxY - minY) * (long) (maxX - minX));
        }
        if (node.has("frame")
                && (node.path("frame").asInt(-1) < 0
                        || node.path("frame").asInt() >= movie.info().frameCount())) {
            throw refused("There is no such frame.", "Choose a frame of the movie.");
        }
        if (node.path("seeds").size() > MOST_SEEDS) {
            throw refused("These are too many seeds.", "Set at most " + MOST_SEEDS + ".");
        }
        for (JsonNode part : node) {
            if (part.isObject()) {
                requireSane(part, movie);
            }
        }
    }

    /** The runs must not be longer than the box. */
    private static void requireMask(String base64, long pixels) {
        try {
            byte[] runs = Base64.getDecoder().decode(base64);
            long total = 0;
            long run = 0;
            int shift = 0;
            for (byte part : runs) {
                run |= (long) (part & 0x7f) << shift;
                shift += 7;
                if (part >= 0) {
                    total += run;
                    run = 0;
                    shift = 0;
                }
                if (shift > 28 || total > pixels) {
                    throw refused("The pixels of a cell do not fit into its box.", "Draw it again.");
                }
            }
            if (shift != 0) {
                throw refused("The pixels of a cell are cut off.", "Draw it again.");
            }
        } catch (IllegalArgumentException e) {
            throw refused("The pixels of a cell cannot be read.", "Draw it again.");
        }
    }

    private static final Set<String> SHORT = Set.of("frame", "track");

    private static void complete(ObjectNode node, CorrectedLineage seen) {
        Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getValue() instanceof ObjectNode part) {
                if (part.size() == SHORT.size() && SHORT.stream().allMatch(part::has)) {
                    field.setValue(json(ref(
                            seen, part.path("frame").asInt(), part.path("track").asInt())));
                } else {
                    complete(part, seen);
                }
            }
        }
    }

    /** A cell that a person sees. */
    static CellRef ref(CorrectedLineage seen, int frame, int track) {
        for (CorrectedLineage.CorrectedCell row : seen.cells()) {
            TrackedCell cell = row.cell();
            if (cell.frame() == frame && cell.trackId() == track) {
                return CellRef.of(frame, track, cell.cell());
            }
        }
        throw refused("Track " + track + " has no cell in frame " + frame + ".", "Choose a cell that is there.");
    }

    static ObjectNode json(CellRef ref) {
        ObjectNode node = PageJson.object().put("frame", ref.frame()).put("track", ref.track());
        node.put("y_px", ref.yPx()).put("x_px", ref.xPx());
        node.putObject("box")
                .put("min_y", ref.box().minY())
                .put("min_x", ref.box().minX())
                .put("max_y", ref.box().maxY())
                .put("max_x", ref.box().maxX());
        return node.put("mask", Base64.getEncoder().encodeToString(ref.mask().toBytes()));
    }
}
