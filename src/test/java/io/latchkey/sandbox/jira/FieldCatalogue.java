package io.latchkey.sandbox.jira;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields that every site starts with. */
final class FieldCatalogue {

    private static final String TYPES = FieldDefinition.TYPES;

    private static final String[] ROLES = {"Engineer", "Sales representative", "Accountant"};

    static final List<FieldDefinition> ALL = List.of(
            system("summary", "Summary", "string"),
            system("description", "Description", "string"),
            system("status", "Status", "status"),
            system("issuetype", "Issue Type", "issuetype"),
            system("project", "Project", "project"),
            system("reporter", "Reporter", "user"),
            system("creator", "Creator", "user"),
            system("assignee", "Assignee", "user"),
            system("resolution", "Resolution", "resolution"),
            system("created", "Created", "datetime"),
            system("updated", "Updated", "datetime"),
            system("statuscategorychangedate", "Status Category Changed", "datetime"),
            new FieldDefinition("comment", "Comment", "comments-page", null, null, List.of()),
            custom(
                    SiteFields.REQUEST_TYPE,
                    "Request Type",
                    "sd-customerrequesttype",
                    null,
                    "com.atlassian.servicedesk:vp-origin"),
            custom(
                    SiteFields.APPROVALS,
                    "Approvals",
                    "sd-approvals",
                    null,
                    "com.atlassian.servicedesk.approvals-plugin:sd-approvals"),
            custom(SiteFields.APPROVERS, "Approvers", "array", "user", TYPES + "multiuserpicker"),
            custom(SiteFields.SECOND_APPROVERS, "Second approvers", "array", "user", TYPES + "multiuserpicker"),
            custom(SiteFields.APPROVER_GROUPS, "Approver groups", "array", "group", TYPES + "multigrouppicker"),
            // All text fields share one schema.custom, so a field cannot be found by it (seen in field dumps).
            custom(SiteFields.FIRST_NAME, "First name", "string", null, TYPES + "textfield"),
            custom(SiteFields.LAST_NAME, "Last name", "string", null, TYPES + "textfield"),
            custom(SiteFields.WORK_EMAIL, "Work e-mail", "string", null, TYPES + "textfield"),
            new FieldDefinition(
                    SiteFields.DEPARTMENT,
                    "Department",
                    "option",
                    null,
                    TYPES + "select",
                    List.of(
                            new FieldDefinition.Option("10020", "Engineering"),
                            new FieldDefinition.Option("10021", "Finance"),
                            new FieldDefinition.Option("10022", "Sales"))),
            custom(SiteFields.PERSONAL_EMAIL, "Personal e-mail", "string", null, TYPES + "textfield"),
            custom(SiteFields.START_DATE, "Start date", "date", null, TYPES + "datepicker"),
            custom(SiteFields.COST_CENTRE, "Cost centre", "number", null, TYPES + "float"),
            // Seen in field dumps: People is an array even where it takes one person.
            custom(SiteFields.ACCOUNT, "Whose account", "array", "user", FieldDefinition.PEOPLE),
            text(SiteFields.OKTA_LOGIN, "Okta login"),
            select(SiteFields.GROUP, "Group", 10_030, "Engineering", "Sales", "Finance", "Production"),
            select(SiteFields.APPLICATION, "Application", 10_040, "Salesforce", "GitHub", "Slack"),
            custom(SiteFields.UNTIL, "Until", "date", null, TYPES + "datepicker"),
            custom(SiteFields.LAST_DAY, "Last day", "date", null, TYPES + "datepicker"),
            custom(SiteFields.REASON, "Reason", "string", null, FieldDefinition.PARAGRAPH),
            text(SiteFields.GROUP_NAME, "Group name"),
            custom(SiteFields.OWNER, "Owner", "user", null, TYPES + "userpicker"),
            select(SiteFields.PRESENT_ROLE, "Present role", 10_050, ROLES),
            select(SiteFields.NEW_ROLE, "New role", 10_060, ROLES),
            text(SiteFields.COMPANY, "Company"),
            several(SiteFields.APPLICATIONS, "Applications", "multiselect", 10_070, "Salesforce", "GitHub", "Slack"),
            custom(SiteFields.HOURS, "Hours", "number", null, TYPES + "float"),
            several(
                    SiteFields.LOST_FACTORS,
                    "What is lost",
                    "multicheckboxes",
                    10_080,
                    "Okta Verify",
                    "Text message",
                    "Security key"),
            custom(SiteFields.MEMBERS, "Members", "array", "user", TYPES + "multiuserpicker"),
            text(SiteFields.INCIDENT, "Incident"),
            text(SiteFields.EARLIER_REQUEST, "Earlier request"),
            custom(SiteFields.HAND_OVER_TO, "Hand over to", "user", null, TYPES + "userpicker"));

    private FieldCatalogue() {}

    /** A text field of one line. */
    static FieldDefinition text(String id, String name) {
        return custom(id, name, "string", null, TYPES + "textfield");
    }

    private static FieldDefinition select(String id, String name, int firstOption, String... words) {
        return new FieldDefinition(id, name, "option", null, TYPES + "select", options(firstOption, words));
    }

    private static FieldDefinition several(String id, String name, String kind, int firstOption, String... words) {
        return new FieldDefinition(id, name, "array", "option", TYPES + kind, options(firstOption, words));
    }

    private static List<FieldDefinition.Option> options(int first, String... words) {
        return IntStream.range(0, words.length)
                .mapToObj(i -> new FieldDefinition.Option(String.valueOf(first + i), words[i]))
                .toList();
    }

    private static FieldDefinition system(String id, String name, String type) {
        return new FieldDefinition(id, name, type, null, null, List.of());
    }

    private static FieldDefinition custom(String id, String name, String type, @Nullable String items, String custom) {
        return new FieldDefinition(id, name, type, items, custom, List.of());
    }
}
