package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.LoggedEvents.Logged;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves an account to another state, when it is in one from which Okta lets it; where it is there already, nothing is done.
 * After a lost answer Okta's System Log tells whether we did it: a person who has taken it back since is left so.
 *
 * <p>Input: {@code connection}, {@code user} (id), for {@code okta.activate-user} and {@code okta.reactivate-user} also
 * {@code sendEmail} (true unless it says otherwise), or {@code link}: Okta sends no mail, and the link is kept to be handed
 * over.
 */
class LifecycleStep extends AccountStep {

    private final Lifecycle act;
    private final LinkStep links;

    LifecycleStep(Lifecycle act, NamedDirectories directories, Settling settling) {
        super(directories, settling);
        this.act = act;
        this.links = new LinkStep(act, directories, settling);
    }

    @Override
    public String kind() {
        return act.kind();
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "status", "changed");
    }

    @Override
    public StepResult act(StepContext step) {
        if (LinkStep.isWanted(step)) {
            return links.act(step);
        }
        OktaDirectory directory = directory(step);
        Account before = touchable(step, directory);
        if (act.isNeedless(before.status())) {
            return needless(step, directory, before);
        }
        if (before.inTransition()) {
            throw new OktaFailure.InTransition("Okta is still busy with an earlier change of the account's state");
        }
        if (!act.isAllowedIn(before.status())) {
            throw wrongState(before, act.expected());
        }
        step.beforeCall();
        try {
            directory
                    .accounts()
                    .move(act.operation(), before.id(), act.path(), act.query(flag(step, "sendEmail", true)));
        } catch (OktaFailure.WrongState faster) {
            // Somebody was faster, or an earlier attempt of ours has just taken effect.
            Account now = read(step, directory);
            if (act.isNeedless(now.status())) {
                return needless(step, directory, now);
            }
            throw faster;
        }
        Account after = read(step, directory);
        if (!act.isReached(after.status())) {
            throw unproven(step);
        }
        return result(outputs(after, true).put("before", before.status().name()));
    }

    /** It is so already. Whether we made it so, by an attempt whose answer was lost, decides what may be taken back. */
    private StepResult needless(StepContext step, OktaDirectory directory, Account account) {
        if (!step.isRepeat()) {
            return result(outputs(account, false));
        }
        var since = settling().since(step);
        step.beforeCall();
        List<Logged> logged = directory.events().about(act.event(), account.id(), since);
        if (logged.stream().anyMatch(directory.events()::isOurs)) {
            return result(outputs(account, isOnlyOurs(step)));
        }
        boolean before =
                account.statusChanged().filter(at -> at.isBefore(since)).isPresent();
        if (logged.isEmpty() && !before) {
            Optional<NotShownYet> wait = settling()
                    .notShownYet(
                            step,
                            "okta.state-unproven",
                            "the account is in the wanted state; Okta's System Log does not say yet who brought it there");
            if (wait.isPresent()) {
                throw wait.get();
            }
        }
        return result(outputs(account, false));
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        if (LinkStep.isWanted(step)) {
            return links.look(step);
        }
        OktaDirectory directory = directory(step);
        step.beforeCall();
        Optional<Logged> ours = directory
                .events()
                .ours(act.event(), text(step, "user"), settling().since(step));
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        Account now = read(step, directory);
        if (act.isReached(now.status()) || act.mayFollow(now.status())) {
            return Optional.of(result(outputs(now, isOnlyOurs(step))));
        }
        boolean isLater =
                now.statusChanged().filter(at -> at.isAfter(ours.get().at())).isPresent();
        if (now.inTransition() || !isLater) {
            throw unproven(step);
        }
        throw new OktaFailure.AccountChanged(
                "Latchkey has done it, and a person has brought the account into the state " + now.status()
                        + " since; it was left so");
    }

    private RuntimeException unproven(StepContext step) {
        return settling()
                .notShown(
                        step,
                        "okta.state-unproven",
                        "Okta has accepted the change, but does not show the account in the state that it leads to. If it"
                                + " stays so, look at the account in Okta.");
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return outputs.path("changed").asBoolean()
                ? act.undo(outputs.path("before").asText()).map(back -> undoing(done, back.kind(), outputs))
                : Optional.empty();
    }
}
