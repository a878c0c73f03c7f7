package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** A Forge app's account on the site, for whoever plays Forge. */
public final class ForgeFace {

    private final ForgeApps forge;
    private final ConnectApp app;

    ForgeFace(ForgeApps forge, ConnectApp app) {
        this.forge = forge;
        this.app = app;
    }

    /** In Connect's words; {@code write:jira-work} covers both what Connect calls {@code WRITE} and {@code DELETE}. */
    static List<String> scopes() {
        return List.of("READ", "WRITE", "DELETE");
    }

    /** The app's own account. */
    public String accountId() {
        return app.account().accountId();
    }

    /** A new token of the app's account. */
    public String systemToken() {
        return forge.token(app.account(), app);
    }

    /** A new token of somebody who looks at one of the app's pages. */
    public String userToken(String accountId) {
        return forge.personsToken(accountId);
    }

    /** Jira accepts none of the app's tokens any more that were given so far. */
    public void revokeSystemTokens() {
        forge.revoke(accountId());
    }

    /** Tells of issues that are new or changed, but for what the app itself does. */
    public void listen(Consumer<ObjectNode> events) {
        forge.listen(accountId(), events);
    }

    /** Tells it nothing any more. */
    public void leave() {
        forge.deafen(accountId());
        revokeSystemTokens();
    }
}
