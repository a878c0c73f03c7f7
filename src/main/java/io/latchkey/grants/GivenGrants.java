package io.latchkey.grants;

import io.latchkey.grants.Grant.State;
import io.latchkey.grants.GrantRow.Provenance;
import io.latchkey.grants.GrantRows.Giving;
import io.latchkey.okta.OktaConnection;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The grants of a step that gives, from before it asks Okta until it has read back; each method is a transaction of its own. A
 * row stands before the account's groups are read, and from then on no end of the same membership begins: what is read stays
 * true until it is decided on.
 */
@Component
class GivenGrants {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** How far the clocks of two nodes may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final GrantTrail trail;
    private final HandOver handOver;
    private final GrantsProperties properties;
    private final Ids ids;
    private final Clock clock;

    GivenGrants(
            TenantTransactions transactions,
            GrantRows rows,
            GrantTrail trail,
            HandOver handOver,
            GrantsProperties properties,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.trail = trail;
        this.handOver = handOver;
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Stores what is going to be given, unless an earlier attempt has.
     *
     * @return when this attempt began
     * @throws GrantWaits while one of the memberships is being ended
     * @throws GrantRefused when its end is not to come
     */
    Instant begin(StepContext step, OktaConnection connection, String user, Set<String> groups, Ends ends) {
        return transactions.write(step.tenant(), () -> {
            rows.lock(step.tenant());
            List<GrantRow> begun = rows.ofStep(step.tenant(), step.stepId());
            refuseOver(begun);
            Instant now = clock.instant();
            Instant end = ends.from(now);
            if (!begun.isEmpty()) {
                rows.postpone(step.tenant(), step.stepId(), end);
                return now;
            }
            if (!end.isAfter(now)) {
                throw new GrantRefused(
                        "grants.end-passed",
                        "the access was to end at " + end + ", which has passed; nothing was given");
            }
            Giving giving = new Giving(
                    step.input().path("issueId").asText(),
                    step.runId(),
                    step.stepId(),
                    reason(step),
                    now,
                    end,
                    step.input().path("locale").asText("en"),
                    step.input().path("zone").asText("UTC"));
            groups.forEach(
                    group -> rows.insert(step.tenant(), giving, Membership.of(connection, user, group), ids.next()));
            return now;
        });
    }

    private static Optional<String> reason(StepContext step) {
        return Optional.of(step.input().path("reason").asText("")).filter(text -> !text.isBlank());
    }

    /**
     * The account's groups were read, and nothing was sent yet: decides whose each membership is going to be. From then on
     * no other grant of it ends it.
     *
     * @param began before the groups were read
     * @throws GrantWaits when Okta shows no groups at all, or one of the memberships is being ended or was ended meanwhile
     */
    void determine(StepContext step, Instant began, Set<String> present, Set<String> missing) {
        if (present.isEmpty()) {
            // Okta: everybody is in "Everyone"; an app without a role is shown an empty list.
            throw new GrantWaits("okta.groups-unreadable", "Okta shows no groups of the account at all", SOON);
        }
        transactions.writeOnly(step.tenant(), () -> {
            rows.lock(step.tenant());
            List<GrantRow> grants = rows.ofStep(step.tenant(), step.stepId());
            refuseOver(grants);
            for (GrantRow grant : grants) {
                List<GrantRow> others = others(step, grant, began.minus(SKEW));
                waitForEnd(others);
                boolean lacks = missing.contains(grant.membership().groupId());
                if (lacks && grant.provenance() != Provenance.OURS) {
                    rows.determine(step.tenant(), grant.id(), Provenance.OURS, clock.instant(), Optional.empty());
                } else if (!lacks && grant.provenance() == Provenance.UNREAD) {
                    explain(step, grant, others);
                }
            }
        });
    }

    private List<GrantRow> others(StepContext step, GrantRow grant, Instant endedSince) {
        Membership membership = grant.membership();
        return rows
                .ofMemberships(
                        step.tenant(),
                        membership.connection().value(),
                        membership.userId(),
                        Set.of(membership.groupId()),
                        endedSince)
                .stream()
                .filter(other -> !other.id().equals(grant.id()))
                .toList();
    }

    /** What was read may not be true any more. */
    private static void waitForEnd(List<GrantRow> others) {
        boolean ending = others.stream()
                .anyMatch(other -> other.state() == State.ENDING
                        || (other.state() == State.ENDED && other.provenance() == Provenance.OURS));
        if (ending) {
            throw new GrantWaits(
                    "grants.being-ended", "earlier access to the same group is being ended just now", SOON);
        }
    }

    /** A membership that is there is ours when another grant of ours has given it. */
    private void explain(StepContext step, GrantRow grant, List<GrantRow> others) {
        List<GrantRow> running = others.stream()
                .filter(other -> other.endedAt().isEmpty() && other.membership().equals(grant.membership()))
                .toList();
        // Of several the one of which most is known.
        Optional<GrantRow> ours = running.stream()
                .filter(other -> other.provenance() == Provenance.OURS)
                .max(Comparator.comparing(GrantRow::knownAt));
        boolean before = running.stream().anyMatch(other -> other.provenance() == Provenance.BEFORE);
        rows.determine(
                step.tenant(),
                grant.id(),
                ours.isPresent() && !before ? Provenance.OURS : Provenance.BEFORE,
                ours.map(GrantRow::oursSince).orElse(grant.oursSince()),
                ours.flatMap(GrantRow::shownAt));
    }

    /**
     * Okta shows the memberships: the clock starts.
     *
     * @throws GrantRefused when they were ended meanwhile; what was sent is taken back
     */
    List<GrantRow> confirm(StepContext step, Ends ends) {
        boolean over = transactions.write(step.tenant(), () -> {
            rows.lock(step.tenant());
            List<GrantRow> grants = rows.ofStep(step.tenant(), step.stepId());
            List<GrantRow> ended = grants.stream().filter(GivenGrants::isOver).toList();
            if (!ended.isEmpty()) {
                handOver.again(
                        step.tenant(),
                        ended.stream()
                                .filter(grant -> grant.provenance() == Provenance.OURS)
                                .toList());
                return true;
            }
            Instant now = clock.instant();
            Instant end = ends.from(now);
            List<GrantRow> giving = grants.stream()
                    .filter(grant -> grant.state() == State.GIVING)
                    .toList();
            giving.forEach(grant -> rows.confirm(
                    step.tenant(), grant.id(), now, end, reminder(now, end), Looks.at(grant.knownAt(), end)));
            trail.record(
                    step.tenant(),
                    "grant.given",
                    giving,
                    facts -> facts.put("endsAt", end.toString())
                            .put("run", step.runId().toString()));
            return false;
        });
        if (over) {
            throw over();
        }
        return confirmed(step);
    }

    /** When the ticket is to be reminded; access that lasts no longer than that is not reminded of. */
    private Optional<Instant> reminder(Instant begin, Instant end) {
        return Reminders.at(properties, begin, end);
    }

    /** What the step has given, once it is confirmed. */
    List<GrantRow> confirmed(StepContext step) {
        Supplier<List<GrantRow>> read = () -> rows.ofStep(step.tenant(), step.stepId());
        List<GrantRow> grants = transactions.read(step.tenant(), read);
        return grants.stream().allMatch(grant -> grant.confirmedAt().isPresent()) ? grants : List.of();
    }

    private static void refuseOver(List<GrantRow> grants) {
        if (grants.stream().anyMatch(GivenGrants::isOver)) {
            throw over();
        }
    }

    private static boolean isOver(GrantRow grant) {
        return grant.state() != State.GIVING && grant.state() != State.ACTIVE;
    }

    private static GrantRefused over() {
        return new GrantRefused("grants.ended-meanwhile", "the access was ended before it had been given");
    }
}
