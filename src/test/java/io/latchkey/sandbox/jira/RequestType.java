package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be asked for in the portal of the service desk. */
enum RequestType {
    ONBOARD(
            "25",
            "Onboard a new employee",
            "An account and access for somebody who joins",
            "10010",
            "Access request",
            List.of(
                    "summary",
                    SiteFields.FIRST_NAME,
                    SiteFields.LAST_NAME,
                    SiteFields.WORK_EMAIL,
                    SiteFields.DEPARTMENT,
                    SiteFields.PERSONAL_EMAIL,
                    SiteFields.START_DATE,
                    SiteFields.COST_CENTRE,
                    SiteFields.APPROVERS,
                    SiteFields.SECOND_APPROVERS),
            Set.of("summary"),
            true),
    QUESTION(
            "26",
            "Ask a question",
            "Anything else",
            "10011",
            "Question",
            List.of("summary", "description"),
            Set.of("summary"),
            false);

    private final String id;
    private final String label;
    private final String description;
    private final String issueTypeId;
    private final String issueTypeName;
    private final List<String> fields;
    private final Set<String> required;
    private final boolean approved;

    RequestType(
            String id,
            String label,
            String description,
            String issueTypeId,
            String issueTypeName,
            List<String> fields,
            Set<String> required,
            boolean approved) {
        this.id = id;
        this.label = label;
        this.description = description;
        this.issueTypeId = issueTypeId;
        this.issueTypeName = issueTypeName;
        this.fields = fields;
        this.required = required;
        this.approved = approved;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    String issueTypeId() {
        return issueTypeId;
    }

    String issueTypeName() {
        return issueTypeName;
    }

    List<String> fields() {
        return fields;
    }

    boolean requires(String field) {
        return required.contains(field);
    }

    /** Where a new request starts: a question needs nobody's approval. */
    Status first() {
        return approved ? Status.WAITING_FOR_APPROVAL : Status.APPROVED;
    }

    static Optional<RequestType> find(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }
}
