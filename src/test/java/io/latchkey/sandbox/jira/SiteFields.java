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
    /** A People field for one person: whose account is meant. */
    public static final String ACCOUNT = "customfield_10108";
    /** A text, for those whom the site does not know. */
    public static final String OKTA_LOGIN = "customfield_10109";
    /** A select field: Engineering, Sales, Finance, Production. */
    public static final String GROUP = "customfield_10110";
    /** A select field: Salesforce, GitHub, Slack. */
    public static final String APPLICATION = "customfield_10111";
    /** A date: the last day of access. */
    public static final String UNTIL = "customfield_10112";
    /** A date: the last day of somebody who leaves. */
    public static final String LAST_DAY = "customfield_10113";
    /** A paragraph: an Atlassian document on the platform, plain text in the portal. */
    public static final String REASON = "customfield_10114";
    /** A text. */
    public static final String GROUP_NAME = "customfield_10115";
    /** A picker for one user: who answers for a group. */
    public static final String OWNER = "customfield_10116";
    /** A select field: Engineer, Sales representative, Accountant. */
    public static final String PRESENT_ROLE = "customfield_10117";
    /** A select field with the same choices. */
    public static final String NEW_ROLE = "customfield_10118";
    /** A text. */
    public static final String COMPANY = "customfield_10119";
    /** A select field for several of Salesforce, GitHub, Slack. */
    public static final String APPLICATIONS = "customfield_10120";
    /** A number: for how many hours. */
    public static final String HOURS = "customfield_10121";
    /** Checkboxes: Okta Verify, Text message, Security key. */
    public static final String LOST_FACTORS = "customfield_10122";
    /** A picker for several users: the first members of a group. */
    public static final String MEMBERS = "customfield_10123";
    /** A text: the incident that breaks the glass. */
    public static final String INCIDENT = "customfield_10124";
    /** A text: the key of the request that gave the access. */
    public static final String EARLIER_REQUEST = "customfield_10125";
    /** A picker for one user: who takes over what somebody owned. */
    public static final String HAND_OVER_TO = "customfield_10126";

    private final People people;
    private final List<FieldDefinition> fields = new CopyOnWriteArrayList<>(FieldCatalogue.ALL);

    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    SiteFields(People people) {
        this.people = people;
    }

    List<FieldDefinition> all() {
        return List.copyOf(fields);
    }

    /** One text field more, on no form. */
    void addText(String id, String name) {
        fields.add(FieldCatalogue.text(id, name));
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

    /** Whether its values are documents on the platform, though the portal takes plain text (documented). */
    boolean isParagraph(String id) {
        return id.equals("description")
                || find(id).filter(FieldDefinition::isParagraph).isPresent();
    }

    /** What somebody wrote into the portal: plain text of a paragraph becomes the document that it is stored as. */
    JsonNode fromPortal(String id, JsonNode value) {
        return value.isTextual() && isParagraph(id) ? Adf.of(value.textValue()) : value;
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
            case "string" -> isParagraph(id) ? document(id, value) : text(id, value);
            case "option" -> option(field, value);
            case "array" -> several(field, value);
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

    private JsonNode several(FieldDefinition field, JsonNode value) {
        return switch (String.valueOf(field.items())) {
            case "group" -> groups(value);
            case "option" -> options(field, value);
            default -> {
                JsonNode persons = persons(field.id(), value);
                if (field.isForOne() && persons.size() > 1) {
                    throw Refusal.field(field.id(), "Only one user can be selected for " + field.name());
                }
                yield persons;
            }
        };
    }

    /** Documented: paragraphs are set as documents on the platform's version 3. */
    private static JsonNode document(String id, JsonNode value) {
        if (!Adf.isDocument(value)) {
            throw Refusal.field(
                    id, "Operation value must be an Atlassian Document (see the Atlassian Document Format)");
        }
        return value;
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

    private static JsonNode options(FieldDefinition field, JsonNode value) {
        if (!value.isArray()) {
            throw Refusal.field(field.id(), "data was not an array");
        }
        ArrayNode stored = Json.array();
        value.forEach(one -> stored.add(option(field, one)));
        return stored;
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
                switch (String.valueOf(field.items())) {
                    case "group" -> names(value);
                    case "option" -> value.findValuesAsText("id").toString();
                    default ->
                        people(value).stream().map(Person::accountId).toList().toString();
                };
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
                switch (String.valueOf(field.items())) {
                    case "group" -> names(value);
                    case "option" -> String.join(",", value.findValuesAsText("value"));
                    default ->
                        people(value).stream().map(Person::displayName).toList().toString();
                };
            case "user" -> people.get(value.path("accountId").asText()).displayName();
            default -> value.isObject() ? Adf.text(value) : value.asText();
        };
    }
}
