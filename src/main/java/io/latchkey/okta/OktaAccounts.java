package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.api.UserSessionsApi;
import io.latchkey.platform.crypto.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done to an account that exists. Each method is one call, made once, and throws an {@link OktaFailure} when it is
 * refused or its answer is lost. Nothing here asks whose account it is: {@link AccountStep} does.
 */
final class OktaAccounts {

    private static final TypeReference<JsonNode> ANY = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> LIST = new TypeReference<>() {};

    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]{1,2000}");

    private final OktaCalls calls;

    OktaAccounts(OktaCalls calls) {
        this.calls = calls;
    }

    /** The account of this id, in any state. */
    Optional<Account> account(String id) {
        try {
            return Optional.of(Account.of(calls.call(
                            OktaOperation.FIND_USER,
                            sdk -> RawCall.invoke(sdk, "GET", path(sdk.escapeString(id)), Map.of(), ANY))
                    .value()));
        } catch (OktaFailure.UserGone e) {
            return Optional.empty();
        }
    }

    /** {@code POST /users/{id}/lifecycle/…}; what comes with the answer, a link that opens the account, is dropped. */
    void move(OktaOperation operation, String id, String act, Map<String, ? extends @Nullable Object> query) {
        calls.call(operation, sdk -> {
            RawCall.invoke(sdk, "POST", path(sdk.escapeString(id)) + "/lifecycle/" + act, query, ANY);
            return true;
        });
    }

    /**
     * {@code POST /users/{id}/lifecycle/…} with {@code sendEmail=false}.
     *
     * @return the link in the answer; empty when there is none, since the account has a password
     */
    Optional<Secret> link(
            OktaOperation operation, String id, String act, Map<String, ? extends @Nullable Object> query) {
        JsonNode answer = calls.call(operation, sdk -> {
                    JsonNode told =
                            RawCall.invoke(sdk, "POST", path(sdk.escapeString(id)) + "/lifecycle/" + act, query, ANY);
                    return told == null ? JsonNodeFactory.instance.objectNode() : told;
                })
                .value();
        return Stream.of("activationUrl", "resetPasswordUrl")
                .map(name -> answer.path(name).textValue())
                .filter(OktaAccounts::isLink)
                .findFirst()
                .map(Secret::of);
    }

    /** What people are given to open leads to a page, and nowhere else. */
    private static boolean isLink(@Nullable String link) {
        return link != null && LINK.matcher(link).matches();
    }

    /** Changes attributes; an explicit null clears one, and those that are not named stay (Okta's partial update). */
    void update(String id, ObjectNode profile) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("profile", profile);
        post(id, body);
    }

    /** Sets a password, which is valid at once and for good until it is expired. */
    void setPassword(String id, Secret password) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("credentials").putObject("password").put("value", password.reveal());
        post(id, body);
    }

    private void post(String id, ObjectNode body) {
        calls.call(OktaOperation.UPDATE_USER, sdk -> {
            RawCall.invoke(sdk, "POST", path(sdk.escapeString(id)), Map.of(), body, ANY);
            return true;
        });
    }

    /** Okta: deletes a DEPROVISIONED account for good, and only deactivates any other one. */
    void delete(String id) {
        calls.call(OktaOperation.DELETE_USER, sdk -> {
            new UserApi(sdk).deleteUser(id, false, null);
            return true;
        });
    }

    /** Ends the sessions with Okta, and revokes the tokens that Okta issued to applications for the person. */
    void clearSessions(String id) {
        calls.call(OktaOperation.CLEAR_SESSIONS, sdk -> {
            new UserSessionsApi(sdk).revokeUserSessions(id, true);
            return true;
        });
    }

    /** The ids of the enrolled factors. */
    Set<String> factors(String id) {
        Set<String> ids = new LinkedHashSet<>();
        list(OktaOperation.LIST_FACTORS, id, "/factors")
                .forEach(factor -> ids.add(factor.path("id").asText()));
        return ids;
    }

    /** The labels of the applications on the person's dashboard, in Okta's order; without those hidden from it. */
    List<String> appLabels(String id) {
        return list(OktaOperation.LIST_APP_LINKS, id, "/appLinks").stream()
                .map(link -> link.path("label").asText())
                .distinct()
                .toList();
    }

    private List<JsonNode> list(OktaOperation operation, String id, String what) {
        return calls.call(
                        operation, sdk -> RawCall.invoke(sdk, "GET", path(sdk.escapeString(id)) + what, Map.of(), LIST))
                .value();
    }

    private static String path(String escapedId) {
        return "/api/v1/users/" + escapedId;
    }
}
