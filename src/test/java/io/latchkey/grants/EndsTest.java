package io.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndsTest {

    private static final Instant BEGIN = Instant.parse("2026-12-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"days\":14}|2026-12-15T10:00:00Z",
                "{\"hours\":4}|2026-12-01T14:00:00Z",
                "{\"days\":1,\"minutes\":30}|2026-12-02T10:30:00Z",
                "\"2026-12-24T18:00:00+01:00\"|2026-12-24T17:00:00Z"
            })
    void countsFromTheBeginningOrNamesATime(String ends, Instant end) throws IOException {
        assertThat(Ends.of(json(ends)).from(BEGIN)).isEqualTo(end);
    }

    /** A time without its offset is another time elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2026-12-24T18:00:00\"",
                "\"2026-12-24\"",
                "\"tomorrow\"",
                "{}",
                "{\"days\":0}",
                "{\"days\":-1}",
                "{\"days\":1.5}",
                "{\"days\":\"14\"}",
                "{\"days\":99999999999}",
                "{\"days\":100000}",
                "null",
                "14"
            })
    void refusesWhatIsNoEnd(String ends) throws IOException {
        JsonNode given = json(ends);

        assertThatThrownBy(() -> Ends.of(given))
                .isInstanceOfSatisfying(
                        GrantRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("grants.end-unreadable"));
    }

    private static JsonNode json(String text) throws IOException {
        return Mappers.builder().build().readTree(text);
    }

    @Test
    void anEmptyEndIsRefused() {
        assertThatThrownBy(() -> Ends.of(com.fasterxml.jackson.databind.node.MissingNode.getInstance()))
                .isInstanceOf(GrantRefused.class);
    }
}
