package org.cellineage.evaluate;

import java.util.List;

/**
 * All figures of one movie.
 *
 * @param frames frames compared
 * @param segScore SEG; NaN where no segmentation truth was given
 * @param segCells cells it was measured on
 * @param aogm DET, TRA and LNK with the operations behind them
 * @param completeTracks CT
 * @param trackFractions TF
 * @param divisions divisions at a tolerance of 0, 1, 2 and 3 frames; their F1 is BC(0) to BC(3)
 * @param cellCycleAccuracy CCA
 * @param chota CHOTA
 * @param links what became of the links
 */
public record Evaluation(
        int frames,
        double segScore,
        long segCells,
        Aogm aogm,
        CompleteTracks completeTracks,
        TrackFractions trackFractions,
        List<DivisionScore> divisions,
        CellCycleAccuracy cellCycleAccuracy,
        Chota chota,
        LinkScore links) {}
