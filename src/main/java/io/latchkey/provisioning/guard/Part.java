package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A part of the guardrails that is changed as a whole, as a JSON object; lists are kept in order of their ids. */
public enum Part {
    /** {@code {"required"}}: whether loosening needs a second administrator; of the tenant. */
    SECOND_ADMINISTRATOR("second-administrator"),
    /** {@code {"accountsPerHour","membershipsPerHour"}}, null for no limit; of the tenant and of a connection. */
    BREAKER("breaker"),
    /** {@code {"domains"}}, null for any; of a connection. */
    EMAIL_DOMAINS("email-domains"),
    /** {@code {"groups":[{"id","name"}]}}; of a connection. */
    ALLOWED_GROUPS("allowed-groups"),
    /** {@code {"apps":[{"id","label"}]}}; of a connection. */
    ALLOWED_APPS("allowed-apps"),
    /** {@code {"groups":[{"id","name"}]}}; found through a connection, protected from all. */
    PROTECTED_GROUPS("protected-groups"),
    /** {@code {"people":[{"id","login","likeness"}]}}, the last two as keyed hashes; protected as groups are. */
    PROTECTED_PEOPLE("protected-people"),
    /** {@code {"pairs":[{"groups":[{"id","name"},{"id","name"}]}]}}: nobody has both; of a connection. */
    SEPARATE_DUTIES("separate-duties");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String title;

    Part(String title) {
        this.title = title;
    }

    /** Its name in the API, the trail and the database. */
    public String title() {
        return title;
    }

    static Part of(String title) {
        return Arrays.stream(values())
                .filter(part -> part.title.equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** What holds until somebody sets it. */
    ObjectNode unset() {
        ObjectNode value = JSON.objectNode();
        switch (this) {
            case SECOND_ADMINISTRATOR -> value.put("required", false);
            case BREAKER -> value.putNull("accountsPerHour").putNull("membershipsPerHour");
            case EMAIL_DOMAINS -> value.putNull("domains");
            case ALLOWED_GROUPS, PROTECTED_GROUPS -> value.putArray("groups");
            case ALLOWED_APPS -> value.putArray("apps");
            case PROTECTED_PEOPLE -> value.putArray("people");
            case SEPARATE_DUTIES -> value.putArray("pairs");
        }
        return value;
    }

    /** Whether anything is possible with the new value that was not with the old one. */
    boolean loosens(JsonNode old, JsonNode now) {
        return switch (this) {
            case SECOND_ADMINISTRATOR -> required(old) && !required(now);
            case BREAKER -> raises(old, now, "accountsPerHour") || raises(old, now, "membershipsPerHour");
            case EMAIL_DOMAINS ->
                old.path("domains").isArray()
                        && !(now.path("domains").isArray()
                                && texts(old.path("domains")).containsAll(texts(now.path("domains"))));
            case ALLOWED_GROUPS -> !ids(old.path("groups")).containsAll(ids(now.path("groups")));
            case ALLOWED_APPS -> !ids(old.path("apps")).containsAll(ids(now.path("apps")));
            case PROTECTED_GROUPS -> !ids(now.path("groups")).containsAll(ids(old.path("groups")));
            case PROTECTED_PEOPLE -> !ids(now.path("people")).containsAll(ids(old.path("people")));
            case SEPARATE_DUTIES -> !pairs(now).containsAll(pairs(old));
        };
    }

    private static Set<Set<String>> pairs(JsonNode value) {
        Set<Set<String>> pairs = new HashSet<>();
        value.path("pairs").forEach(pair -> pairs.add(ids(pair.path("groups"))));
        return pairs;
    }

    /** The value as people and the trail may see it: without hashes. */
    public JsonNode shown(JsonNode value) {
        ObjectNode shown = value.deepCopy();
        shown.path("people").forEach(person -> ((ObjectNode) person).remove(Set.of("login", "likeness")));
        return shown;
    }

    static boolean required(JsonNode value) {
        return value.path("required").asBoolean();
    }

    private static boolean raises(JsonNode old, JsonNode now, String limit) {
        return old.path(limit).isInt()
                && !(now.path(limit).isInt()
                        && now.path(limit).intValue() <= old.path(limit).intValue());
    }

    static Set<String> ids(JsonNode list) {
        Set<String> ids = new HashSet<>();
        list.forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
