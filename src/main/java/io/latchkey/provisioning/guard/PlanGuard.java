package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.guard.KnownLogins.Print;
import io.latchkey.provisioning.guard.PlanDemand.NewAccount;
import io.latchkey.provisioning.guard.Verdict.Barred;
import io.latchkey.provisioning.guard.Verdict.Cleared;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Account;
import io.latchkey.recipe.Guardrail.App;
import io.latchkey.recipe.Guardrail.Duties;
import io.latchkey.recipe.Guardrail.Facts;
import io.latchkey.recipe.Guardrail.Group;
import io.latchkey.recipe.Guardrail.Likeness;
import io.latchkey.recipe.Guardrail.NamedGroup;
import io.latchkey.recipe.Guardrail.Person;
import io.latchkey.recipe.Guardrail.Violation;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.work.Plan;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Judges a plan by the tenant's guardrails inside the transaction that admits it, so that neither a change of a guardrail
 * nor another plan comes in between.
 */
@Component
public class PlanGuard {

    private final OktaConnections connections;
    private final GuardrailRows rows;
    private final KnownLogins logins;
    private final Breaker breaker;
    private final AdmittedLately lately;

    PlanGuard(
            OktaConnections connections,
            GuardrailRows rows,
            KnownLogins logins,
            Breaker breaker,
            AdmittedLately lately) {
        this.connections = connections;
        this.rows = rows;
        this.logins = logins;
        this.breaker = breaker;
        this.lately = lately;
    }

    /**
     * The verdict; a plan that is cleared is counted when its decision is stored with what the verdict says.
     *
     * @param groups what was read about the groups of the plan
     * @param people what was read about the existing accounts that it is about
     */
    public Verdict judge(
            TenantId tenant,
            RecipeVersion version,
            Plan plan,
            List<Group> groups,
            List<Person> people,
            String issueId) {
        Optional<OktaConnection> found =
                connections.find(tenant, version.recipe().connection());
        if (found.isEmpty()) {
            return new Barred(
                    false,
                    "connection",
                    "recipe.connection-gone",
                    "The recipe names an Okta connection that does not exist any more; an administrator can create it"
                            + " again or save the recipe with another.",
                    null);
        }
        UUID connection = found.get().id().value();
        PlanDemand demand = PlanDemand.of(plan);
        List<GuardrailRows.Setting> settings = rows.settings(tenant);
        boolean dutiesAreApart =
                !people.isEmpty() && !duties(connection, settings).isEmpty();
        List<Person> counted = dutiesAreApart ? lately.counted(tenant, connection, people) : people;
        List<Violation> violations =
                Guardrail.violations(facts(tenant, connection, version, demand, groups, counted, settings));
        if (!violations.isEmpty()) {
            return barred(violations);
        }
        Cleared cleared = new Cleared(
                connection,
                demand.accounts().size(),
                demand.memberships(),
                dutiesAreApart ? demand.given(people) : List.of());
        return breaker.judge(tenant, settings, cleared, demand.wholeGroups(), issueId)
                .<Verdict>map(held -> held)
                .or(() -> claimed(tenant, connection, demand))
                .orElse(cleared);
    }

    /**
     * What now forbids a plan that is not approved yet, or what is left of one that was cleared; nothing is counted, and an
     * open breaker lets go on what passed before it tripped. A connection that is gone forbids nothing: the step that needs it waits for a person.
     *
     * @param plan the steps that are left
     * @param groups what was read now about the groups that they give
     * @param people the existing accounts that they are about; whether one administers Okta is read by each step right
     *     before it acts
     */
    public Optional<Barred> barredNow(
            TenantId tenant, RecipeVersion version, Plan plan, List<Group> groups, List<Person> people) {
        return connections
                .find(tenant, version.recipe().connection())
                .map(found -> Guardrail.violations(facts(
                        tenant,
                        found.id().value(),
                        version,
                        PlanDemand.of(plan),
                        groups,
                        people,
                        rows.settings(tenant))))
                .filter(violations -> !violations.isEmpty())
                .map(PlanGuard::barred);
    }

    private static List<Duties> duties(UUID connection, List<GuardrailRows.Setting> settings) {
        return settings.stream()
                .filter(setting -> setting.part() == Part.SEPARATE_DUTIES)
                .filter(setting -> setting.scope().equals(connection))
                .flatMap(setting -> Guardrails.duties(setting.value()).stream())
                .toList();
    }

