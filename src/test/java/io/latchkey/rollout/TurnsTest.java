package io.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(
            new RolloutProperties(List.of(), Duration.ofSeconds(2), Duration.ofSeconds(8), 2, 3, Duration.ofDays(7)));
    private final TenantId one = new TenantId(new UUID(0, 1));
    private final TenantId other = new TenantId(new UUID(0, 2));

    @Test
    void areFewOfEachTenantAndFewInAll() {
        assertThat(turns.take(one)).isTrue();
        assertThat(turns.take(one)).isTrue();
        assertThat(turns.take(one)).isFalse();
        assertThat(turns.take(other)).isTrue();
        assertThat(turns.take(new TenantId(new UUID(0, 3)))).isFalse();

        turns.giveBack(one);
        turns.giveBack(one);
        turns.giveBack(other);
        assertThat(turns.take(other)).isTrue();
    }

    /** Whoever has one waits when others may need the rest. */
    @Test
    void areLeftToThoseWhoHaveNone() {
        assertThat(turns.take(one)).isTrue();
        assertThat(turns.take(other)).isTrue();

        assertThat(turns.take(one)).isFalse();
        assertThat(turns.take(new TenantId(new UUID(0, 3)))).isTrue();
    }
}
