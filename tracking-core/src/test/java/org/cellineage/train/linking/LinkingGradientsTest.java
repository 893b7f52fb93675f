package org.cellineage.train.linking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellineage.train.LossGradients;
import org.junit.jupiter.api.Test;

/** The gradient that training steps along, of every variable of the linking network. */
class LinkingGradientsTest {

    @Test
    void ofTheLinkingNetwork() {
        SceneSampler sampler = new SceneSampler(
                List.of(new SceneSampler.Shared(TrueMovies.simulated("a", 12, 1), 1)),
                TrueMovies.finder(),
                TrueMovies.GAP_FRAMES,
                8);
        LinkValidation none = new LinkValidation(List.of(), TrueMovies.finder(), TrueMovies.GAP_FRAMES, Set.of(), 1);
        LinkingTask task = new LinkingTask(sampler, none, Set.of(LinkNetwork.Branch.values()), 1, Optional.empty());
        try (LossGradients place = new LossGradients(task)) {
            assertThat(place.variables()).contains("close_0.filter", "memory.filter", "division_c.bias");
            assertThat(place.loss()).isCloseTo(place.lossInDouble(), withinPercentage(0.001));
            assertThat(place.wrong()).isEmpty();
        }
    }
}
