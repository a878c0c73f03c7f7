package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.okta.sdk.resource.api.ApplicationGroupsApi;
import com.okta.sdk.resource.api.ApplicationUsersApi;
import com.okta.sdk.resource.client.ApiClient;
import io.latchkey.platform.failure.FailureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applications and who is assigned to them; needs {@link OktaScopes#APPS}. Each method is one call, unless it says otherwise. */
final class OktaApps {

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> LIST = new TypeReference<>() {};
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 10;

    private final OktaCalls calls;

    OktaApps(OktaCalls calls) {
        this.calls = calls;
    }

    /**
     * How somebody is assigned.
     *
     * @param direct by the person's own assignment, not by a group
     * @param profile what the application is told of the person: personal
     */
    record Assignment(boolean direct, JsonNode profile) {}

    /**
     * All with exactly this label, inactive ones included; a call per page of 200 whose label or name begins so.
     *
     * @throws OktaFailure.Refused {@code okta.apps-too-many} when more than 2,000 begin so: then nobody knows whether it is
     *     unique
     */
    List<OktaApp> labelled(String label) {
        List<OktaApp> found = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            if (++pages > MOST_PAGES) {
                throw new OktaFailure.Refused(
                        "okta.apps-too-many",
                        FailureKind.SETUP,
                        "more than " + PAGE * MOST_PAGES
                                + " applications have a label or name that begins like this one, so"
                                + " that nobody can tell whether it is the only one; give it a label of its own");
            }
            Map<String, @Nullable Object> query = new HashMap<>();
            query.put("q", label);
            // Without it Okta leaves out inactive applications.
            query.put("includeNonDeleted", true);
            query.put("limit", PAGE);
            query.put("after", after);
            var page =
                    calls.call(OktaOperation.FIND_APP, sdk -> RawCall.invoke(sdk, "GET", "/api/v1/apps", query, LIST));
            page.value().stream()
                    .map(OktaApps::read)
                    .filter(app -> app.label().equals(label))
                    .forEach(found::add);
            after = NextPage.after(page.answer()).orElse(null);
        } while (after != null);
        return List.copyOf(found);
    }

    private static OktaApp read(JsonNode app) {
        return new OktaApp(
                app.path("id").asText(),
                app.path("label").asText(),
                app.path("status").asText().equals("ACTIVE"),
                AppsOfOkta.isOne(app.path("name").asText()));
    }

    /** A page of the applications that a group gives. */
    static List<JsonNode> pageOfGroup(ApiClient sdk, String group, @Nullable String after) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("limit", PAGE);
        query.put("after", after);
        return RawCall.invoke(sdk, "GET", "/api/v1/groups/" + sdk.escapeString(group) + "/apps", query, LIST);
    }

    /** @throws OktaFailure.Refused {@code okta.app-gone} when there is none */
    OktaApp app(String id) {
        return read(calls.call(OktaOperation.GET_APP, sdk -> RawCall.invoke(sdk, "GET", path(sdk, id), Map.of(), ANY))
                .value());
    }

    /** How the person is assigned, if at all. */
    Optional<Assignment> assignment(String app, String user) {
        try {
            JsonNode found = calls.call(
                            OktaOperation.GET_APP_USER,
                            sdk -> RawCall.invoke(
                                    sdk, "GET", path(sdk, app) + "/users/" + sdk.escapeString(user), Map.of(), ANY))
                    .value();
            return Optional.of(new Assignment(!found.path("scope").asText().equals("GROUP"), found.path("profile")));
        } catch (OktaFailure.UserGone e) {
            return Optional.empty();
        }
    }

    void assign(String app, String user, ObjectNode profile) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", user).put("scope", "USER");
        if (!profile.isEmpty()) {
            body.set("profile", profile);
        }
        calls.call(OktaOperation.ASSIGN_APP, sdk -> {
            RawCall.invoke(sdk, "POST", path(sdk, app) + "/users", Map.of(), body, ANY);
            return true;
        });
    }

    void unassign(String app, String user) {
        calls.call(OktaOperation.UNASSIGN_APP, sdk -> {
            new ApplicationUsersApi(sdk).unassignUserFromApplication(app, user, false);
            return true;
        });
    }

    boolean isAssignedToGroup(String app, String group) {
        try {
            calls.call(
                    OktaOperation.GET_APP_GROUP,
                    sdk -> RawCall.invoke(sdk, "GET", ofGroup(sdk, app, group), Map.of(), ANY));
            return true;
        } catch (OktaFailure.UserGone | OktaFailure.GroupGone e) {
            return false;
        }
    }

    void assignToGroup(String app, String group) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        calls.call(OktaOperation.ASSIGN_APP_TO_GROUP, sdk -> {
            RawCall.invoke(sdk, "PUT", ofGroup(sdk, app, group), Map.of(), nothing, ANY);
            return true;
        });
    }

    void unassignFromGroup(String app, String group) {
        calls.call(OktaOperation.UNASSIGN_APP_FROM_GROUP, sdk -> {
            new ApplicationGroupsApi(sdk).unassignApplicationFromGroup(app, group);
            return true;
        });
    }

    private static String path(ApiClient sdk, String app) {
        return "/api/v1/apps/" + sdk.escapeString(app);
    }

    private static String ofGroup(ApiClient sdk, String app, String group) {
        return path(sdk, app) + "/groups/" + sdk.escapeString(group);
    }
}
