package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A comment on an issue; it may change, so it is guarded by the {@link Tracker}. */
final class Comment {

    /** Service Management's property that makes a comment an internal note (documented by its users, consistent). */
    static final String VISIBILITY = "sd.public.comment";

    private final String id;
    private final Issue issue;
    private final Person author;
    private final Instant created;
    private JsonNode body;
    private Instant updated;
    private Person updatedBy;
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();

    Comment(String id, Issue issue, Person author, Instant created, JsonNode body) {
        this.id = id;
        this.issue = issue;
        this.author = author;
        this.created = created;
        this.body = body;
        this.updated = created;
        this.updatedBy = author;
    }

    /** Writes it anew; who wrote it first stays its author. */
    void edit(Person by, Instant at, JsonNode newBody) {
        body = newBody;
        updated = at;
        updatedBy = by;
    }

    Instant updated() {
        return updated;
    }

    Person updatedBy() {
        return updatedBy;
    }

    String id() {
        return id;
    }

    Issue issue() {
        return issue;
    }

    Person author() {
        return author;
    }

    Instant created() {
        return created;
    }

    JsonNode body() {
        return body;
    }

    Map<String, JsonNode> properties() {
        return properties;
    }

    boolean isInternal() {
        JsonNode visibility = properties.get(VISIBILITY);
        return visibility != null && visibility.path("internal").asBoolean();
    }
}
