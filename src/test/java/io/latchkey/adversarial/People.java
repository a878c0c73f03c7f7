package io.latchkey.adversarial;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is at each site beside those whom every site has. */
final class People {

    /** The group of which the strict recipe wants those who approve. */
    static final String LEADS = "b6f2a1d4-0c11-4c58-9a58-6d2f5f8a1e01";

    static final Person BOT = person("712020:adversarial-bot", "app", Role.APP);
    /** Has left when it is looked at what she approved. */
    static final Person INA = person("557058:ina-inactive", "atlassian", Role.EMPLOYEE);
    /** A lead. */
    static final Person LENA = person("557058:lena-lead", "atlassian", Role.EMPLOYEE);
    /** A lead of whose account in Okta nobody has told. */
    static final Person NIA = person("557058:nia-unmapped", "atlassian", Role.EMPLOYEE);
    /** A lead, and Mia by another account. */
    static final Person TWIN = person("557058:twin-of-mia", "atlassian", Role.EMPLOYEE);
    /** A lead who is suspended in Okta. */
    static final Person SAM = person("557058:sam-suspended", "atlassian", Role.EMPLOYEE);

    private People() {}

    private static Person person(String id, String type, Role role) {
        return new Person(id, id, id.replace(':', '.') + "@example.com", type, true, "Europe/Berlin", role);
    }

    /** Lets them be at a site. */
    static void introduce(Company company) {
        for (Person one : List.of(BOT, INA, LENA, NIA, SAM, TWIN)) {
            company.site()
                    .post(
                            "/sandbox/people",
                            Map.of(
                                    "accountId", one.accountId(),
                                    "displayName", one.displayName(),
                                    "email", one.email(),
                                    "role", one.role().name()));
        }
    }

    /** Leads, and their accounts in Okta. */
    static void promote(Company company) {
        for (Person lead : leads()) {
            company.site()
                    .put(
                            "/sandbox/people/" + lead.accountId() + "/groups",
                            Map.of("groups", List.of(Map.of("groupId", LEADS, "name", "Leads"))));
        }
        Map<String, String> ids = new HashMap<>();
        loginsOfKnown().forEach((account, login) -> {
            String id = ids.computeIfAbsent(login, absent -> company.createPerson("Known", "Before", absent));
            company.administrator()
                    .put("/api/okta-connections/main/approver-accounts/" + account, Map.of("oktaUserId", id));
        });
        Http.at(company.okta().uri())
                .authorized("SSWS sandbox-admin")
                .post("/api/v1/users/" + ids.get(SAM.email()) + "/lifecycle/suspend", Map.of());
    }

    /** By which login those are known in Okta of whom an administrator has told it, by their accounts at the site. */
    static Map<String, String> loginsOfKnown() {
        Map<String, String> logins = new HashMap<>();
        List.of(LENA, SAM, Cast.GUS, Cast.PAUL, Cast.MIA).forEach(one -> logins.put(one.accountId(), one.email()));
        logins.put(TWIN.accountId(), Cast.MIA.email());
        return logins;
    }

    static List<Person> leads() {
        return List.of(LENA, NIA, SAM, TWIN, Cast.GUS);
    }

    /** The value of a field of people. */
    static ArrayNode picked(Person... people) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        for (Person person : people) {
            ids.addObject().put("accountId", person.accountId());
        }
        return ids;
    }
}
