package io.latchkey.edge;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many fuzzed requests; {@code -Dfuzz.requests=N} sends fewer or more. */
class EdgeFaults {

    private static final long REQUESTS = 50_000;
    private static final long BEHIND_THE_ORDINARY_ONES = 1_000_000;

    @Test
    void nothingThatIsSentBreaksTheEdge() {
        FuzzedEdge.holds(LongStream.range(0, Long.getLong("fuzz.requests", REQUESTS))
                .map(seed -> seed + BEHIND_THE_ORDINARY_ONES));
    }
}
