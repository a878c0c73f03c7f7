package io.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    @Test
    void refusesKindsThatAreNotDotted() {
        for (String bad : List.of("", "request", "Request.admitted", "request.", ".admitted", "request admitted")) {
            assertThatThrownBy(() -> Entry.of(TENANT, bad, "r-1")).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesASubjectThatIsAnAddressAndDoesNotRepeatIt() {
        for (String bad : List.of("", "nora@acme.test", "Nora Newcomer", "x".repeat(201))) {
            assertThatThrownBy(() -> Entry.of(TENANT, "request.held", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("nora", "Nora");
        }
    }

    @Test
    void doesNotChangeWithTheFactsItWasGiven() {
        ObjectNode facts = JsonNodeFactory.instance.objectNode().put("reason", "first");
        Entry entry = Entry.of(TENANT, "request.held", "r-1").withFacts(facts);

        facts.put("reason", "second");
        entry.facts().put("reason", "third");

        assertThat(entry.facts().path("reason").asText()).isEqualTo("first");
    }

    @Test
    void refusesFactsThatAreTooLargeToReadInPages() {
        Body body = new Body(
                "request.held",
                "r-1",
                Instant.EPOCH,
                JsonNodeFactory.instance.objectNode().put("note", "x".repeat(256 * 1024)),
                Map.of());

        assertThatThrownBy(body::bytes).hasMessageContaining("at most 262144");
    }

    /** Recomputed by hand from the documented formula, with another implementation of it. */
    @Test
    void chainsAsDocumented() throws Exception {
        UUID event = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
        byte[] body = java.security.MessageDigest.getInstance("SHA-256").digest("{}".getBytes("UTF-8"));
        var digest = java.security.MessageDigest.getInstance("SHA-256");
        digest.update(new byte[32]);
        digest.update(java.util.HexFormat.of().parseHex("0000000000000001"));
        digest.update(java.util.HexFormat.of().parseHex("01890a5dac96774bbcceb302099a8057"));
        digest.update(body);

        assertThat(Chain.hash(Chain.genesis(), 1, event, body)).isEqualTo(digest.digest());
    }
}
