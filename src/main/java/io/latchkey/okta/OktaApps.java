package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.okta.sdk.resource.api.ApplicationGroupsApi;
import com.okta.sdk.resource.api.ApplicationUsersApi;
import com.okta.sdk.resource.client.ApiClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applications and who is assigned to them; needs {@link OktaScopes#APPS}. Each method is one call. */
final class OktaApps {

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> LIST = new TypeReference<>() {};
    private static final int PAGE = 200;

    /** Okta's name of its Admin Console among an organisation's applications. */
    private static final Set<String> ADMINISTRATION = Set.of("saasure");

    private final OktaCalls calls;

    OktaApps(OktaCalls calls) {
        this.calls = calls;
    }

    /**
     * An application.
     *
     * @param label as people know it
     * @param active whether it can be used and assigned
     */
    record App(String label, boolean active) {}

    /**
     * How somebody is assigned.
     *
     * @param direct by the person's own assignment, not by a group
     * @param profile what the application is told of the person: personal
     */
    record Assignment(boolean direct, JsonNode profile) {}

    /** The first 200 whose label or name begins so, those with exactly this label. */
    List<OktaApp> labelled(String label) {
        return calls
                .call(
                        OktaOperation.FIND_APP,
                        sdk -> RawCall.invoke(sdk, "GET", "/api/v1/apps", Map.of("q", label, "limit", PAGE), LIST))
                .value()
                .stream()
                .filter(app -> app.path("label").asText().equals(label))
                .map(app -> new OktaApp(
                        app.path("id").asText(),
                        label,
                        app.path("status").asText().equals("ACTIVE"),
                        ADMINISTRATION.contains(app.path("name").asText())))
                .toList();
    }

    /** A page of the applications that a group gives. */
    static List<JsonNode> pageOfGroup(ApiClient sdk, String group, @Nullable String after) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("limit", PAGE);
        query.put("after", after);
        return RawCall.invoke(sdk, "GET", "/api/v1/groups/" + sdk.escapeString(group) + "/apps", query, LIST);
    }

    /** @throws OktaFailure.Refused {@code okta.app-gone} when there is none */
    App app(String id) {
        JsonNode app = calls.call(
                        OktaOperation.GET_APP, sdk -> RawCall.invoke(sdk, "GET", path(sdk, id), Map.of(), ANY))
                .value();
        return new App(app.path("label").asText(), app.path("status").asText().equals("ACTIVE"));
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
