package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as Jira tells it, which Mia has raised at nine, and which tests vary. */
final class Requests {

    static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");
    static final Status APPROVED = new Status("10002", "Approved", StatusCategory.INDETERMINATE);

    private static final Person MIA = new Person("mia", "atlassian", true);

    private Requests() {}

    static ServiceRequest with(Map<String, JsonNode> fields) {
        return of(APPROVED, MIA, MIA, fields);
    }

    static ServiceRequest with(Status status, Map<String, JsonNode> fields) {
        return of(status, MIA, MIA, fields);
    }

    static ServiceRequest raisedBy(@Nullable Person reporter, @Nullable Person creator) {
        return of(APPROVED, reporter, creator, Map.of());
    }

    private static ServiceRequest of(
            Status status, @Nullable Person reporter, @Nullable Person creator, Map<String, JsonNode> fields) {
        return new ServiceRequest(
                "10042", "ITH-42", "10000", "1", "25", "10010", status, reporter, creator, null, NINE, NINE, fields);
    }
}
