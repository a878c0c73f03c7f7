package io.latchkey.adversarial.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether all who said yes may: as many as were asked for, not for themselves, not chosen by themselves, and people of whom
 * the recipe allows it.
 */
final class Approvers {

    private static final String APPROVERS = "customfield_10012";
    private static final String SECOND_APPROVERS = "customfield_10013";

    private static final String GROUPS = "customfield_10014";

    private final Rules rules;
    private final Ask ask;
    private final JsonNode fields;
    private final List<JsonNode> history;
    private final Set<String> accounts = new HashSet<>();

    /** Of those who said yes. */
    Approvers(Rules rules, JsonNode fields, List<JsonNode> history, List<JsonNode> yes) {
        this.rules = rules;
        this.ask = rules.ask();
        this.fields = fields;
        this.history = history;
        yes.forEach(person -> accounts.add(person.path("accountId").asText()));
    }

    /** Why not; empty when they may. */
    Optional<Expected> judge() {
        if (accounts.size() < ask.quorum()) {
            return Optional.of(Expected.refused("approval.quorum-not-met"));
        }
        if (accounts.stream().anyMatch(inField(ask.beneficiaryField())::contains)) {
            return Optional.of(Expected.refused("approval.own-access"));
        }
        if (accounts.stream().anyMatch(this::choseThemselves)) {
            return Optional.of(Expected.refused("approval.chose-themselves"));
        }
        if (accounts.stream().anyMatch(this::hadTheReporterChanged)) {
            return Optional.of(Expected.refused("approval.changed-reporter"));
        }
        return accounts.stream()
                .map(this::judge)
                .flatMap(Optional::stream)
                .min((one, other) -> one.outcome().compareTo(other.outcome()) * -1);
    }

    private Optional<Expected> judge(String account) {
        if (!rules.isPerson(account)) {
            return Optional.of(Expected.refused("approval.approver-not-a-person"));
        }
        if (rules.isCustomer(account) && !ask.customers()) {
            return Optional.of(Expected.refused("approval.approver-is-customer"));
        }
        if (ask.namesApprovers() && !isNamed(account)) {
            return Optional.of(Expected.refused("approval.approver-not-allowed"));
        }
        if (!ask.knownInOkta()) {
            return Optional.empty();
        }
        String standing = rules.okta().get(account);
        if (standing == null) {
            return Optional.of(Expected.held("approval.approver-not-mapped"));
        }
        if (isTheRequesters(rules.oktaIds().get(account))) {
            return Optional.of(Expected.refused("approval.own-request"));
        }
        return standing.equals("ACTIVE")
                ? Optional.empty()
                : Optional.of(Expected.refused("approval.approver-not-active-in-okta"));
    }

    private boolean isNamed(String account) {
        return ask.people().contains(account)
                || inField(ask.peopleField()).contains(account)
                || rules.groups().getOrDefault(account, Set.of()).stream().anyMatch(ask.groups()::contains);
    }

    private Set<String> inField(@Nullable String field) {
        Set<String> people = new HashSet<>();
        if (field != null) {
            fields.path(field).forEach(one -> people.add(one.path("accountId").asText()));
        }
        return people;
    }

    /** The account in Okta is that of whoever raised the request, too. */
    private boolean isTheRequesters(@Nullable String account) {
        return account != null
                && (account.equals(rules.oktaIds()
                                .get(fields.at("/reporter/accountId").asText()))
                        || account.equals(rules.oktaIds()
                                .get(fields.at("/creator/accountId").asText())));
    }

    /** Changed it, or was it for a time. */
    private boolean hadTheReporterChanged(String account) {
        for (JsonNode entry : history) {
            for (JsonNode item : entry.path("items")) {
                if (item.path("fieldId").asText().equals("reporter")
                        && (entry.at("/author/accountId").asText().equals(account)
                                || item.path("from").asText().equals(account)
                                || item.path("to").asText().equals(account))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Put, or left, themselves among those who are asked; or changed them last, where it is known which field it is. */
    private boolean choseThemselves(String account) {
        boolean wasLast = false;
        boolean named = false;
        for (JsonNode entry : history) {
            boolean own = entry.at("/author/accountId").asText().equals(account);
            for (JsonNode item : entry.path("items")) {
                String field = item.path("fieldId").asText();
                if (field.equals(APPROVERS) || field.equals(SECOND_APPROVERS)) {
                    named |= own && item.path("to").asText().contains(account);
                }
                named |= own && field.equals(GROUPS) && ask.approversField() == null;
                if (field.equals(ask.approversField())) {
                    wasLast = own;
                }
            }
        }
        return named || wasLast;
    }
}
