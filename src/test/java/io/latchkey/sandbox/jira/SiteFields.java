package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The site's fields: which there are, what they accept, and how their values read in a changelog. */
public final class SiteFields {

    /** The request type, found by its schema.custom. */
    public static final String REQUEST_TYPE = "customfield_10010";
    /** The approvals, found by its schema.custom. */
    public static final String APPROVALS = "customfield_10011";
    /** Who approves. */
    public static final String APPROVERS = "customfield_10012";
    /** Who approves in the second step, where there is one. */
    public static final String SECOND_APPROVERS = "customfield_10013";
    /** Groups, any of whose members a site could let approve; the sandbox's workflow asks nobody in it. */
    public static final String APPROVER_GROUPS = "customfield_10014";
    /** A text. */
    public static final String FIRST_NAME = "customfield_10101";
    /** A text. */
    public static final String LAST_NAME = "customfield_10102";
    /** A text; nothing checks that it is an address. */
    public static final String WORK_EMAIL = "customfield_10103";
    /** A select field: Engineering, Finance, Sales. */
    public static final String DEPARTMENT = "customfield_10104";
    /** A text. */
    public static final String PERSONAL_EMAIL = "customfield_10105";
    /** A date. */
    public static final String START_DATE = "customfield_10106";
    /** A number. */
    public static final String COST_CENTRE = "customfield_10107";

    private static final String TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:";

    private static final List<FieldDefinition> ALL = List.of(
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
            custom(REQUEST_TYPE, "Request Type", "sd-customerrequesttype", null, "com.atlassian.servicedesk:vp-origin"),
            custom(
                    APPROVALS,
                    "Approvals",
                    "sd-approvals",
                    null,
                    "com.atlassian.servicedesk.approvals-plugin:sd-approvals"),
            custom(APPROVERS, "Approvers", "array", "user", TYPES + "multiuserpicker"),
            custom(SECOND_APPROVERS, "Second approvers", "array", "user", TYPES + "multiuserpicker"),
            custom(APPROVER_GROUPS, "Approver groups", "array", "group", TYPES + "multigrouppicker"),
            // All text fields share one schema.custom, so a field cannot be found by it (seen in field dumps).
            custom(FIRST_NAME, "First name", "string", null, TYPES + "textfield"),
            custom(LAST_NAME, "Last name", "string", null, TYPES + "textfield"),
            custom(WORK_EMAIL, "Work e-mail", "string", null, TYPES + "textfield"),
            new FieldDefinition(
                    DEPARTMENT,
                    "Department",
                    "option",
                    null,
                    TYPES + "select",
                    List.of(
                            new FieldDefinition.Option("10020", "Engineering"),
                            new FieldDefinition.Option("10021", "Finance"),
                            new FieldDefinition.Option("10022", "Sales"))),
            custom(PERSONAL_EMAIL, "Personal e-mail", "string", null, TYPES + "textfield"),
            custom(START_DATE, "Start date", "date", null, TYPES + "datepicker"),
            custom(COST_CENTRE, "Cost centre", "number", null, TYPES + "float"));

    private final People people;
    private final List<FieldDefinition> fields = new CopyOnWriteArrayList<>(ALL);

    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    SiteFields(People people) {
        this.people = people;
    }

    private static FieldDefinition system(String id, String name, String type) {
        return new FieldDefinition(id, name, type, null, null, List.of());
    }

    private static FieldDefinition custom(String id, String name, String type, @Nullable String items, String custom) {
        return new FieldDefinition(id, name, type, items, custom, List.of());
    }

    List<FieldDefinition> all() {
        return List.copyOf(fields);
    }

    /** One text field more, on no form. */
    void addText(String id, String name) {
        fields.add(custom(id, name, "string", null, TYPES + "textfield"));
    }

    /** As a field configuration hides a field: it still exists, and no issue shows it. */
    void hide(String id, boolean hide) {
        if (hide) {
            hidden.add(id);
        } else {
            hidden.remove(id);
        }
    }

    Set<String> hidden() {
        return Set.copyOf(hidden);
    }

    Optional<FieldDefinition> find(String id) {
        return fields.stream().filter(field -> field.id().equals(id)).findFirst();
    }

    boolean holdsGroups(String id) {
        return find(id).filter(field -> "group".equals(field.items())).isPresent();
    }

    /** Fields that a request or an edit may set. */
    boolean isEditable(String id) {
        return id.equals("summary")
                || id.equals("description")
                || id.equals("reporter")
                || find(id).map(FieldDefinition::isCustom).orElse(false)
                        && !id.equals(REQUEST_TYPE)
                        && !id.equals(APPROVALS);
    }

