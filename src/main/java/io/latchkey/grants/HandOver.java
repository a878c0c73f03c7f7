package io.latchkey.grants;

import io.latchkey.grants.Grant.State;
import io.latchkey.grants.GrantRow.Provenance;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Hands grants whose time is over to work, in runs of a bounded number of memberships, a bounded number of them at once: a
 * flood of ends waits here, where it stands in nobody's way. What needs no Okta ends at once: what another grant outlasts, and
 * what was never ours to take. Inside the tenant's open transaction.
 */
@Component
class HandOver {

    /** What needs no Okta takes no room; one transaction ends so many portions of it at most. */
    private static final int MOST_PORTIONS = 20;

    private final GrantRows rows;
    private final GrantTrail trail;
    private final Work work;
    private final Ids ids;
    private final GrantsProperties properties;

    HandOver(GrantRows rows, GrantTrail trail, Work work, Ids ids, GrantsProperties properties) {
        this.rows = rows;
        this.trail = trail;
        this.work = work;
        this.ids = ids;
        this.properties = properties;
    }

    /**
     * Hands over what is due, as far as there is room.
     *
     * @return whether more may be due, that waits for room
     */
    boolean due(TenantId tenant) {
        rows.lock(tenant);
        int room = properties.batches() - rows.endingRuns(tenant);
        for (int portion = 0; portion < MOST_PORTIONS && room > 0; portion++) {
            List<GrantRow> due = rows.due(tenant, properties.batch());
            if (due.isEmpty()) {
                return false;
            }
            room -= handOver(tenant, due);
        }
        return true;
    }

    /** Hands over these, whatever else is under way, those of them that are not over: somebody wants them to end now. */
    void now(TenantId tenant, Collection<UUID> grants) {
        rows.lock(tenant);
        rows.endNow(tenant, grants);
        List<GrantRow> all = rows.find(tenant, grants).stream()
                .filter(grant ->
                        grant.state() != State.ENDING && grant.endedAt().isEmpty())
                .toList();
        for (int from = 0; from < all.size(); from += properties.batch()) {
            handOver(tenant, all.subList(from, Math.min(all.size(), from + properties.batch())));
        }
    }

    /** Hands over what a step may have given once more after it had ended; the lock is held. */
    void again(TenantId tenant, List<GrantRow> grants) {
        start(
                tenant,
                grants.stream().filter(grant -> grant.state() != State.ENDING).toList());
    }

    private int handOver(TenantId tenant, List<GrantRow> all) {
        end(tenant, all, grant -> grant.provenance() == Provenance.UNREAD, State.ENDED, Why.NEVER_GIVEN);
        end(tenant, all, grant -> grant.provenance() == Provenance.BEFORE, State.ENDED, Why.EXISTED_BEFORE);
        Predicate<GrantRow> ours = grant -> grant.provenance() == Provenance.OURS;
        end(tenant, all, ours.and(GrantRow::outlasted), State.SUPERSEDED, Why.OUTLASTED);
        return start(
                tenant,
                all.stream().filter(ours.and(grant -> !grant.outlasted())).toList());
    }

    private void end(TenantId tenant, List<GrantRow> all, Predicate<GrantRow> which, State state, String why) {
        List<GrantRow> some = all.stream().filter(which).toList();
        if (!some.isEmpty()) {
            rows.end(tenant, some.stream().map(GrantRow::id).toList(), state, why);
            trail.record(tenant, "grant.ended", some, facts -> facts.put("why", why));
        }
    }

    /** One run for each connection. */
    private int start(TenantId tenant, List<GrantRow> grants) {
        Map<OktaConnectionId, List<GrantRow>> byConnection = grants.stream()
                .collect(Collectors.groupingBy(
                        grant -> grant.membership().connection(), LinkedHashMap::new, Collectors.toList()));
        byConnection.forEach((connection, some) -> start(tenant, connection, some));
        return byConnection.size();
    }

    private void start(TenantId tenant, OktaConnectionId connection, List<GrantRow> grants) {
        UUID run = ids.next();
        List<UUID> of = new ArrayList<>();
        var input = StepResult.nothing().put("connectionId", connection.toString());
        var list = input.putArray("grants");
        grants.forEach(grant -> {
            of.add(grant.id());
            list.add(grant.id().toString());
        });
        rows.handOver(tenant, of, run);
        Plan plan = new Plan(StepResult.nothing(), List.of(new PlannedStep("end", EndStep.KIND, input)));
        work.start(tenant, new NewRun(run, EndRuns.KIND, run.toString(), run.toString(), plan));
    }
}
