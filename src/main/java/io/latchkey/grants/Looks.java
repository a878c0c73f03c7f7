package io.latchkey.grants;

import io.latchkey.okta.OktaConnectionId;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Has long grants looked at before Okta's System Log forgets whose they are, so that they can still be taken back when their
 * time is over. Inside the tenant's open transaction.
 */
@Component
class Looks {

    private static final String KIND = "grants.look";

    /** Okta's System Log goes back for 90 days: a month is left to look in. */
    private static final Duration EVERY = Duration.ofDays(60);

    /** What was not found out is looked at again then. */
    private static final Duration AGAIN = Duration.ofDays(1);

    private final GrantRows rows;
    private final Work work;
    private final Ids ids;
    private final GrantsProperties properties;
    private final Clock clock;

    Looks(GrantRows rows, Work work, Ids ids, GrantsProperties properties, Clock clock) {
        this.rows = rows;
        this.work = work;
        this.ids = ids;
        this.properties = properties;
        this.clock = clock;
    }

    /** When to look; what ends before that is looked at when it ends. */
    static Optional<Instant> at(Instant known, Instant end) {
        return Optional.of(known.plus(EVERY)).filter(at -> at.isBefore(end));
    }

    /** Hands over what is due, a few batches a minute. */
    void due(TenantId tenant) {
        List<GrantRow> due = rows.toLook(tenant, properties.batch() * properties.batches());
        rows.lookAgain(
                tenant, due.stream().map(GrantRow::id).toList(), clock.instant().plus(AGAIN));
        Map<OktaConnectionId, List<GrantRow>> byConnection = due.stream()
                .filter(grant -> grant.provenance() == GrantRow.Provenance.OURS)
                .collect(Collectors.groupingBy(grant -> grant.membership().connection()));
        byConnection.forEach((connection, grants) -> {
            for (int from = 0; from < grants.size(); from += properties.batch()) {
                start(tenant, connection, grants.subList(from, Math.min(grants.size(), from + properties.batch())));
            }
        });
    }

    private void start(TenantId tenant, OktaConnectionId connection, List<GrantRow> grants) {
        UUID run = ids.next();
        var input = StepResult.nothing().put("connectionId", connection.toString());
        grants.forEach(grant -> input.withArray("grants").add(grant.id().toString()));
        Plan plan = new Plan(StepResult.nothing(), List.of(new PlannedStep("look", LookStep.KIND, input)));
        work.start(tenant, new NewRun(run, KIND, run.toString(), run.toString(), plan));
    }
}
