package org.cellineage.portal.movie;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cellineage.correct.ReviewEdit;
import org.cellineage.correct.ReviewQueue;
import org.cellineage.correct.Reviewed;
import org.cellineage.jobs.page.PageJson;

/** The review queue as pages read it: each proposal can be posted as it is. */
final class QueueJson {

    private QueueJson() {}

    static ArrayNode of(List<ReviewQueue.Item> items) {
        ArrayNode list = PageJson.object().arrayNode();
        for (ReviewQueue.Item item : items) {
            Reviewed.Place cell = item.cell();
            ObjectNode node = PageJson.queueItem(
                    item.kind().name().toLowerCase(Locale.ROOT),
                    cell.track(),
                    cell.frame(),
                    cell.yPx(),
                    cell.xPx(),
                    item.suspicion(),
                    item.reason());
            if (!item.proposal().isEmpty()) {
                node.set("proposal", edits(item.proposal()));
                node.put(
                        "summary",
                        item.proposal().stream().map(ReviewEdit::summary).collect(Collectors.joining(", ")));
            }
            node.set("right", edits(item.right()));
            list.add(node);
        }
        return list;
    }

    private static ArrayNode edits(List<ReviewEdit> edits) {
        ArrayNode list = PageJson.object().arrayNode();
        for (ReviewEdit edit : edits) {
            ObjectNode node = list.addObject().put("what", edit.what().label());
            for (int i = 0; i < edit.cells().size(); i++) {
                Reviewed.Place cell = edit.cells().get(i);
                node.putObject(edit.what().roles().get(i))
                        .put("frame", cell.frame())
                        .put("track", cell.track());
            }
            switch (edit.what()) {
                case SWAP -> node.put("scope", "FROM_HERE");
                case MARK_BEGINNING -> node.put("subject", "BEGINNING");
                case MARK_END -> node.put("subject", "END");
                default -> {
                    // Its cells say all.
                }
            }
        }
        return list;
    }
}
