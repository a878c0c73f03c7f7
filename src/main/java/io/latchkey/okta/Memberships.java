package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.LoggedEvents.Logged;
import io.latchkey.okta.OktaMembers.Rule;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which memberships an account has, and which of them may be taken away: those of groups that can be edited, and that no
 * group rule made. Okta: whoever takes away what a rule gave puts the person on the rule's list of exceptions without a
 * word, and the rule never gives it back.
 */
@Component
class Memberships {

    private static final String ADDED = "group.user_membership.add";
    private static final String REMOVED = "group.user_membership.remove";

    /** As long as Okta keeps its System Log. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Clock clock;

    Memberships(Clock clock) {
        this.clock = clock;
    }

    /** The ids that an input names. */
    static Set<String> named(StepContext step, String input) {
        return ids(step.input().path(input));
    }

    static Set<String> ids(JsonNode array) {
        Set<String> ids = new LinkedHashSet<>();
        array.forEach(id -> ids.add(id.asText()));
        return ids;
    }

    static Set<String> ids(List<OktaGroup> groups) {
        Set<String> ids = new LinkedHashSet<>();
        groups.forEach(group -> ids.add(group.id()));
        return ids;
    }

    /** The account's groups by id. */
    Map<String, OktaGroup> of(StepContext step, OktaDirectory directory, String user) {
        step.beforeCall();
        Map<String, OktaGroup> groups = new LinkedHashMap<>();
        directory.groupsOf(user).forEach(group -> groups.put(group.id(), group));
        return groups;
    }

    /**
     * Makes sure that the account may be taken out of these groups, before anything is done. One call; with a rule that
     * fills one of them, one of the System Log for each type of doubt.
     *
     * @throws OktaFailure.Refused {@code okta.group-not-editable} or {@code okta.membership-by-rule}
     */
    void demandRemovable(StepContext step, OktaDirectory directory, String user, List<OktaGroup> groups) {
        for (OktaGroup group : groups) {
            if (!group.isEditable()) {
                throw AccountStep.refused(
                        "okta.group-not-editable",
                        FailureKind.SETUP,
                        "the group \"" + group.name() + "\" is " + whose(group)
                                + "; its members cannot be changed here. Nothing was done");
            }
        }
        List<Rule> rules = rules(step, directory);
        List<OktaGroup> doubtful = groups.stream()
                .filter(group -> rules.stream().anyMatch(rule -> rule.fills(group.id(), user)))
                .toList();
        if (doubtful.isEmpty()) {
            return;
        }
        step.beforeCall();
        List<Logged> added =
                directory.events().about(ADDED, user, clock.instant().minus(REMEMBERED));
        for (OktaGroup group : doubtful) {
            boolean byHand = added.stream()
                    .filter(event -> event.concerns(group.id()))
                    .reduce((earlier, later) -> later)
                    .filter(Logged::byHand)
                    .isPresent();
            if (!byHand) {
                throw byRule(group, rules, user);
            }
        }
    }

    private static OktaFailure byRule(OktaGroup group, List<Rule> rules, String user) {
        String name = rules.stream()
                .filter(rule -> rule.fills(group.id(), user))
                .map(Rule::name)
                .findFirst()
                .orElse("");
        return AccountStep.refused(
                "okta.membership-by-rule",
                FailureKind.CALLER,
                "the group rule \"" + name + "\" fills the group \"" + group.name()
                        + "\", and Okta's System Log does not"
                        + " show that somebody else made the person a member. Taken out, Okta would except the person from"
                        + " the rule for good. Change what the rule goes by, or the rule. Nothing was done");
    }

    private static String whose(OktaGroup group) {
        return switch (group.type()) {
            case APP_GROUP -> "fed by an application or a directory";
            case BUILT_IN -> "built into Okta";
            default -> "not one of Okta's own";
        };
    }

    List<Rule> rules(StepContext step, OktaDirectory directory) {
        step.beforeCall();
        return directory.members().activeRules();
    }

    /** What earlier attempts of this step have taken away, as far as the log shows it. */
    Set<String> removedBefore(StepContext step, OktaDirectory directory, String user, Instant since) {
        return before(step, directory, REMOVED, user, since);
    }

    /** What earlier attempts of this step have given, as far as the log shows it. */
    Set<String> addedBefore(StepContext step, OktaDirectory directory, String user, Instant since) {
        return before(step, directory, ADDED, user, since);
    }

    private static Set<String> before(
            StepContext step, OktaDirectory directory, String event, String user, Instant since) {
        Set<String> groups = new LinkedHashSet<>();
        if (step.isRepeat() && !step.isClaimedElsewhere()) {
            step.beforeCall();
            LoggedEvents log = directory.events();
            log.about(event, user, since).stream()
                    .filter(log::isOurs)
                    .forEach(logged -> groups.addAll(logged.targets()));
        }
        return groups;
    }
}
