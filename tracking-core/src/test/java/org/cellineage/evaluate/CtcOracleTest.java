package org.cellineage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cellineage.format.LocalStorage;
import org.cellineage.format.labels.LabelCatalog;
import org.cellineage.format.labels.LabelSet;
import org.cellineage.testing.SharedData;
import org.junit.jupiter.api.Test;

/** The Cell Tracking Challenge's own test data, with what its own programs say of them. */
class CtcOracleTest {

    private static final double SIX_DIGITS = 5e-7;

    @Test
    void segIsTheOfficialOne() throws IOException {
        Path data = SharedData.require("ctc-evaluation");
        try (StoredLabels truth = labels(data.resolve("01_GT/SEG"));
                StoredLabels result = labels(data.resolve("01_RES"))) {
            MaskScore score = Evaluator.segmentation(truth, result, "01_RES", FrameImages.NONE);
            assertThat(score.seg()).isCloseTo(0.232874, within(SIX_DIGITS));
        }
    }

    @Test
    void segOfEveryFrameIsTheOfficialOne() throws IOException {
        Path data = SharedData.require("ctc-evaluation");
        TreeMap<Integer, List<Double>> logged = loggedJaccards(data.resolve("01_RES/SEG_log.txt"));
        try (StoredLabels truth = labels(data.resolve("01_GT/SEG"));
                StoredLabels result = labels(data.resolve("01_RES"))) {
            assertThat(truth.frames()).isEqualTo(logged.keySet()).isNotEmpty();
            for (int frame : truth.frames()) {
                SegScore seg = new SegScore();
                seg.add(truth.read(frame), result.read(frame));
                List<Double> jaccards = logged.get(frame);
                double mean = jaccards.stream().mapToDouble(j -> j).average().orElseThrow();
                assertThat(seg.cells()).as("cells of frame %d", frame).isEqualTo(jaccards.size());
                assertThat(seg.score()).as("frame %d", frame).isCloseTo(mean, within(SIX_DIGITS));
            }
        }
    }

    private static TreeMap<Integer, List<Double>> loggedJaccards(Path log) throws IOException {
        TreeMap<Integer, List<Double>> frames = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith("-")) {
                String frame = line.substring(line.indexOf("T=") + 2, line.indexOf(" Z="));
                frames.put(Integer.parseInt(frame), new ArrayList<>());
            } else if (line.startsWith("GT_label")) {
                frames.lastEntry().getValue().add(Double.parseDouble(line.substring(line.indexOf("J=") + 2)));
            }
        }
        return frames;
    }

    @Test
    void detTraAndEveryOperationAreTheOfficialOnes() throws IOException {
        Path data = SharedData.require("ctc-evaluation");
        LabelSet truthSet = set(data.resolve("03_GT/TRA"));
        LabelSet resultSet = set(data.resolve("03_RES"));
        LocalStorage storage = new LocalStorage();
        try (StoredLabels truth = new StoredLabels(storage, truthSet);
                StoredLabels result = new StoredLabels(storage, resultSet)) {
            Evaluation evaluation = Evaluator.evaluate(
                    new Evaluator.Side("truth", truth, LabelCatalog.lineage(storage, truthSet)),
                    new Evaluator.Side("result", result, LabelCatalog.lineage(storage, resultSet)),
                    Optional.empty());
            Aogm aogm = evaluation.aogm();
            assertThat(aogm.det()).isCloseTo(0.688000, within(SIX_DIGITS));
            assertThat(aogm.tra()).isCloseTo(0.622980, within(SIX_DIGITS));
            assertThat(operations(aogm))
                    .containsExactlyInAnyOrderElementsOf(logged(data.resolve("03_RES/TRA_log.txt")));
        }
    }

    private static List<String> operations(Aogm aogm) {
        List<String> lines = new ArrayList<>();
        aogm.splits().forEach(v -> lines.add("Splitting T=" + v.frame() + " Label=" + v.label()));
        aogm.missedVertices().forEach(v -> lines.add("False Negative T=" + v.frame() + " GT_label=" + v.label()));
        aogm.spuriousVertices().forEach(v -> lines.add("False Positive T=" + v.frame() + " Label=" + v.label()));
        aogm.redundantEdges().forEach(l -> lines.add("Redundant " + line(l, "Label")));
        aogm.missingEdges().forEach(l -> lines.add("Edges To Be Added " + line(l, "GT_label")));
        aogm.wrongSemantics().forEach(l -> lines.add("Edges with Wrong " + line(l, "Label")));
        return lines;
    }

    private static String line(Aogm.Link link, String label) {
        return "[T=" + link.from().frame() + " " + label + "=" + link.from().label() + "] -> [T="
                + link.to().frame() + " " + label + "=" + link.to().label() + "]";
    }

    private static List<String> logged(Path log) throws IOException {
        List<String> lines = new ArrayList<>();
        String kind = "";
        for (String line : Files.readAllLines(log)) {
            if (line.startsWith("-")) {
                String title = line.replace("-", "");
                kind = List.of(
                                "Splitting",
                                "False Negative",
                                "False Positive",
                                "Redundant",
                                "Edges To Be Added",
                                "Edges with Wrong")
                        .stream()
                        .filter(title::startsWith)
                        .findFirst()
                        .orElseThrow();
            } else if (!line.startsWith("=") && !line.startsWith("TRA")) {
                lines.add(kind + " " + line.trim());
            }
        }
        return lines;
    }

    private static LabelSet set(Path folder) throws IOException {
        return LabelCatalog.read(new LocalStorage(), folder.toString())
                .sets()
                .values()
                .iterator()
                .next();
    }

    private static StoredLabels labels(Path folder) throws IOException {
        return new StoredLabels(new LocalStorage(), set(folder));
    }
}
