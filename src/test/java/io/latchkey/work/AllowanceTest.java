package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void letsSomethingThrough() {
        assertThatCode(() -> Allowance.even(1, 1, MINUTE)).doesNotThrowAnyException();
        assertThatCode(() -> Allowance.even(1, Double.MIN_VALUE, MINUTE)).doesNotThrowAnyException();

        assertThatIllegalArgumentException().isThrownBy(() -> Allowance.even(0, 1, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Allowance.even(1, 0, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Allowance.even(1, 1.01, MINUTE));
    }

    @Test
    void permitsOurShareAndAtLeastOne() {
        assertThat(Allowance.even(600, 0.5, MINUTE).permitted(600)).isEqualTo(300);
        assertThat(Allowance.even(600, 0.5, MINUTE).permitted(1)).isEqualTo(1);
    }
}
