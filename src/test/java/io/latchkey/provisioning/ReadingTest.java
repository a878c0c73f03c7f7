package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingTest {

    /** A note is written once per reason and content, however often a request that is held is moved about. */
    @Test
    void asksForTheSameInAnyStatus() {
        Reading approved = reading("Nora", Requests.APPROVED);
        Reading waiting = reading("Nora", new Status("10009", "Waiting", StatusCategory.INDETERMINATE));

        assertThat(waiting.asked()).isEqualTo(approved.asked());
        assertThat(waiting.canonical()).isNotEqualTo(approved.canonical());
        assertThat(waiting.canonical().tree().at("/request/status").asText()).isEqualTo("10009");
        assertThat(reading("Dora", Requests.APPROVED).asked()).isNotEqualTo(approved.asked());
    }

    private static Reading reading(String name, Status status) {
        ServiceRequest request = Requests.with(status, Map.of("customfield_1", TextNode.valueOf(name)));
        return new Reading(
                Requests.NINE,
                Requests.version(JsonNodeFactory.instance.objectNode()),
                request,
                List.of(),
                Optional.of("app"),
                "customfield_2");
    }
}
