package io.latchkey.grants;

import io.latchkey.grants.Evidence.Whose;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Purpose;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks whose memberships are that run for long, and remembers it. Nothing is changed in Okta, so it may be repeated.
 *
 * <p>Input: {@code connectionId}, {@code grants} (ids).
 */
@Component
class LookStep implements StepHandler {

    static final String KIND = "grants.look";

    /** What happened so short a time ago the System Log may not show yet. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final TenantTransactions transactions;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final EvidenceRoom room;
    private final GrantRows rows;
    private final GrantTrail trail;
    private final Clock clock;

    LookStep(
            TenantTransactions transactions,
            OktaConnections connections,
            OktaDirectories directories,
            EvidenceRoom room,
            GrantRows rows,
            GrantTrail trail,
            Clock clock) {
        this.transactions = transactions;
        this.connections = connections;
        this.directories = directories;
        this.room = room;
        this.rows = rows;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Purpose purpose() {
        return Purpose.EXPIRY;
    }

    @Override
    public StepResult act(StepContext step) {
        var id = new OktaConnectionId(
                UUID.fromString(step.input().path("connectionId").asText()));
        OktaConnection connection = transactions
                .read(step.tenant(), () -> connections.find(step.tenant(), id))
                .orElseThrow(() -> new ConnectionGone(id.toString()));
        List<GrantRow> grants = grants(step).stream()
                .filter(grant -> grant.state() == Grant.State.ACTIVE
                        && grant.membership().isReachedBy(connection))
                .toList();
        int ours = grants.isEmpty() ? 0 : look(step, connection, grants);
        return StepResult.of(StepResult.nothing().put("looked", grants.size()).put("ours", ours));
    }

    private List<GrantRow> grants(StepContext step) {
        List<UUID> ids = new ArrayList<>();
        step.input().path("grants").forEach(id -> ids.add(UUID.fromString(id.asText())));
        return transactions.write(step.tenant(), () -> rows.find(step.tenant(), ids));
    }

    private int look(StepContext step, OktaConnection connection, List<GrantRow> grants) {
        Instant shown = clock.instant().minus(LATE);
        Evidence evidence = room.about(step, directories.of(connection, Purpose.EXPIRY), grants);
        List<GrantRow> ours = that(grants, evidence, Whose.OURS);
        List<GrantRow> anothers = that(grants, evidence, Whose.ANOTHERS);
        transactions.writeOnly(step.tenant(), () -> {
            rows.lock(step.tenant());
            ours.forEach(grant -> rows.shown(step.tenant(), grant.id(), shown, Looks.at(shown, grant.endsAt())));
            rows.toLast(step.tenant(), anothers.stream().map(GrantRow::id).toList());
            trail.record(
                    step.tenant(),
                    "grant.given-by-another",
                    anothers,
                    facts -> facts.put("run", step.runId().toString()));
        });
        return ours.size();
    }

    private static List<GrantRow> that(List<GrantRow> grants, Evidence evidence, Whose whose) {
        return grants.stream().filter(grant -> evidence.whose(grant) == whose).toList();
    }

    /** Acting only looks. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
