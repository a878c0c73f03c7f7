package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Form;
import io.latchkey.jira.JiraForms;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.guard.PlanGuard;
import io.latchkey.provisioning.guard.Verdict;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What approving a request would do, found out without writing anything: the plan that an approval would have now, or why
 * there would be none. It reads each account that the request names (three calls: the account, its roles, its groups),
 * whether Okta has what a new account would be called (two calls), the roles and the applications of each group that were not read lately, each application that it gives or takes, and the forms.
 */
@Component
class Preview {

    private final JiraForms forms;
    private final TargetAccounts accounts;
    private final GroupFacts groups;
    private final GroupApps apps;
    private final PlanGuard guard;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    Preview(
            JiraForms forms,
            TargetAccounts accounts,
            GroupFacts groups,
            GroupApps apps,
            PlanGuard guard,
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions) {
        this.forms = forms;
        this.accounts = accounts;
        this.groups = groups;
        this.apps = apps;
        this.guard = guard;
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /**
     * What was found out.
     *
     * @param text for those who approve
     * @param told the same in pieces
     * @param plan what would be done; empty when nothing would
     * @param code why nothing would be done, or {@code preview.ready}
     */
    record Seen(String text, PreviewText.Told told, Optional<Plan> plan, String code) {}

    /** Looks at a request that waits for its approval; approvals and history of the reading are not asked. */
    Seen of(TenantId tenant, Reading reading, Runnable beforeCall) {
        RecipeVersion version = reading.version();
        Recipe recipe = version.recipe();
        InputReading inputs = InputReading.beforeApproval(
                version, reading.request(), forms(tenant, reading, beforeCall), PreviewText.whoeverApproves(recipe));
        if (!inputs.problems().isEmpty()) {
            String sentences = inputs.problems().stream()
                    .map(InputReading.Problem::sentence)
                    .collect(Collectors.joining(" "));
            return refused(recipe, inputs.problems().get(0).code(), sentences);
        }
        Optional<Outcome> unfit = Term.problem(version, inputs.values(), reading.began())
                .or(() -> Recipient.problem(recipe, reading.request(), inputs.values(), List.of()));
        if (unfit.isPresent()) {
            return refused(recipe, unfit.get());
        }
        TargetAccounts.Found found = accounts.of(tenant, version, inputs.values(), List.of(), beforeCall);
        if (found.problem().isPresent()) {
            return refused(recipe, found.problem().get());
        }
        try {
            return of(tenant, reading, found, beforeCall);
        } catch (OktaFailure.GroupGone gone) {
            return refused(
                    recipe,
                    "okta.group-gone",
                    "A group of this recipe does not exist in Okta any more; an administrator has to save the recipe"
                            + " again.");
        }
    }

    private Seen of(TenantId tenant, Reading reading, TargetAccounts.Found found, Runnable beforeCall) {
        RecipeVersion version = reading.version();
        Plan plan =
                Planner.plan(version, reading.request(), new Outcome.Admitted(found.inputs(), List.of(), List.of()));
        List<Guardrail.Group> facts = groups.lately(tenant, version, Planner.groupIds(plan.steps()), beforeCall);
        // The first of a tenant makes the key by which logins are compared.
        Optional<Verdict.Barred> barred =
                transactions.write(tenant, () -> guard.barredNow(tenant, version, plan, facts, found.people()));
        if (barred.isPresent()) {
            return refused(version.recipe(), barred.get().code(), barred.get().sentence());
        }
        OktaConnection connection = transactions.read(
                tenant,
                () -> connections
                        .find(tenant, version.recipe().connection())
                        .orElseThrow(() -> new ConnectionGone(version.recipe().connection())));
        OktaDirectory directory = directories.of(connection);
        AppsNow appsNow = AppsNow.of(directory, plan, beforeCall);
        if (appsNow.refusal().isPresent()) {
            return refused(version.recipe(), appsNow.refusal().get());
        }
        Map<String, PreviewText.Known> known = known(directory, found, beforeCall);
        Optional<Map<String, List<String>>> comes =
                apps.of(tenant, connection.id(), directory, PreviewText.given(plan.steps()), beforeCall);
        var sight = new PreviewText.Sight(known, comes, met(directory, plan, beforeCall));
        var text = new PreviewText(version.recipe(), names(version, appsNow), sight);
        return new Seen(text.of(plan.steps()), text.told(plan.steps()), Optional.of(plan), "preview.ready");
    }

    /** What ids of groups and applications are called, and the field that names whom a credential is for. */
    private static Map<String, String> names(RecipeVersion version, AppsNow apps) {
        Map<String, String> names = new HashMap<>();
        for (String kind : List.of("groups", "apps")) {
            version.resolved()
                    .tree()
                    .path(kind)
                    .properties()
                    .forEach(one -> names.put(one.getValue().asText(), one.getKey()));
        }
        names.putAll(apps.labels());
        String recipient = version.recipe().delivery().recipient();
        if (recipient != null) {
            References.onlyInput(recipient)
                    .ifPresent(
                            input -> names.put(recipient, FieldNames.of(version).of(input)));
        }
        return names;
    }

    /** What would stop a new account, or shows that somebody has one. A user name that a step leaves is not known yet. */
    private static Set<String> met(OktaDirectory directory, Plan plan, Runnable beforeCall) {
        Set<String> met = new HashSet<>();
        for (PlannedStep step : plan.steps()) {
            String login = step.input().path("login").textValue();
            String email = step.input().path("email").textValue();
            if (step.kind().equals(StepKinds.CREATE_USER) && login != null && email != null) {
                beforeCall.run();
                boolean isTaken = directory.findUser(login).isPresent();
                if (!isTaken) {
                    beforeCall.run();
                    isTaken = !directory.idsWithEmail(email).isEmpty();
                }
                if (isTaken) {
                    met.add(login);
                }
            }
        }
        return met;
    }

    private static Map<String, PreviewText.Known> known(
            OktaDirectory directory, TargetAccounts.Found found, Runnable beforeCall) {
        Map<String, PreviewText.Known> known = new HashMap<>();
        for (JsonNode value : found.inputs().values()) {
            Optional<String> id = TargetAccount.isOne(value) ? TargetAccount.oktaUserId(value) : Optional.empty();
            if (id.isPresent() && !known.containsKey(id.get())) {
                beforeCall.run();
                Set<String> member =
                        directory.groupsOf(id.get()).stream().map(OktaGroup::id).collect(Collectors.toSet());
                known.put(id.get(), new PreviewText.Known(TargetAccount.shown(value), member));
            }
        }
        return known;
    }

    private List<Form> forms(TenantId tenant, Reading reading, Runnable beforeCall) {
        Set<String> templates = FormCheck.templates(reading.version().recipe());
        if (templates.isEmpty()) {
            return List.of();
        }
        beforeCall.run();
        return forms.forms(tenant, reading.request().issueId(), templates, beforeCall);
    }

    private static Seen refused(Recipe recipe, Outcome outcome) {
        String sentence = outcome instanceof Outcome.Held held
                ? held.sentence()
                : outcome instanceof Outcome.Refused refused ? refused.sentence() : outcome.code();
        return refused(recipe, outcome.code(), sentence);
    }

    private static Seen refused(Recipe recipe, String code, String sentence) {
        var text = new PreviewText(recipe, Map.of(), PreviewText.Sight.NONE);
        return new Seen(text.refused(code, sentence), text.toldRefused(code, sentence), Optional.empty(), code);
    }
}
