package io.latchkey.tenant.forge;

import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.ScopesGranted;
import io.latchkey.tenant.store.ConnectHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Tells a 401 of Atlassian's gateway about the token from one about a scope that the site has not granted: {@code
 * x-failure-category: FAILURE_CLIENT_SCOPE_CHECK}, {@code {"code":401,"message":"Unauthorized; scope does not match"}}. Code may
 * roll out before an administrator approves what a new version asks for, and then runs with what there was. What is missing is
 * kept for administrators to see, until Forge tells of the approval or, had
 * that been lost, a call that needs it works again.
 */
@Component
class MissingScopes {

    private static final Logger LOG = LoggerFactory.getLogger(MissingScopes.class);

    private static final String CATEGORY = "x-failure-category";
    private static final String OF_SCOPES = "FAILURE_CLIENT_SCOPE_CHECK";
    private static final String WORDS = "scope does not match";
    private static final int LONGEST = 4_096;

    /** For a call of which no scope is known, so that its answer says something at all. */
    private static final String SOME = "read:jira-work";

    /**
     * Forge tells of an approval for some minutes. A call that works later shows that this was lost. Not earlier: were one scope
     * taken for another, what works would let what does not be tried again and again.
     */
    private static final Duration TOLD = Duration.ofHours(1);

    private final Installations installations;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    MissingScopes(Installations installations, ApplicationEventPublisher events, Clock clock) {
        this.clock = clock;
        this.installations = installations;
        this.events = events;
    }

    /** The scope that the request most likely needs, when an answer of 401 says that one is missing. */
    static Optional<String> toldBy(ClientHttpResponse answer, HttpRequest request) throws IOException {
        boolean told = OF_SCOPES.equals(answer.getHeaders().getFirst(CATEGORY))
                || new String(answer.getBody().readNBytes(LONGEST), StandardCharsets.UTF_8).contains(WORDS);
        return told ? Optional.of(neededFor(request).orElse(SOME)) : Optional.empty();
    }

    private static Optional<String> neededFor(HttpRequest request) {
        return NeededScope.of(request.getMethod(), request.getURI().getPath());
    }

    /** A call as the app was refused for want of a scope; kept where it is known which. */
    void missing(Installation site, HttpRequest request) {
        neededFor(request)
                .filter(scope -> !site.missingScopes().contains(scope))
                .ifPresent(scope -> quietly(site, () -> installations.rememberMissing(site.tenant(), scope)));
    }

    /** A call was answered with success: what it needed is there, should nobody have said so. */
    void worked(Installation site, HttpRequest request) {
        Instant since = site.scopesMissingSince();
        if (since == null || clock.instant().isBefore(since.plus(TOLD))) {
            return;
        }
        neededFor(request)
                .filter(site.missingScopes()::contains)
                .ifPresent(scope -> quietly(site, () -> {
                    // In this order: should it fail between, the next call that works says it again.
                    granted(site);
                    installations.rememberGranted(site.tenant(), scope);
                }));
    }

    /** An administrator has approved a version with all that it asks for. */
    void approved(Installation site) {
        granted(site);
        installations.rememberAllGranted(site.tenant());
    }

    /** The other nodes may remember the token before for a while, and an old one may lack what is new. */
    private void granted(Installation site) {
        events.publishEvent(new ScopesGranted(site.tenant(), clock.instant().plus(ConnectHosts.STALE)));
    }

    /** What cannot be noted now changes nothing for the call, and is noted with the next one. */
    private static void quietly(Installation site, Runnable note) {
        try {
            note.run();
        } catch (RuntimeException failed) {
            LOG.warn("which scopes tenant {} misses could not be noted", site.tenant(), failed);
        }
    }
}
