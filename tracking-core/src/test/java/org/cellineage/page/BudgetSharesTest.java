package org.cellineage.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetSharesTest {

    @Test
    void enoughIsEnough() {
        assertThat(BudgetShares.of(new long[] {5, 0, 100}, 105)).containsExactly(5, 0, 100);
    }

    @Test
    void largeMoviesShareWhatSmallOnesLeave() {
        assertThat(BudgetShares.of(new long[] {1000, 10, 500, 30}, 240)).containsExactly(100, 10, 100, 30);
    }

    @Test
    void withoutABudgetNobodyGetsAnything() {
        assertThat(BudgetShares.of(new long[] {3, 4}, 0)).containsExactly(0, 0);
        assertThat(BudgetShares.of(new long[] {3, 4}, -9)).containsExactly(0, 0);
        assertThat(BudgetShares.of(new long[0], 10)).isEmpty();
    }

    @Test
    void sharesAreFairWhateverTheOrder() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            long[] wanted = random.longs(1 + random.nextInt(12), 0, 1000).toArray();
            long budget = random.nextInt(6000);
            long[] shares = BudgetShares.of(wanted, budget);
            assertThat(Arrays.stream(shares).sum()).isLessThanOrEqualTo(budget);
            // Whoever gets less than wanted gets no less than anybody else.
            long most = Arrays.stream(shares).max().orElseThrow();
            for (int i = 0; i < wanted.length; i++) {
                assertThat(shares[i]).isLessThanOrEqualTo(wanted[i]);
                assertThat(shares[i] == wanted[i] || shares[i] >= most).isTrue();
            }
            // Nothing is left over that somebody wants, but for the rounding.
            long unmet = Arrays.stream(wanted).sum() - Arrays.stream(shares).sum();
            long left = budget - Arrays.stream(shares).sum();
            assertThat(unmet == 0 || left < wanted.length).isTrue();
            long[] reversed = reverse(BudgetShares.of(reverse(wanted), budget));
            assertThat(reversed).isEqualTo(shares);
        }
    }

    private static long[] reverse(long[] values) {
        long[] reversed = new long[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }
}
