package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the site knows of Forge: whose an opaque OAuth token is, and who wants to hear of issues. An app's own changes are not
 * told ({@code filter.ignoreSelf}). Safe for many threads.
 */
final class ForgeApps implements ChangeListener {

    private static final Map<String, String> EVENTS = Map.of(
            "jira:issue_created", "avi:jira:created:issue",
            "jira:issue_updated", "avi:jira:updated:issue");

    private record Listener(String account, Consumer<ObjectNode> events) {}

    private final People people;
    private final Shapes shapes;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Caller> tokens = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    ForgeApps(People people, Shapes shapes) {
        this.people = people;
        this.shapes = shapes;
    }

    /** Gives an app an account on the site. Scopes as Connect names them stand for those of the manifest. */
    ConnectApp app(String key, List<String> scopes) {
        ObjectNode descriptor = Json.object().put("key", key).put("name", "Latchkey");
        descriptor.set("scopes", Json.strings(scopes));
        var account =
                new Person("712020:" + key, "Latchkey", key + "@forge.atlassian.com", "app", true, "Etc/GMT", Role.APP);
        people.put(account);
        return new ConnectApp(
                key, URI.create("forge:" + key), descriptor, key, "", account, ConnectApp.State.INSTALLED);
    }

    /** A token of a person's who looks at a page. */
    String personsToken(String accountId) {
        return token(people.get(accountId), null);
    }

    /** A token of the app's account, or of a person's. */
    String token(Person person, @Nullable ConnectApp app) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = (app == null ? "sandbox-user-" : "sandbox-oauth-")
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.put(token, new Caller(person, app));
        return token;
    }

    /** From now on Jira answers 401 to all tokens of an account. */
    void revoke(String accountId) {
        tokens.values().removeIf(caller -> caller.person().accountId().equals(accountId));
    }

    Optional<Caller> of(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    /** Tells of issues, but for what this account does. */
    void listen(String account, Consumer<ObjectNode> events) {
        listeners.add(new Listener(account, events));
    }

    /** No longer tells what this account's app wanted to hear. */
    void deafen(String account) {
        listeners.removeIf(listener -> listener.account().equals(account));
    }

    @Override
    public void changed(Change change) {
        String event = EVENTS.get(change.event());
        if (event == null) {
            return;
        }
        for (Listener listener : listeners) {
            if (!listener.account().equals(change.by().accountId())) {
                listener.events().accept(body(event, change));
            }
        }
    }

    /** Documented: the issue, who did it as {@code atlassianId}, and what changed. */
    private ObjectNode body(String event, Change change) {
        ObjectNode body = Json.object()
                .put("eventType", event)
                .put("selfGenerated", false)
                .put("timestamp", System.currentTimeMillis())
                .put("atlassianId", change.by().accountId());
        body.set("issue", shapes.issueV2(change.issue(), new Caller(change.by(), null)));
        History history = change.history();
        if (history != null) {
            ObjectNode changelog = body.putObject("changelog").put("id", history.id());
            changelog.set("items", Json.array(history.items(), ChangeItem::shape));
        }
        return body;
    }
}
