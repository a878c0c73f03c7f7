package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Swaps an account's groups: it is put into the new ones before it is taken out of the old ones, so that the person is
 * never without either. Whether it may be taken out is looked at before anything is done.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code removeGroupIds}, {@code addGroupIds}.
 */
@Component
class ChangeRoleStep extends AccountStep {

    static final String KIND = "okta.change-role";

    private final Memberships memberships;
    private final Lasting lasting;

    ChangeRoleStep(NamedDirectories directories, Settling settling, Memberships memberships, Lasting lasting) {
        super(directories, settling);
        this.memberships = memberships;
        this.lasting = lasting;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "added", "removed");
    }

    @Override
    public StepResult act(StepContext step) {
        Set<String> adding = Memberships.named(step, "addGroupIds");
        Set<String> removing = Memberships.named(step, "removeGroupIds");
        if (!Collections.disjoint(adding, removing)) {
            throw refused(
                    "okta.role-contradicts",
                    FailureKind.SETUP,
                    "the same group is to be given and taken away by this step; leave it out of one of the two lists");
        }
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        if (account.status() == OktaUser.Status.DEPROVISIONED || account.status() == OktaUser.Status.SUSPENDED) {
            throw wrongState(account, OktaUser.Status.ACTIVE, OktaUser.Status.PROVISIONED, OktaUser.Status.STAGED);
        }
        Map<String, OktaGroup> before = memberships.of(step, directory, account.id());
        List<OktaGroup> leaving = before.values().stream()
                .filter(group -> removing.contains(group.id()))
                .toList();
        if (!leaving.isEmpty()) {
            memberships.demandRemovable(step, directory, account.id(), leaving);
        }
        lasting.keep(step, account.id(), adding, before.keySet());
        Set<String> stillToLeave = TakenBack.stillToRemove(
                step,
                directory,
                account.id(),
                Memberships.ids(leaving),
                settling().since(step));
        Set<String> added = added(step, directory, account, adding, before.keySet());
        Set<String> removed = removed(step, directory, account, removing, stillToLeave);
        demandShown(step, directory, account, adding, removing);
        ObjectNode outputs = StepResult.nothing().put("userId", account.id());
        added.forEach(outputs.putArray("added")::add);
        removed.forEach(outputs.putArray("removed")::add);
        return result(outputs);
    }

    private Set<String> added(
            StepContext step, OktaDirectory directory, Account account, Set<String> adding, Set<String> present) {
        Set<String> added = memberships.addedBefore(
                step, directory, account.id(), settling().since(step));
        added.retainAll(adding);
        Set<String> missing = new LinkedHashSet<>(adding);
        missing.removeAll(present);
        for (String group : TakenBack.stillToAdd(
                step, directory, account.id(), missing, settling().since(step))) {
            step.beforeCall();
            directory.addToGroup(group, account.id());
            added.add(group);
        }
        return added;
    }

    private Set<String> removed(
            StepContext step, OktaDirectory directory, Account account, Set<String> removing, Set<String> leaving) {
        Set<String> removed = memberships.removedBefore(
                step, directory, account.id(), settling().since(step));
        removed.retainAll(removing);
        for (String group : leaving) {
            step.beforeCall();
            directory.members().remove(group, account.id());
            removed.add(group);
        }
        return removed;
    }

    private void demandShown(
            StepContext step, OktaDirectory directory, Account account, Set<String> adding, Set<String> removing) {
        Set<String> now = memberships.of(step, directory, account.id()).keySet();
        if (!now.containsAll(adding) || !Collections.disjoint(now, removing)) {
            throw settling()
                    .notShown(
                            step,
                            "okta.membership-unproven",
                            "Okta has accepted the change of groups, but does not show it. If it stays so, a person or a rule"
                                    + " changes them back; look at the groups in Okta.");
        }
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        Set<String> added = new LinkedHashSet<>(Memberships.ids(outputs.path("added")));
        Set<String> removed = new LinkedHashSet<>(Memberships.ids(outputs.path("removed")));
        if (added.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode input = StepResult.nothing();
        added.forEach(input.putArray("removeGroupIds")::add);
        removed.forEach(input.putArray("addGroupIds")::add);
        return Optional.of(undoing(done, KIND, outputs, input));
    }
}
