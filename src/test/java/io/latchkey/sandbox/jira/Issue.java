package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An issue that is a customer's request. Changed by the {@link Tracker} alone, and guarded by it. */
final class Issue {

    private final String id;
    private final Person creator;
    private final Instant created;
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final List<Comment> comments = new ArrayList<>();
    private final List<History> histories = new ArrayList<>();
    private final List<Approval> approvals = new ArrayList<>();
    private final Map<String, JsonNode> properties = new LinkedHashMap<>();
    private final Set<String> hiddenFrom = new LinkedHashSet<>();
    private final Set<String> participants = new LinkedHashSet<>();
    private final List<IssueForm> forms = new ArrayList<>();
    private Person reporter;
    private RequestType type;
    private Project project = Project.ITH;
    private String key;
    private Status status;
    private Instant statusSince;
    private Instant updated;
    private @Nullable Instant resolved;

    Issue(String id, String key, RequestType type, Person creator, Person reporter, Instant created) {
        this.id = id;
        this.key = key;
        this.type = type;
        this.creator = creator;
        this.reporter = reporter;
        this.created = created;
        this.updated = created;
        this.status = type.first();
        this.statusSince = created;
    }

    String id() {
        return id;
    }

    String key() {
        return key;
    }

    RequestType type() {
        return type;
    }

    Project project() {
        return project;
    }

    Person creator() {
        return creator;
    }

    Person reporter() {
        return reporter;
    }

    void reportedBy(Person person) {
        reporter = person;
    }

    Instant created() {
        return created;
    }

    Instant updated() {
        return updated;
    }

    Status status() {
        return status;
    }

    Instant statusSince() {
        return statusSince;
    }

    Optional<Instant> resolved() {
        return Optional.ofNullable(resolved);
    }

    Map<String, JsonNode> fields() {
        return fields;
    }

    List<Comment> comments() {
        return comments;
    }

    List<History> histories() {
        return histories;
    }

    List<Approval> approvals() {
        return approvals;
    }

    List<IssueForm> forms() {
        return forms;
    }

    Map<String, JsonNode> properties() {
        return properties;
    }

    /** Account ids that issue security hides it from; {@code apps} hides it from every app. */
    Set<String> hiddenFrom() {
        return hiddenFrom;
    }

    /** With whom the request is shared, by account. */
    Set<String> participants() {
        return participants;
    }

    String summary() {
        JsonNode summary = fields.get("summary");
        return summary == null ? "" : summary.asText();
    }

    /** The approval that is asked for in the present status, when one is pending. */
    Optional<Approval> pendingApproval() {
        return approvals.stream()
                .filter(Approval::isPending)
                .filter(approval -> approval.step().status() == status)
                .reduce((older, newer) -> newer);
    }

    void touch(Instant at) {
        updated = at;
    }

    void enter(Status newStatus, Instant at) {
        status = newStatus;
        statusSince = at;
        resolved = newStatus.category() == Status.Category.DONE ? at : null;
    }

    void become(RequestType newType) {
        type = newType;
    }

    void moveTo(Project newProject, String newKey) {
        project = newProject;
        key = newKey;
    }
}
