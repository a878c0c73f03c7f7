package io.latchkey.okta;

import io.latchkey.okta.LoggedEvents.Logged;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Creates a group of Okta's own, and makes a person its owner. A group with this name that is there already is never taken
 * over, unless Okta's System Log says that we made it in an earlier attempt of this step.
 *
 * <p>Input: {@code connection}, {@code name}, {@code description}, optional {@code ownerUser} (id).
 */
@Component
class CreateGroupStep implements StepHandler {

    static final String KIND = "okta.create-group";

    private static final String EVENT = "group.lifecycle.create";

    /** Okta's search lags by about a second and its log by seconds; a lost creation is shown by one of the two by then. */
    private static final Duration SHOWN = Duration.ofSeconds(10);

    private final NamedDirectories directories;
    private final Settling settling;

    CreateGroupStep(NamedDirectories directories, Settling settling) {
        this.directories = directories;
        this.settling = settling;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("groupId", "name");
    }

    @Override
    public Intent intend(StepContext step) {
        String claim = String.join(
                "\n",
                "okta-group",
                directories.app(step.tenant(), AccountStep.text(step, "connection")),
                AccountStep.text(step, "name"));
        return new Intent(settling.begin(), Optional.empty(), Optional.of(claim));
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        demandOwner(step, directory);
        String name = AccountStep.text(step, "name");
        if (step.isRepeat()) {
            settling.notShownYet(
                            step,
                            SHOWN,
                            "okta.group-unproven",
                            "Okta did not answer when Latchkey created the group, and does not show it yet")
                    .ifPresent(wait -> {
                        throw wait;
                    });
        } else {
            step.beforeCall();
            directory.findGroup(name).ifPresent(there -> {
                throw taken();
            });
        }
        step.beforeCall();
        try {
            return owned(
                    step,
                    directory,
                    directory.createGroup(name, step.input().path("description").asText("")));
        } catch (OktaFailure.GroupNameTaken there) {
            // An earlier attempt of ours may have taken effect after we looked.
            return look(step).orElseThrow(() -> step.isRepeat() ? unproven(step) : there);
        }
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        OktaDirectory directory = directory(step);
        String name = AccountStep.text(step, "name");
        step.beforeCall();
        if (step.isClaimedElsewhere()) {
            // Another request set out to make a group of this name: whose it is cannot be told.
            if (directory.findGroup(name).isPresent()) {
                throw taken();
            }
            return Optional.empty();
        }
        List<Logged> ours = directory.events().byUs(EVENT, settling.since(step)).stream()
                .filter(event -> event.names().contains(name))
                .toList();
        for (Logged event : ours) {
            for (String id : event.targets()) {
                step.beforeCall();
                Optional<OktaGroup> group =
                        directory.group(id).filter(made -> made.name().equals(name));
                if (group.isPresent()) {
                    demandOwner(step, directory);
                    return Optional.of(owned(step, directory, group.get()));
                }
            }
        }
        if (!ours.isEmpty()) {
            throw new OktaFailure.AccountChanged(
                    "Latchkey has created the group, and a person has renamed or deleted it"
                            + " since; it was left so, and no other one was created");
        }
        step.beforeCall();
        if (directory.findGroup(name).isPresent()) {
            throw step.isRepeat() ? unproven(step) : taken();
        }
        return Optional.empty();
    }

    /** Owning a group is a right like others. */
    private static void demandOwner(StepContext step, OktaDirectory directory) {
        String owner = step.input().path("ownerUser").asText("");
        if (owner.isEmpty()) {
            return;
        }
        step.beforeCall();
        Account account = directory
                .accounts()
                .account(owner)
                .orElseThrow(
                        () -> new OktaFailure.UserGone("the owner of the new group does not exist in Okta any more"));
        if (account.status() == OktaUser.Status.DEPROVISIONED || account.status() == OktaUser.Status.SUSPENDED) {
            throw AccountStep.wrongState(account, OktaUser.Status.ACTIVE, OktaUser.Status.PROVISIONED);
        }
        Administrators.refuse(step, directory, owner);
    }

    private StepResult owned(StepContext step, OktaDirectory directory, OktaGroup group) {
        String owner = step.input().path("ownerUser").asText("");
        if (!owner.isEmpty() && !owners(step, directory, group).contains(owner)) {
            step.beforeCall();
            directory.members().addOwner(group.id(), owner);
            if (!owners(step, directory, group).contains(owner)) {
                throw settling.notShown(
                        step,
                        "okta.owner-unproven",
                        "Okta has accepted the owner of the new group, but does not show it. If it stays so, make the person"
                                + " its owner in Okta.");
            }
        }
        var outputs = StepResult.nothing().put("groupId", group.id()).put("name", group.name());
        if (!owner.isEmpty()) {
            outputs.put("ownerUser", owner);
        }
        return StepResult.of(outputs);
    }

    private Set<String> owners(StepContext step, OktaDirectory directory, OktaGroup group) {
        step.beforeCall();
        return settling.present(step, SHOWN, () -> directory.members().owners(group.id()));
    }

    private OktaDirectory directory(StepContext step) {
        return directories.named(step.tenant(), AccountStep.text(step, "connection"));
    }

    private static OktaFailure taken() {
        return AccountStep.refused(
                "okta.group-name-taken",
                FailureKind.CALLER,
                "a group with this name exists in Okta already; it was left as it is. Ask for another name, or for access to"
                        + " that group");
    }

    private RuntimeException unproven(StepContext step) {
        return settling.notShown(
                step,
                "okta.group-unproven",
                "Okta did not answer when Latchkey created the group. A group with this name exists now, but Okta's System"
                        + " Log does not say who created it, so Latchkey does not touch it. A person has to decide if this"
                        + " stays so.");
    }
}
