package io.latchkey.adversarial.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What holds for all tickets at a time, as read from the vendors and from our settings.
 *
 * @param app the app's account at the site
 * @param accountTypes what each account at the site is: {@code atlassian}, {@code app}, {@code customer}
 * @param domains the only domains of new accounts; empty for any
 * @param groupIsProtected whether a group that the recipe gives is protected
 * @param logins the accounts that were there before
 */
public record Rules(
        String app,
        Map<String, String> accountTypes,
        Set<String> domains,
        boolean groupIsProtected,
        Set<String> logins) {

    boolean isPerson(String account) {
        return !account.equals(app) && !"app".equals(accountTypes.get(account));
    }

    /** Whether another account's login reads like this one: its own small table, of letters that the generator swaps. */
    boolean knowsLookAlike(String login) {
        return logins.stream()
                .anyMatch(other -> !other.equalsIgnoreCase(login) && fold(other).equals(fold(login)));
    }

    private static String fold(String login) {
        return login.toLowerCase(Locale.ROOT)
                .replace("m", "rn")
                .replace('1', 'l')
                .replace('0', 'o');
    }

    /** Reads them. */
    public static Rules of(String app, JsonNode people, JsonNode guardrails, JsonNode okta, Set<String> given) {
        Map<String, String> types = new java.util.HashMap<>();
        people.forEach(person -> types.put(
                person.path("accountId").asText(), person.path("accountType").asText()));
        Set<String> domains = new HashSet<>();
        Set<String> protectedIds = new HashSet<>();
        guardrails.path("connections").forEach(connection -> {
            connection.path("emailDomains").forEach(domain -> domains.add(domain.asText()));
            connection
                    .path("protectedGroups")
                    .forEach(group -> protectedIds.add(group.path("id").asText()));
        });
        boolean isProtected = false;
        for (JsonNode group : okta.path("groups")) {
            isProtected |= given.contains(group.path("name").asText())
                    && protectedIds.contains(group.path("id").asText());
        }
        Set<String> logins = new HashSet<>();
        okta.path("users").forEach(user -> logins.add(user.path("login").asText()));
        return new Rules(app, types, domains, isProtected, logins);
    }
}
