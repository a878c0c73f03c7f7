package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Work;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What we ourselves do to how an account is signed in to. Okta's System Log names our app as the actor, whichever request
 * it acted for; our own ledger tells the requests apart.
 */
@Component
public class CredentialActs {

    private static final List<String> KINDS = Stream.of(
                    Lifecycle.ACTIVATE, Lifecycle.REACTIVATE, Lifecycle.RESET_PASSWORD, Lifecycle.EXPIRE_PASSWORD)
            .map(Lifecycle::kind)
            .toList();

    /** Nothing is done since then. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final NamedDirectories directories;
    private final Work work;

    CredentialActs(NamedDirectories directories, Work work) {
        this.directories = directories;
        this.work = work;
    }

    /**
     * Whether another run than these has changed, or has set out to change, how the account is signed in to since then.
     * Inside the tenant's open transaction; no call to Okta.
     *
     * @param connection its name
     */
    public boolean isTouchedByOthers(
            TenantId tenant, String connection, String oktaUserId, Instant since, Collection<UUID> runs) {
        return work.isActedOnByOthers(tenant, claims(directories.app(tenant, connection), oktaUserId), since, runs);
    }

    /**
     * Whether another run than these has set out to change how the account is signed in to, and has neither done it nor ended.
     * As {@link #isTouchedByOthers}.
     */
    public boolean isOpenElsewhere(TenantId tenant, String connection, String oktaUserId, Collection<UUID> runs) {
        return isTouchedByOthers(tenant, connection, oktaUserId, NEVER, runs);
    }

    /** What the steps claim that change it. */
    static List<String> claims(String app, String oktaUserId) {
        return KINDS.stream()
                .map(kind -> AccountStep.claim(app, kind, oktaUserId, ""))
                .toList();
    }
}
