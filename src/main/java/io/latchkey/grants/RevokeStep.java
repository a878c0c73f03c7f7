package io.latchkey.grants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Ends access that an account was given for a time, now: all of it, such as when a person leaves, or the grants that are
 * named. It is handed over; runs of their own take it back. Doing it twice changes nothing.
 *
 * <p>Input: {@code connection}, {@code user} (id), optional {@code grants} (ids).
 */
@Component
class RevokeStep implements StepHandler {

    static final String KIND = "grants.revoke";

    private final OktaConnections connections;
    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final GrantTrail trail;
    private final HandOver handOver;

    RevokeStep(
            OktaConnections connections,
            TenantTransactions transactions,
            GrantRows rows,
            GrantTrail trail,
            HandOver handOver) {
        this.connections = connections;
        this.transactions = transactions;
        this.rows = rows;
        this.trail = trail;
        this.handOver = handOver;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "revoked");
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        OktaConnection connection = GiveStep.connection(step, connections, transactions);
        String user = input.path("user").asText();
        int revoked = transactions.write(step.tenant(), () -> {
            rows.lock(step.tenant());
            List<GrantRow> running = rows
                    .ofAccount(step.tenant(), connection.id().value(), user)
                    .stream()
                    .filter(grant -> isMeant(input.path("grants"), grant))
                    .toList();
            trail.record(
                    step.tenant(),
                    "grant.revoked",
                    running,
                    facts -> facts.put("why", KIND).put("run", step.runId().toString()));
            List<UUID> ids = running.stream().map(GrantRow::id).toList();
            handOver.now(step.tenant(), ids);
            return ids.size();
        });
        ObjectNode outputs = StepResult.nothing().put("userId", user).put("revoked", revoked);
        return StepResult.of(outputs);
    }

    private static boolean isMeant(JsonNode grants, GrantRow grant) {
        return grants.isMissingNode() || ids(grants).contains(grant.id().toString());
    }

    private static Set<String> ids(JsonNode grants) {
        Set<String> ids = new HashSet<>();
        grants.forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** What is left is revoked once more. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
