package org.cellineage.evaluate;

import java.util.List;

/**
 * All scores of one movie.
 *
 * @param frames number of frames compared
 * @param segScore SEG; NaN without segmentation truth
 * @param segCells number of cells SEG is based on
 * @param aogm DET, TRA and LNK with the underlying operations
 * @param completeTracks CT
 * @param trackFractions TF
 * @param divisions divisions at a tolerance of 0, 1, 2 and 3 frames; their F1 is BC(0) to BC(3)
 * @param cellCycleAccuracy CCA
 * @param chota CHOTA
 * @param links correct, missed and wrong links
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
