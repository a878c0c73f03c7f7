package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An app that is, or was, installed on the site.
 *
 * @param key the descriptor's key
 * @param descriptorUrl where the descriptor was fetched
 * @param descriptor what was fetched
 * @param clientKey names this installation; stays the same when the app is installed again
 * @param sharedSecret signs what both say, HS256; new at every installation
 * @param account the app's own account
 * @param state {@code INSTALLED}, {@code DISABLED} or {@code UNINSTALLED}
 */
record ConnectApp(
        String key,
        URI descriptorUrl,
        JsonNode descriptor,
        String clientKey,
        String sharedSecret,
        Person account,
        State state) {

    enum State {
        INSTALLED,
        DISABLED,
        UNINSTALLED
    }

    /** A subscription of the descriptor's {@code modules.webhooks}. */
    record Subscription(String event, String url, @Nullable String filter, boolean excludeBody) {}

    ConnectApp in(State newState) {
        return new ConnectApp(key, descriptorUrl, descriptor, clientKey, sharedSecret, account, newState);
    }

    boolean isEnabled() {
        return state == State.INSTALLED;
    }

    String baseUrl() {
        return descriptor.path("baseUrl").asText();
    }

    /** The path of a lifecycle callback, or null when the descriptor names none. */
    @Nullable
    String lifecyclePath(String event) {
        JsonNode path = descriptor.path("lifecycle").path(event);
        return path.isTextual() ? path.textValue() : null;
    }

    List<Subscription> webhooks() {
        var all = new ArrayList<Subscription>();
        for (JsonNode one : descriptor.path("modules").path("webhooks")) {
            JsonNode filter = one.path("filter");
            all.add(new Subscription(
                    one.path("event").asText(),
                    one.path("url").asText(),
                    filter.isTextual() ? filter.textValue() : null,
                    one.path("excludeBody").asBoolean()));
        }
        return all;
    }

    /** Whether a scope was asked for, or one that includes it: WRITE includes READ, and so on (documented). */
    boolean hasScope(String scope) {
        var granted = new ArrayList<String>();
        descriptor.path("scopes").forEach(one -> granted.add(one.asText().toUpperCase(Locale.ROOT)));
        List<String> ladder = List.of("READ", "WRITE", "DELETE", "PROJECT_ADMIN", "ADMIN");
        int wanted = ladder.indexOf(scope);
        return wanted < 0 ? granted.contains(scope) : granted.stream().anyMatch(one -> ladder.indexOf(one) >= wanted);
    }
}
