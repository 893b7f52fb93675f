package org.cellineage.train.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellineage.cell.BoundingBox;
import org.cellineage.cell.Cell;
import org.cellineage.image.LabelImage;
import org.cellineage.image.Plane;
import org.cellineage.train.CorrectedMovie;

/** The frames of a corrected movie in which people decided about outlines, as labelled images. */
final class CorrectedFrames {

    private CorrectedFrames() {}

    static List<LabelledImage> of(CorrectedMovie movie, CellKind kind) throws IOException {
        List<LabelledImage> images = new ArrayList<>();
        for (Map.Entry<Integer, List<BoundingBox>> frame : new TreeMap<>(movie.outlines()).entrySet()) {
            Plane plane = movie.images().read(frame.getKey());
            int[] labels = new int[plane.width() * plane.height()];
            int number = 0;
            for (CorrectedMovie.Seen seen : movie.frames().getOrDefault(frame.getKey(), List.of())) {
                Cell cell = seen.cell().cell();
                cell.mask().paint(labels, plane.width(), cell.box(), ++number);
            }
            images.add(LabelledImage.corrected(
                    movie.name() + "/" + frame.getKey(),
                    plane,
                    new LabelImage(plane.width(), plane.height(), labels),
                    kind,
                    frame.getValue()));
        }
        return images;
    }
}
