package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            false),
    ONBOARD_CUSTOMER(
            "27",
            "Onboard a customer user",
            "An account for somebody at a customer",
            Set.of(SiteFields.WORK_EMAIL),
            SiteFields.FIRST_NAME,
            SiteFields.LAST_NAME,
            SiteFields.WORK_EMAIL,
            SiteFields.COMPANY,
            SiteFields.APPLICATIONS,
            SiteFields.UNTIL),
    ACCESS(
            "28",
            "Access to an application or group for a time",
            "Access that ends by itself",
            Set.of(SiteFields.UNTIL, SiteFields.REASON),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.APPLICATION,
            SiteFields.GROUP,
            SiteFields.START_DATE,
            SiteFields.UNTIL,
            SiteFields.REASON),
    EXTEND_ACCESS(
            "29",
            "Extend access",
            "Access that ends later than it would",
            Set.of(SiteFields.UNTIL, SiteFields.REASON),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.APPLICATION,
            SiteFields.GROUP,
            SiteFields.UNTIL,
            SiteFields.EARLIER_REQUEST,
            SiteFields.REASON),
    CHANGE_ROLE(
            "30",
            "Change role",
            "The access of another role instead of the present one",
            Set.of(SiteFields.NEW_ROLE),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.PRESENT_ROLE,
            SiteFields.NEW_ROLE,
            SiteFields.START_DATE),
    RESET_MY_PASSWORD("31", "Reset my password", "A new password for yourself", Set.of(), SiteFields.REASON),
    RESET_PASSWORD(
            "32",
            "Reset somebody's password",
            "A new password for a colleague",
            Set.of(SiteFields.REASON),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.REASON),
    UNLOCK(
            "33",
            "Unlock an account",
            "After too many wrong passwords",
            Set.of(),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.REASON),
    LOST_PHONE(
            "34",
            "Lost phone",
            "A second factor that is gone",
            Set.of(SiteFields.LOST_FACTORS),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.LOST_FACTORS,
            SiteFields.REASON),
    OFFBOARD(
            "35",
            "Offboard an employee",
            "Somebody leaves, now or at a date",
            Set.of(),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.LAST_DAY,
            SiteFields.HAND_OVER_TO,
            SiteFields.REASON),
    CREATE_GROUP(
            "36",
            "Create a group",
            "A group that somebody answers for",
            Set.of(SiteFields.GROUP_NAME, SiteFields.OWNER),
            SiteFields.GROUP_NAME,
            SiteFields.OWNER,
            SiteFields.MEMBERS,
            SiteFields.REASON),
    BREAK_GLASS(
            "37",
            "Break-glass access",
            "Access in an emergency: short, and reviewed afterwards",
            Set.of(SiteFields.INCIDENT, SiteFields.REASON),
            SiteFields.ACCOUNT,
            SiteFields.OKTA_LOGIN,
            SiteFields.APPLICATION,
            SiteFields.GROUP,
            SiteFields.HOURS,
            SiteFields.INCIDENT,
            SiteFields.REASON);

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

    /** A form of the issue type "Access request", with a summary before its fields and the approvers behind them. */
    RequestType(String id, String label, String description, Set<String> alsoRequired, String... fields) {
        this(
                id,
                label,
                description,
                "10010",
                "Access request",
                Stream.of(
                                Stream.of("summary"),
                                Stream.of(fields),
                                Stream.of(SiteFields.APPROVERS, SiteFields.SECOND_APPROVERS))
                        .flatMap(Function.identity())
                        .toList(),
                Stream.concat(Stream.of("summary"), alsoRequired.stream()).collect(Collectors.toUnmodifiableSet()),
                true);
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

    /** Whether somebody has to approve it. */
    boolean isApproved() {
        return approved;
    }

    /** Where a new request starts: a question needs nobody's approval. */
    Status first() {
        return approved ? Status.WAITING_FOR_APPROVAL : Status.APPROVED;
    }

    static RequestType named(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no request type is called " + label));
    }

    static Optional<RequestType> find(String id) {
        return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
    }
}
