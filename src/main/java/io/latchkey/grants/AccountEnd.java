package io.latchkey.grants;

import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One account's memberships whose time is over: what is ours is taken back, and one look at its groups proves it. */
final class AccountEnd {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** A step that gives may have a call under way still when what it gives is ended. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    /** Okta: everybody is in "Everyone". No groups at all is what an app without a role is shown. */
    private static final String UNREADABLE = "okta.groups-unreadable";

    private final StepContext step;
    private final OktaDirectory directory;
    private final Evidence evidence;
    private final GrantsProperties properties;
    private final Clock clock;
    private final List<GrantRow> grants;
    private final Outcomes outcomes;
    private final String user;
    private final Map<String, Unproven> unproven = new LinkedHashMap<>();
    private boolean waits;

    AccountEnd(
            StepContext step,
            OktaDirectory directory,
            Evidence evidence,
            GrantsProperties properties,
            Clock clock,
            List<GrantRow> grants,
            Outcomes outcomes) {
        this.step = step;
        this.directory = directory;
        this.evidence = evidence;
        this.properties = properties;
        this.clock = clock;
        this.grants = grants;
        this.outcomes = outcomes;
        this.user = grants.get(0).membership().userId();
    }

    /**
     * A membership of which it has to be seen that it is gone.
     *
     * @param grants its grants
     * @param why why they are over when it is gone
     * @param otherwise why they are held when it stays
     * @param since from when on it is waited for
     */
    private record Unproven(List<GrantRow> grants, String why, String otherwise, Instant since) {}

    /** What has to be waited for, if anything. */
    Optional<GrantWaits> takeBack() {
        if (evidence.isDeleted(user)) {
            outcomes.ended(grants, Why.ACCOUNT_DELETED);
            return Optional.empty();
        }
        byGroup().forEach(this::begin);
        if (!unproven.isEmpty()) {
            prove();
        }
        return waits
                ? Optional.of(new GrantWaits(
                        "grants.not-shown-yet", "Okta does not show yet whether memberships have ended", SOON))
                : Optional.empty();
    }

    private Map<String, List<GrantRow>> byGroup() {
        return grants.stream()
                .sorted(Comparator.comparing(GrantRow::oursSince))
                .collect(Collectors.groupingBy(
                        grant -> grant.membership().groupId(), LinkedHashMap::new, Collectors.toList()));
    }

    private void begin(String group, List<GrantRow> of) {
        Optional<Instant> removed =
                of.stream().flatMap(grant -> grant.removedAt().stream()).min(Comparator.naturalOrder());
        if (removed.isPresent()) {
            unproven.put(group, new Unproven(of, Why.TAKEN_BACK, Why.REMOVAL_UNPROVEN, removed.get()));
            return;
        }
        if (of.stream().anyMatch(this::mayBeUnderWay)) {
            waits = true;
            return;
        }
        Instant since = of.get(0).oursSince();
        switch (evidence.whose(of.get(0))) {
            case OURS -> take(group, of);
            case ANOTHERS -> outcomes.ended(of, Why.GIVEN_BY_ANOTHER);
            case ENDED_BY_US -> unproven.put(group, new Unproven(of, Why.TAKEN_BACK, Why.LOG_UNCLEAR, handedOver(of)));
            case ENDED_BY_ANOTHER ->
                unproven.put(group, new Unproven(of, Why.GONE_ALREADY, Why.LOG_UNCLEAR, handedOver(of)));
            case UNSHOWN -> unproven.put(group, new Unproven(of, Why.GONE_ALREADY, Why.LOG_UNCLEAR, since));
        }
    }

    private boolean mayBeUnderWay(GrantRow grant) {
        return grant.confirmedAt().isEmpty()
                && clock.instant().isBefore(grant.changedAt().plus(UNDER_WAY));
    }

    private static Instant handedOver(List<GrantRow> of) {
        return of.stream()
                .map(GrantRow::changedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void take(String group, List<GrantRow> of) {
        if (evidence.isFedByRule(group, user)) {
            outcomes.held(of, Why.RULE_MANAGED, false);
            return;
        }
        try {
            step.beforeCall();
            directory.removeFromGroup(group, user);
            outcomes.removed(of);
            unproven.put(group, new Unproven(of, Why.TAKEN_BACK, Why.REMOVAL_UNPROVEN, clock.instant()));
        } catch (OktaFailure.GroupGone gone) {
            unproven.put(group, new Unproven(of, Why.GONE_ALREADY, gone.code(), clock.instant()));
        } catch (OktaFailure.Terminal refused) {
            // Nothing ends here: it is held with what Okta said, and the account's other memberships are ended.
            boolean fed = isFedByApplication(group);
            outcomes.held(of, fed ? Why.APP_MANAGED : refused.code(), !fed && refused.kind() == FailureKind.SETUP);
        }
    }

    private boolean isFedByApplication(String group) {
        step.beforeCall();
        return directory.group(group).filter(found -> !found.isEditable()).isPresent();
    }

    private void prove() {
        Set<String> present;
        try {
            step.beforeCall();
            present = directory.groupsOf(user).stream().map(OktaGroup::id).collect(Collectors.toSet());
        } catch (OktaFailure.Terminal refused) {
            // Nothing ends here: nothing is known to be gone, so all of it is held.
            unproven.values()
                    .forEach(one -> outcomes.held(one.grants, refused.code(), refused.kind() == FailureKind.SETUP));
            return;
        }
        unproven.forEach((group, one) -> prove(one, present.isEmpty(), present.contains(group)));
    }

    private void prove(Unproven one, boolean unreadable, boolean present) {
        if (unreadable) {
            outcomes.held(one.grants, UNREADABLE, true);
        } else if (!present) {
            outcomes.ended(one.grants, one.why);
        } else if (clock.instant().isBefore(one.since.plus(properties.settled()))) {
            waits = true;
        } else {
            outcomes.held(one.grants, one.otherwise, false);
        }
    }
}
