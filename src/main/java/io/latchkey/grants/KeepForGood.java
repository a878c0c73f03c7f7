package io.latchkey.grants;

import io.latchkey.grants.Grant.State;
import io.latchkey.grants.GrantRow.Provenance;
import io.latchkey.okta.LastingMemberships;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What was given for a time and is then asked for for good is not taken back. */
@Component
class KeepForGood implements LastingMemberships {

    /** Longer than it takes from reading an account's groups until here. */
    private static final Duration MOMENT = Duration.ofSeconds(20);

    private static final Duration SOON = Duration.ofSeconds(5);

    private final OktaConnections connections;
    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final GrantTrail trail;
    private final Clock clock;

    KeepForGood(
            OktaConnections connections,
            TenantTransactions transactions,
            GrantRows rows,
            GrantTrail trail,
            Clock clock) {
        this.connections = connections;
        this.transactions = transactions;
        this.rows = rows;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public void keep(TenantId tenant, String connection, String userId, Set<String> groupIds) {
        transactions.writeOnly(tenant, () -> {
            Optional<OktaConnection> found = connections.find(tenant, connection);
            if (found.isPresent()) {
                rows.lock(tenant);
                keep(tenant, ofThese(tenant, found.get(), userId, groupIds));
            }
        });
    }

    private List<GrantRow> ofThese(TenantId tenant, OktaConnection connection, String userId, Set<String> groupIds) {
        return rows
                .ofMemberships(
                        tenant,
                        connection.id().value(),
                        userId,
                        groupIds,
                        clock.instant().minus(MOMENT))
                .stream()
                .filter(grant -> grant.provenance() == Provenance.OURS)
                .toList();
    }

    private void keep(TenantId tenant, List<GrantRow> ours) {
        if (ours.stream().anyMatch(grant -> grant.state() == State.ENDING || grant.state() == State.ENDED)) {
            throw new GrantWaits(
                    "grants.being-ended", "access to the same group, given for a time, is being ended just now", SOON);
        }
        List<GrantRow> running =
                ours.stream().filter(grant -> grant.endedAt().isEmpty()).toList();
        if (!running.isEmpty()) {
            rows.toLast(tenant, running.stream().map(GrantRow::id).toList());
            trail.record(tenant, "grant.kept-for-good", running, facts -> {});
        }
    }
}