    /**
     * Checks a value and brings it into the form that is stored.
     *
     * @throws Refusal 400, naming the field
     */
    JsonNode accept(String id, JsonNode value) {
        if (!isEditable(id)) {
            throw Refusal.field(
                    id, "Field '" + id + "' cannot be set. It is not on the appropriate screen, or unknown.");
        }
        FieldDefinition field = find(id).orElseThrow();
        if (value.isNull()) {
            return NullNode.getInstance();
        }
        return switch (field.type()) {
            case "string" -> id.equals("description") ? value : text(id, value);
            case "option" -> option(field, value);
            case "array" -> "group".equals(field.items()) ? groups(value) : persons(id, value);
            case "user" -> persons(id, Json.array().add(value)).path(0);
            case "date" -> date(id, value);
            case "number" -> {
                if (!value.isNumber()) {
                    throw Refusal.field(id, "Operation value must be a number");
                }
                yield value;
            }
            default -> throw new IllegalStateException("no rule for fields of type " + field.type());
        };
    }

    private static JsonNode text(String id, JsonNode value) {
        if (!value.isTextual()) {
            throw Refusal.field(id, "Operation value must be a string");
        }
        if (value.textValue().length() > 255) {
            throw Refusal.field(id, "The entered text is too long. It exceeds the allowed limit of 255 characters.");
        }
        return value;
    }

    private static JsonNode date(String id, JsonNode value) {
        try {
            LocalDate.parse(value.asText());
            return value;
        } catch (DateTimeParseException e) {
            throw Refusal.field(id, "Operation value must be a string with the format \"yyyy-MM-dd\"");
        }
    }

    private static JsonNode option(FieldDefinition field, JsonNode value) {
        String id = value.path("id").asText();
        String word = value.path("value").asText();
        return field.options().stream()
                .filter(option -> option.id().equals(id) || option.value().equals(word))
                .findFirst()
                .map(option -> Json.object().put("id", option.id()).put("value", option.value()))
                .orElseThrow(() -> Refusal.field(field.id(), "Specify a valid 'id' or 'name' for " + field.name()));
    }

    private JsonNode persons(String id, JsonNode value) {
        if (!value.isArray()) {
            throw Refusal.field(id, "data was not an array");
        }
        ArrayNode stored = Json.array();
        for (JsonNode one : value) {
            String accountId = one.path("accountId").asText(one.path("id").asText());
            if (people.find(accountId).isEmpty()) {
                throw Refusal.field(id, "User '" + accountId + "' does not exist.");
            }
            stored.addObject().put("accountId", accountId);
        }
        return stored;
    }

    private static JsonNode groups(JsonNode value) {
        ArrayNode stored = Json.array();
        value.forEach(one -> stored.addObject().put("name", one.path("name").asText()));
        return stored;
    }

    private static String names(JsonNode groups) {
        return groups.findValuesAsText("name").toString();
    }

    /** The people of a stored user picker value. */
    List<Person> people(@Nullable JsonNode value) {
        if (value == null || !value.isArray()) {
            return List.of();
        }
        var found = new java.util.ArrayList<Person>();
        value.forEach(one -> found.add(people.get(one.path("accountId").asText())));
        return found;
    }

    /** What a changelog says about a new value of a field. */
    ChangeItem change(String id, @Nullable JsonNode from, @Nullable JsonNode to) {
        FieldDefinition field = find(id).orElseThrow();
        return new ChangeItem(
                field.name(),
                field.isCustom() ? "custom" : "jira",
                id,
                key(field, from),
                words(field, from),
                key(field, to),
                words(field, to));
    }

    /** Options and accounts have ids in a changelog; plain text has none (seen in Jira's answers). */
    private @Nullable String key(FieldDefinition field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (field.type()) {
            case "option" -> value.path("id").asText();
            case "array" ->
                "group".equals(field.items())
                        ? names(value)
                        : people(value).stream().map(Person::accountId).toList().toString();
            case "user" -> value.path("accountId").asText();
            default -> null;
        };
    }

    private @Nullable String words(FieldDefinition field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (field.type()) {
            case "option" -> value.path("value").asText();
            case "array" ->
                "group".equals(field.items())
                        ? names(value)
                        : people(value).stream()
                                .map(Person::displayName)
                                .toList()
                                .toString();
            case "user" -> people.get(value.path("accountId").asText()).displayName();
            default -> value.isObject() ? Adf.text(value) : value.asText();
        };
    }
}
