package io.latchkey.grants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets access that was given for a time last longer; Okta is not asked, since nothing changes there. Either all groups that
 * are named are extended, or none. The new ends are part of the intent, so that a repeat extends nothing twice.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}, {@code ends} (see {@link Ends}; a number of days and the
 * like counts from the present end), {@code issueId}.
 */
@Component
class ExtendStep implements StepHandler {

    static final String KIND = "grants.extend";

    private final OktaConnections connections;
    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final Extension extension;
    private final Clock clock;

    ExtendStep(
            OktaConnections connections,
            TenantTransactions transactions,
            GrantRows rows,
            Extension extension,
            Clock clock) {
        this.connections = connections;
        this.transactions = transactions;
        this.rows = rows;
        this.extension = extension;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "groupIds", "endsAt");
    }

    /** What cannot be extended is left out, and refused when it acts. */
    @Override
    public Intent intend(StepContext step) {
        ObjectNode detail = StepResult.nothing();
        ObjectNode targets = detail.putObject("ends");
        try {
            Ends ends = Ends.of(step.input().path("ends"));
            running(step.tenant(), step.input())
                    .forEach((group, grant) -> targets.putObject(group)
                            .put("grant", grant.id().toString())
                            .put("end", ends.from(grant.endsAt()).toString()));
        } catch (GrantRefused refused) {
            // It is said when the step acts: here it would stop whoever starts the run.
            targets.removeAll();
        }
        return new Intent(detail, Optional.empty(), Optional.empty());
    }

    /** By group, the grant that ends last. */
    private Map<String, GrantRow> running(TenantId tenant, JsonNode input) {
        Optional<OktaConnection> connection =
                connections.find(tenant, input.path("connection").asText());
        Map<String, GrantRow> last = new HashMap<>();
        if (connection.isPresent()) {
            rows
                    .ofMemberships(
                            tenant,
                            connection.get().id().value(),
                            input.path("user").asText(),
                            GiveStep.groups(input),
                            clock.instant())
                    .stream()
                    .filter(grant -> grant.state() == Grant.State.ACTIVE)
                    .forEach(grant -> last.put(grant.membership().groupId(), grant));
        }
        return last;
    }

    @Override
    public StepResult act(StepContext step) {
        Ends.of(step.input().path("ends"));
        JsonNode targets = step.intent().detail().path("ends");
        Set<String> groups = GiveStep.groups(step.input());
        Instant earliest = transactions.write(step.tenant(), () -> {
            rows.lock(step.tenant());
            Instant first = null;
            for (String group : groups) {
                Instant end = extended(step, targets.path(group));
                first = first == null || end.isBefore(first) ? end : first;
            }
            return java.util.Objects.requireNonNull(first);
        });
        ObjectNode outputs = StepResult.nothing()
                .put("userId", step.input().path("user").asText())
                .put("endsAt", earliest.toString());
        groups.forEach(outputs.putArray("groupIds")::add);
        return StepResult.of(outputs);
    }

    private Instant extended(StepContext step, JsonNode target) {
        if (target.isMissingNode()) {
            throw new GrantRefused(
                    "grants.nothing-to-extend",
                    "the account has no running access to one of the groups that could be extended; ask for the access"
                            + " anew");
        }
        Instant end = Instant.parse(target.path("end").asText());
        Extended result = extension.extend(
                step.tenant(),
                UUID.fromString(target.path("grant").asText()),
                end,
                facts -> facts.put("run", step.runId().toString())
                        .put("byIssue", step.input().path("issueId").asText()));
        if (result instanceof Extended.Refused refused) {
            throw new GrantRefused(refused.code(), refused.sentence());
        }
        return end;
    }

    /** The same ends are set once more. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
