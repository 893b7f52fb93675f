package org.cellineage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellineage.format.LocalStorage;
import org.cellineage.link.learned.LinkingModel;
import org.cellineage.model.ModelBundle;
import org.cellineage.model.ModelFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 'train linking': what it refuses, with which exit code, and a training of a few scenes. */
class TrainLinkingTest {

    @TempDir
    private static Path plates;

    @TempDir
    private Path temp;

    @BeforeAll
    static void simulate() {
        Job.spark("local[2]");
        Movies.plate(plates.resolve("one"), 1, 1);
        Movies.plate(plates.resolve("two"), 1, 2);
    }

    private static String data(String name) {
        return plates.resolve(name).toString();
    }

    /** With the fewest scenes that do, unless the test says how many. */
    private Job.Result train(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "train",
                "linking",
                "--threads",
                "1",
                "--output",
                temp.resolve("models/mine").toString()));
        all.addAll(Arrays.asList(more));
        Map<String, String> few = Map.of("--scenes", "4", "--batch", "2");
        few.forEach((option, value) -> {
            if (!all.contains(option)) {
                all.addAll(List.of(option, value));
            }
        });
        return Job.run(all.toArray(String[]::new));
    }

    private static void refused(Job.Result result, String... words) {
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        // The box breaks lines.
        String box = result.err().replaceAll("[\\s│|]+", " ");
        assertThat(box).contains(words).contains("fix ");
        assertThat(result.out()).doesNotContain("scenes/s");
    }

    @Test
    void aTrainingOfAFewScenesSaysWhatItReadAndWhatItTells() throws IOException {
        String[] line = {
            "--data", data("two") + "[0-6]=0.75", "--hold-out", data("one"), "--without", "appearance", "--name", "x"
        };
        Job.Result result = train(line);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("two \\S+/A01/1: 7 frames with \\d+ cells, share 0.375")
                .containsPattern("two \\S+/A01/2: 7 frames with \\d+ cells, share 0.375")
                .containsPattern("one \\S+/A01/1: 8 frames with \\d+ cells, held out")
                .containsPattern("links: 4 of 4 scenes .* scenes/s")
                .containsPattern("network: \\d+\\.\\d\\d % of held-out pairs .* after \\d scenes")
                .containsPattern("truth +different +same +parent-child +right")
                .containsPattern("\\n  different +\\d+ +\\d+ +\\d+ +\\d+\\.\\d\\d %")
                .containsPattern("\\n  same +\\d+ +\\d+ +\\d+ +\\d+\\.\\d\\d %")
                .containsPattern("\\n  parent-child +\\d+ +\\d+ +\\d+ +");
        Path bundle = temp.resolve("models/mine");
        LinkingModel model = LinkingModel.of(ModelBundle.of(ModelFiles.read(new LocalStorage(), bundle.toString())));
        assertThat(model.name()).isEqualTo("x 1");
        String card = Files.readString(bundle.resolve("model.json"));
        assertThat(card)
                .contains("two[0-6]=0.75 --hold-out ", "/one --scenes 4", "--without appearance", "--seed 1")
                .contains("neighbourhood", "held_out")
                .doesNotContain(plates.getParent().toString());
        assertThat(temp.resolve("models/mine.training/checkpoint.bin")).isRegularFile();

        // The same command again has nothing left to train.
        Job.Result again = train(line);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).doesNotContain("scenes/s").contains("network: ");
    }

    @Test
    void wrongArgumentsAreNamed() {
        refused(train("--data", data("one") + "=much"), "The share is not a number", "INPUT[0-8]");
        refused(train("--data", data("one") + "[5-2]"), "ends before it begins");
        refused(train("--data", data("one"), "--hold-out", data("two") + "=1"), "cannot have a share");
        refused(train("--data", data("one"), "--without", "colour"), "no branch colour", "appearance");
    }

    @Test
    void moviesThatAreNotThereOrTooShort() {
        refused(train("--data", data("nowhere")), "nowhere", "no such file or folder");
        refused(train("--data", data("one") + "@" + data("nowhere")), "nowhere");
        refused(train("--data", data("one") + "[3-3]"), "fewer than two frames");
    }

    @Test
    void numbersThatMakeNoSenseAreRefusedBeforeAnythingIsTrained() {
        for (String option : List.of("--scenes", "--batch", "--validate-every", "--patience")) {
            refused(train("--data", data("one"), option, "0"), "train linking", "scenes", "at least 1");
        }
        refused(train("--data", data("one"), "--learning-rate", "0"), "learning_rate");
        refused(train("--data", data("one"), "--minutes", "0"), "budget");
        assertThat(temp.resolve("models")).doesNotExist();
    }

    @Test
    void aWrongCommandLineEndsWith1AndTheHelpTeaches() {
        assertThat(Job.run("train", "linking").err()).contains("--data", "--output");
        assertThat(Job.run("train", "linking").code()).isEqualTo(1);
        assertThat(train("--data", data("one"), "--scenes", "many").code()).isEqualTo(1);
        Job.Result help = Job.run("train", "linking", "--help");
        assertThat(help.out())
                .contains("INPUT[@LABELS][[PART]][=SHARE]", "counted from 0", "--hold-out", "Example", "--without");
        assertThat(help.out().lines()).allMatch(text -> text.length() <= 110);
        assertThat(Job.run("train", "--help").out()).contains("linking", "segmentation");
    }
}
