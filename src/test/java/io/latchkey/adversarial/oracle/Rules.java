package io.latchkey.adversarial.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What holds for all tickets of a scene, as read from the vendors and from our settings before it began.
 *
 * @param ask what the recipe asks of the approval
 * @param app the app's account at the site
 * @param accountTypes what each account at the site is: {@code atlassian}, {@code app}, {@code customer}
 * @param groups the groups of those at the site who are in any
 * @param oktaIds the logins in Okta of accounts at the site of which an administrator has told
 * @param okta the standing in Okta of each account at the site of which an administrator has told
 * @param domains the only domains of new accounts; empty for any
 * @param notAllowed whether a group that the recipe gives is on no list
 * @param groupIsProtected whether a group that the recipe gives is protected
 * @param groupAdministers whether a group that the recipe gives administers the org
 * @param protectedLogins the logins that are protected
 * @param admitted the logins that requests were admitted for before
 * @param taken the logins that the org had before anybody asked for them
 */
public record Rules(
        Ask ask,
        String app,
        Map<String, String> accountTypes,
        Map<String, Set<String>> groups,
        Map<String, String> oktaIds,
        Map<String, String> okta,
        Set<String> domains,
        boolean notAllowed,
        boolean groupIsProtected,
        boolean groupAdministers,
        Set<String> protectedLogins,
        Set<String> admitted,
        Set<String> taken) {

    boolean isPerson(String account) {
        return !account.equals(app) && !"app".equals(accountTypes.get(account));
    }

    boolean isCustomer(String account) {
        return "customer".equals(accountTypes.get(account));
    }

    static boolean isLike(String login, Set<String> others) {
        return others.stream()
                .anyMatch(other -> !other.equalsIgnoreCase(login) && fold(other).equals(fold(login)));
    }

    /** Its own small table, of letters that the generator swaps. */
    private static String fold(String login) {
        return login.toLowerCase(Locale.ROOT)
                .replace("m", "rn")
                .replace('1', 'l')
                .replace('0', 'o');
    }

    /** Reads them; what the vendors' documents do not tell is given. */
    public static Rules of(
            Ask ask,
            String app,
            JsonNode people,
            Map<String, Set<String>> groups,
            Map<String, String> mapped,
            JsonNode guardrails,
            JsonNode okta,
            Set<String> given,
            Set<String> admitted,
            Set<String> taken) {
        Map<String, String> types = new HashMap<>();
        people.forEach(person -> types.put(
                person.path("accountId").asText(), person.path("accountType").asText()));
        Set<String> domains = new HashSet<>();
        Set<String> protectedGroups = new HashSet<>();
        Set<String> protectedPeople = new HashSet<>();
        Set<String> allowed = new HashSet<>();
        guardrails.path("connections").forEach(connection -> {
            connection.path("emailDomains").forEach(domain -> domains.add(domain.asText()));
            addIds(connection.path("protectedGroups"), protectedGroups);
            addIds(connection.path("protectedPeople"), protectedPeople);
            addIds(connection.path("allowedGroups"), allowed);
        });
        boolean isNotAllowed = false;
        boolean isProtected = false;
        boolean administers = false;
        for (JsonNode group : okta.path("groups")) {
            if (given.contains(group.path("name").asText())) {
                String id = group.path("id").asText();
                isNotAllowed |= !allowed.contains(id);
                isProtected |= protectedGroups.contains(id);
                administers |= !group.path("roles").isEmpty();
            }
        }
        Set<String> protectedLogins = new HashSet<>();
        Map<String, String> standing = new HashMap<>();
        for (JsonNode user : okta.path("users")) {
            String login = user.path("login").asText();
            if (protectedPeople.contains(user.path("id").asText())) {
                protectedLogins.add(login);
            }
            mapped.forEach((account, its) -> {
                if (its.equals(login)) {
                    standing.put(account, user.path("status").asText());
                }
            });
        }
        return new Rules(
                ask,
                app,
                types,
                groups,
                mapped,
                standing,
                domains,
                isNotAllowed,
                isProtected,
                administers,
                protectedLogins,
                Set.copyOf(admitted),
                taken);
    }

    private static void addIds(JsonNode named, Set<String> ids) {
        named.forEach(
                one -> ids.add(one.isTextual() ? one.asText() : one.path("id").asText()));
    }
}