    private static Barred barred(List<Violation> violations) {
        Violation first = violations.get(0);
        Guardrail guardrail = first.guardrail();
        return new Barred(
                false,
                guardrail == null ? "" : guardrail.title(),
                first.code(),
                String.join(
                        " ",
                        violations.stream().map(Violation::sentence).distinct().toList()),
                first.value());
    }

    /** Of two that look alike and are admitted at the same time, the second learns of the first here. */
    private Optional<Verdict> claimed(TenantId tenant, UUID connection, PlanDemand demand) {
        for (NewAccount account : demand.accounts()) {
            if (!logins.claim(tenant, connection, logins.print(tenant, account.login()))) {
                Account alike = new Account(account.login(), account.email(), Likeness.LIKE_KNOWN);
                return Optional.of(barred(Guardrail.violations(
                        new Facts(List.of(), List.of(), List.of(alike), List.of(), Set.of(), List.of()))));
            }
        }
        return Optional.empty();
    }

    private Facts facts(
            TenantId tenant,
            UUID connection,
            RecipeVersion version,
            PlanDemand demand,
            List<Group> groups,
            List<Person> people,
            List<GuardrailRows.Setting> settings) {
        List<NamedGroup> protectedGroups = new ArrayList<>();
        Set<String> protectedPeople = new HashSet<>();
        List<Print> prints = new ArrayList<>();
        List<Set<String>> domains = new ArrayList<>();
        List<Duties> duties = duties(connection, settings);
        Set<String> allowedApps = new HashSet<>();
        Recipe.Guardrails own = version.recipe().guardrails();
        if (own != null && own.emailDomains() != null) {
            domains.add(Set.copyOf(own.emailDomains()));
        }
        for (GuardrailRows.Setting setting : settings) {
            switch (setting.part()) {
                case PROTECTED_GROUPS -> protectedGroups.addAll(Guardrails.named(setting.value()));
                case PROTECTED_PEOPLE -> {
                    protectedPeople.addAll(Part.ids(setting.value().path("people")));
                    setting.value().path("people").forEach(person -> prints.add(print(person)));
                }
                case EMAIL_DOMAINS -> {
                    JsonNode listed = setting.value().path("domains");
                    if (setting.scope().equals(connection) && listed.isArray()) {
                        domains.add(Part.texts(listed));
                    }
                }
                case ALLOWED_APPS -> {
                    if (setting.scope().equals(connection)) {
                        allowedApps.addAll(Part.ids(setting.value().path("apps")));
                    }
                }
                case SEPARATE_DUTIES, SECOND_ADMINISTRATOR, BREAKER, ALLOWED_GROUPS -> {}
            }
        }
        List<Account> accounts = demand.accounts().stream()
                .map(account -> new Account(
                        account.login(), account.email(), likeness(tenant, connection, account.login(), prints)))
                .toList();
        return new Facts(
                groups,
                people,
                accounts,
                protectedGroups,
                protectedPeople,
                domains,
                demand.newGroups(),
                demand.holdings(people),
                duties,
                apps(version, demand, allowedApps));
    }

    private static List<App> apps(RecipeVersion version, PlanDemand demand, Set<String> allowed) {
        return demand.apps().stream()
                .map(id -> new App(id, label(version, id), allowed.contains(id)))
                .toList();
    }

    /** As the recipe calls it. */
    private static String label(RecipeVersion version, String app) {
        return version.resolved().tree().path("apps").properties().stream()
                .filter(named -> named.getValue().asText().equals(app))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(app);
    }

    private Likeness likeness(TenantId tenant, UUID connection, String login, List<Print> protectedLogins) {
        Print print = logins.print(tenant, login);
        if (protectedLogins.stream().anyMatch(print::isSame)) {
            return Likeness.IS_PROTECTED;
        }
        if (protectedLogins.stream().anyMatch(print::isAlike)) {
            return Likeness.LIKE_PROTECTED;
        }
        return logins.knowsAnother(tenant, connection, print) ? Likeness.LIKE_KNOWN : Likeness.NONE;
    }

    private static Print print(JsonNode person) {
        Base64.Decoder decoder = Base64.getDecoder();
        return new Print(
                decoder.decode(person.path("login").asText()),
                decoder.decode(person.path("likeness").asText()));
    }
}
