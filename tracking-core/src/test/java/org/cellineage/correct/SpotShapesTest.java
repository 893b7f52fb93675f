package org.cellineage.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cellineage.cell.Cell;
import org.cellineage.cell.CellMeasurer;
import org.cellineage.format.spots.Spot;
import org.cellineage.format.spots.SpotGrid;
import org.cellineage.format.spots.SpotMovie;
import org.cellineage.format.spots.SpotMovieBuilder;
import org.cellineage.image.LabelImage;
import org.cellineage.track.TrackedCell;
import org.junit.jupiter.api.Test;

class SpotShapesTest {

    private static final int WIDTH = 30;

    private static void square(int[] labels, int y, int x, int side, int label) {
        for (int dy = 0; dy < side; dy++) {
            for (int dx = 0; dx < side; dx++) {
                labels[(y + dy) * WIDTH + x + dx] = label;
            }
        }
    }

    @Test
    void pointsAreTheCellsInWhichTheyLieAndTheOthersAreDrawn() {
        int[] labels = new int[WIDTH * 20];
        square(labels, 2, 2, 7, 1);
        // A ring, which does not contain its centre.
        square(labels, 4, 4, 3, 0);
        square(labels, 10, 20, 4, 2);
        List<TrackedCell> now = new ArrayList<>();
        for (Cell cell : CellMeasurer.measure(new LabelImage(WIDTH, 20, labels), List.of())) {
            now.add(new TrackedCell(0, cell.label(), cell, Double.NaN, Double.NaN));
        }
        SpotGrid grid = new SpotGrid(WIDTH, 20, Double.NaN);
        SpotMovieBuilder builder = new SpotMovieBuilder("here", grid);
        builder.add(new Spot(1, 0, 5.1, 5, 9, Spot.NO_OUTLINE, 11));
        builder.add(new Spot(2, 0, 10, 23, 9, Spot.NO_OUTLINE, 12));
        // A second point in the same cell, and one in no cell.
        builder.add(new Spot(3, 0, 13, 23, 0.1, Spot.NO_OUTLINE, 13));
        builder.add(new Spot(4, 0, 16, 5, 0.1, Spot.NO_OUTLINE, 14));
        // An outline is what it says, even inside a cell.
        builder.add(new Spot(5, 1, 11.5, 21.5, 1, new double[] {9.5, 19.5, 9.5, 23.5, 13.5, 23.5}, 12));
        SpotMovie movie = builder.build();
        int[] expected = new int[labels.length];
        for (int p = 0; p < labels.length; p++) {
            expected[p] = labels[p] == 0 ? 0 : labels[p] + 10;
        }
        expected[16 * WIDTH + 5] = 14;
        assertThat(new SpotShapes(movie, grid, now).labels(0).labels()).isEqualTo(expected);
        assertThat(new SpotShapes(movie, grid, now).labels(1).labels())
                .isEqualTo(movie.labels(1).labels());
    }
}
