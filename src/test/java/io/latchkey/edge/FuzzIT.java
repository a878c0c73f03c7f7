package io.latchkey.edge;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A bounded selection of fuzzed requests; {@code -Dfuzz.seed=N} sends one again. */
class FuzzIT {

    private static final long REQUESTS = 500;

    @Test
    void nothingThatIsSentBreaksTheEdge() {
        Long one = Long.getLong("fuzz.seed");
        FuzzedEdge.holds(one == null ? LongStream.range(0, REQUESTS) : LongStream.of(one));
    }
}
