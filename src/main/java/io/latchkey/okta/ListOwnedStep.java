package io.latchkey.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Lists what a person has that somebody else may have to take over: the groups that they own, among those that they are
 * in, since Okta tells the owners of a group and not the groups of an owner; and the applications on their dashboard. Reads
 * only. What is not shown is said.
 *
 * <p>Input: {@code connection}, {@code user} (id). Output {@code text}: a few lines for people.
 */
@Component
class ListOwnedStep extends AccountStep {

    static final String KIND = "okta.list-owned";

    private static final int MOST_GROUPS_ASKED = 25;
    private static final int MOST_SHOWN = 40;

    private final Memberships memberships;

    ListOwnedStep(NamedDirectories directories, Settling settling, Memberships memberships) {
        super(directories, settling);
        this.memberships = memberships;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "text", "groups", "apps");
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account account = read(step, directory);
        List<OktaGroup> editable = memberships.of(step, directory, account.id()).values().stream()
                .filter(OktaGroup::isEditable)
                .toList();
        List<OktaGroup> owned = new ArrayList<>();
        for (OktaGroup group : editable.subList(0, Math.min(MOST_GROUPS_ASKED, editable.size()))) {
            step.beforeCall();
            if (directory.members().owners(group.id()).contains(account.id())) {
                owned.add(group);
            }
        }
        step.beforeCall();
        List<String> apps = directory.accounts().appLabels(account.id());
        return resultOf(account, owned, apps, Math.max(0, editable.size() - MOST_GROUPS_ASKED));
    }

    private static StepResult resultOf(Account account, List<OktaGroup> owned, List<String> apps, int unasked) {
        List<String> names = owned.stream().map(OktaGroup::name).toList();
        String text = "Owned groups: " + listed(names)
                + (unasked == 0 ? "" : " (of " + unasked + " further groups the owners were not asked for)")
                + "\nAssigned applications: " + listed(apps);
        ObjectNode outputs = StepResult.nothing().put("userId", account.id()).put("text", text);
        names.forEach(outputs.putArray("groups")::add);
        apps.stream().limit(MOST_SHOWN).forEach(outputs.putArray("apps")::add);
        ObjectNode evidence = StepResult.nothing().put("userId", account.id()).put("apps", apps.size());
        owned.forEach(group -> evidence.withArray("groupIds").add(group.id()));
        return new StepResult(outputs, evidence, Map.of());
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        int left = names.size() - MOST_SHOWN;
        return left > 0 ? shown + " and " + left + " more" : shown;
    }
}
