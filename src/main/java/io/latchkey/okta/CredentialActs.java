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
        String app = directories.app(tenant, connection);
        List<String> claims = KINDS.stream()
                .map(kind -> AccountStep.claim(app, kind, oktaUserId, ""))
                .toList();
        return work.isActedOnByOthers(tenant, claims, since, runs);
    }
}
