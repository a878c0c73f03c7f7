package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.okta.sdk.resource.api.GroupApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who leaves and owns groups, and which rules fill them. */
final class OktaMembers {

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> LIST = new TypeReference<>() {};
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 50;

    private final OktaCalls calls;

    OktaMembers(OktaCalls calls) {
        this.calls = calls;
    }

    /**
     * A group rule that is active.
     *
     * @param id Okta's id
     * @param name as administrators know it
     * @param groups the groups that it fills
     * @param excluded ids of the people whom it leaves out
     */
    record Rule(String id, String name, Set<String> groups, Set<String> excluded) {

        boolean fills(String group, String user) {
            return groups.contains(group) && !excluded.contains(user);
        }
    }

    /** All active rules; a call per 200. */
    List<Rule> activeRules() {
        List<Rule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            Map<String, @Nullable Object> query = new HashMap<>();
            query.put("limit", PAGE);
            query.put("after", after);
            var page = calls.call(
                    OktaOperation.LIST_GROUP_RULES,
                    sdk -> RawCall.invoke(sdk, "GET", "/api/v1/groups/rules", query, LIST));
            page.value().stream()
                    .filter(rule -> rule.path("status").asText().equals("ACTIVE"))
                    .forEach(rule -> rules.add(rule(rule)));
            after = NextPage.after(page.answer()).orElse(null);
            if (after != null && (!seen.add(after) || seen.size() > MOST_PAGES)) {
                throw new OktaFailure.Unavailable("Okta's pages of group rules do not end");
            }
        } while (after != null);
        return rules;
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(
                rule.path("id").asText(),
                rule.path("name").asText(),
                texts(rule.at("/actions/assignUserToGroups/groupIds")),
                texts(rule.at("/conditions/people/users/exclude")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Okta: 204 for one who is no member too; and whom a rule made a member is excluded from the rule. */
    void remove(String group, String user) {
        calls.call(OktaOperation.REMOVE_FROM_GROUP, sdk -> {
            new GroupApi(sdk).unassignUserFromGroup(group, user);
            return true;
        });
    }

    /** The ids of the people and groups that own the group. */
    Set<String> owners(String group) {
        Set<String> owners = new HashSet<>();
        calls.call(
                        OktaOperation.LIST_GROUP_OWNERS,
                        sdk -> RawCall.invoke(
                                sdk,
                                "GET",
                                "/api/v1/groups/" + sdk.escapeString(group) + "/owners",
                                Map.of("limit", PAGE),
                                LIST))
                .value()
                .forEach(owner -> owners.add(owner.path("id").asText()));
        return owners;
    }

    void addOwner(String group, String user) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("id", user).put("type", "USER");
        calls.call(OktaOperation.ADD_GROUP_OWNER, sdk -> {
            RawCall.invoke(sdk, "POST", "/api/v1/groups/" + sdk.escapeString(group) + "/owners", Map.of(), body, ANY);
            return true;
        });
    }
}
