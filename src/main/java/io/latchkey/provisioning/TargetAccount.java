package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The value of an input of the type account: whom the request names, {@code {"login":…}} or {@code {"jira":…}}, and, once it
 * was looked for, the account in Okta that this is: {@code "okta":{"id","login"}}.
 */
final class TargetAccount {

    /** Where the basis of a plan keeps which account each input meant. */
    static final String PINNED = "accounts";

    private static final String LOGIN = "login";
    private static final String JIRA = "jira";
    private static final String OKTA = "okta";
    private static final String ID = "id";

    private TargetAccount() {}

    /** Whoever has this login. */
    static JsonNode named(String login) {
        return JsonNodeFactory.instance.objectNode().put(LOGIN, login);
    }

    /** The account of a person in Jira. */
    static JsonNode of(String jiraAccountId) {
        return JsonNodeFactory.instance.objectNode().put(JIRA, jiraAccountId);
    }

    /** Whether it is such a value. */
    static boolean isOne(JsonNode value) {
        return value.isObject() && (value.has(LOGIN) || value.has(JIRA));
    }

    static Optional<String> login(JsonNode value) {
        return Optional.ofNullable(value.path(LOGIN).textValue());
    }

    static Optional<String> jiraAccount(JsonNode value) {
        return Optional.ofNullable(value.path(JIRA).textValue());
    }

    /** The same, found in Okta. */
    static JsonNode found(JsonNode value, String oktaUserId, String login) {
        ObjectNode found = value.deepCopy();
        found.putObject(OKTA).put(ID, oktaUserId).put(LOGIN, login);
        return found;
    }

    /** The account in Okta; empty before it was looked for. */
    static Optional<String> oktaUserId(JsonNode value) {
        return Optional.ofNullable(value.path(OKTA).path(ID).textValue());
    }

    /** What people know it by: the login it has in Okta, else what the request says. */
    static String shown(JsonNode value) {
        return Optional.ofNullable(value.path(OKTA).path(LOGIN).textValue())
                .or(() -> login(value))
                .orElse("");
    }

    /** The inputs with accounts as the texts that people know them by. */
    static Map<String, JsonNode> texts(Map<String, JsonNode> inputs) {
        Map<String, JsonNode> texts = new LinkedHashMap<>(inputs);
        texts.replaceAll((name, value) -> isOne(value) ? TextNode.valueOf(shown(value)) : value);
        return texts;
    }

    /** The inputs with the accounts that were found when the plan was made, as far as they still name the same. */
    static Map<String, JsonNode> pinned(Map<String, JsonNode> inputs, JsonNode basis) {
        Map<String, JsonNode> same = new LinkedHashMap<>(inputs);
        same.replaceAll((name, value) -> {
            JsonNode before = basis.path(PINNED).path(name);
            return isOne(value) && before.isObject() && value.equals(withoutOkta(before)) ? before : value;
        });
        return same;
    }

    private static JsonNode withoutOkta(JsonNode found) {
        return found.<ObjectNode>deepCopy().without(OKTA);
    }
}
