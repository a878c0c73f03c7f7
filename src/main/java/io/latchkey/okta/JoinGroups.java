package io.latchkey.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Puts an account into groups, for steps: reads the account's groups, adds what is missing, reads back. Adding a member
 * again changes nothing (Okta answers 204 both times), so it may be repeated; not when somebody has taken it out again since.
 * What Okta shows late is waited for between attempts: the memberships that were added, and an account that was created a moment ago.
 */
@Component
public class JoinGroups {

    /** Okta: 404 right after the creation passes within seconds. */
    private static final Duration NEW = Duration.ofSeconds(10);

    private final Settling settling;

    JoinGroups(Settling settling) {
        this.settling = settling;
    }

    /** Hears what is about to be added, before anything is sent. */
    public interface BeforeAdding {

        /**
         * The account's groups were read.
         *
         * @param present the ids of all of them; Okta puts everybody into "Everyone"
         * @param missing which of the wanted ones are going to be added; may be empty
         */
        void about(Set<String> present, Set<String> missing);
    }

    /** The detail of an intent from which waiting is counted; {@link #ensure} needs it in the step's. */
    public ObjectNode begin() {
        return settling.begin();
    }

    /**
     * Makes sure that the account is in these groups. Called without a transaction.
     *
     * @return which were added
     * @throws OktaFailure.Administrator when the account, which the run has not created, administers Okta
     * @throws OktaFailure.AccountChanged when something is missing and the account is suspended or deactivated, or somebody
     *     has taken it out of a group that an earlier attempt put it into
     */
    public Set<String> ensure(
            StepContext step, OktaDirectory directory, String user, Set<String> wanted, BeforeAdding before) {
        return settling.present(step, NEW, () -> ensured(step, directory, user, wanted, before));
    }

    private Set<String> ensured(
            StepContext step, OktaDirectory directory, String user, Set<String> wanted, BeforeAdding before) {
        if (!isOfThisRun(step, user)) {
            Administrators.refuse(step, directory, user);
        }
        Set<String> present = present(step, directory, user);
        Set<String> missing = missing(wanted, present);
        if (!missing.isEmpty()) {
            demandInUse(step, directory, user);
        }
        before.about(present, missing);
        for (String group : TakenBack.stillToAdd(step, directory, user, missing, settling.since(step))) {
            step.beforeCall();
            directory.addToGroup(group, user);
        }
        if (!missing.isEmpty()
                && !missing(wanted, present(step, directory, user)).isEmpty()) {
            throw settling.notShown(
                    step,
                    "okta.membership-unproven",
                    "Okta has accepted the account into its groups, but does not show all of these memberships. If it"
                            + " stays so, a person or a rule takes it out again; look at the groups in Okta.");
        }
        return missing;
    }

    /** A new account has no role but what its groups give, each of which was asked for its roles. */
    private static boolean isOfThisRun(StepContext step, String user) {
        return step.earlierOf(CreateUserStep.KIND).stream()
                .anyMatch(account -> account.path("userId").asText().equals(user));
    }

    /** Nothing is granted to an account that a person has stopped. */
    private static void demandInUse(StepContext step, OktaDirectory directory, String id) {
        step.beforeCall();
        OktaUser user = directory
                .user(id)
                .orElseThrow(() -> new OktaFailure.UserGone("the account does not exist in Okta any more"));
        if (user.status() == OktaUser.Status.DEPROVISIONED || user.status() == OktaUser.Status.SUSPENDED) {
            throw new OktaFailure.AccountChanged(
                    "a person has deactivated or suspended the account; it was left so, and"
                            + " was added to no group");
        }
    }

    private static Set<String> present(StepContext step, OktaDirectory directory, String user) {
        step.beforeCall();
        return directory.groupsOf(user).stream().map(OktaGroup::id).collect(Collectors.toSet());
    }

    private static Set<String> missing(Set<String> wanted, Set<String> present) {
        return wanted.stream()
                .filter(group -> !present.contains(group))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
