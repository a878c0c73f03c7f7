package io.latchkey.adversarial;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.adversarial.oracle.Expected;
import io.latchkey.adversarial.oracle.Expected.Outcome;
import io.latchkey.adversarial.oracle.Oracle;
import io.latchkey.adversarial.oracle.Rules;
import io.latchkey.demo.Http;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what came of tickets at the vendors and from the product, and asks the oracle what should have. */
final class Judge {

    private static final Set<String> GROUPS = Set.of("All employees", "Engineering");
    private static final String EVERYONE = "Everyone";

    private final Company company;
    private final boolean approversAreKnown;
    private final Set<String> admitted = new HashSet<>();

    Judge(Company company, boolean approversAreKnown) {
        this.company = company;
        this.approversAreKnown = approversAreKnown;
    }

    /** What holds now. */
    Rules rules(Scene scene) {
        Map<String, Set<String>> groups = new HashMap<>();
        Map<String, String> mapped = new HashMap<>();
        if (approversAreKnown) {
            People.leads().forEach(lead -> groups.put(lead.accountId(), Set.of(People.LEADS)));
            mapped.putAll(People.loginsOfKnown());
        }
        return Rules.of(
                Recipes.ask(scene),
                company.app(),
                company.site().get("/sandbox/people"),
                groups,
                mapped,
                company.administrator().get("/api/guardrails"),
                company.org(),
                GROUPS,
                admitted,
                company.madeByHand());
    }

    /** Everybody at the org by login. */
    Map<String, JsonNode> accounts() {
        Map<String, JsonNode> accounts = new HashMap<>();
        company.org()
                .path("users")
                .forEach(user -> accounts.put(user.path("login").asText(), user));
        return accounts;
    }

    /** Logins of those who were given something. */
    Set<String> granted() {
        return admitted;
    }

    Judged judge(Ticket ticket, Rules rules, Map<String, JsonNode> accounts, @Nullable Instant admittedAt) {
        JsonNode issue = company.agent().get("/rest/api/3/issue/" + ticket.id() + "?expand=changelog");
        // What is no request of a service desk (any more) has none: 404.
        JsonNode approvals = Http.json(
                        company.agent().send("GET", "/rest/servicedeskapi/request/" + ticket.id() + "/approval", null))
                .path("values");
        Expected expected = new Oracle(rules).expect(issue, approvals, forms(ticket, rules), admittedAt);
        JsonNode account = accounts.get(ticket.email());
        boolean isGranted = account != null && isGiven(account);
        boolean isWhole = account != null && isGranted && isWhole(ticket, issue, account);
        JsonNode story = company.story(ticket);
        Judged judged = found(ticket, expected, story, isGranted, isWhole);
        if (isGranted) {
            synchronized (admitted) {
                admitted.add(ticket.email());
            }
        }
        return judged;
    }

    private Judged found(Ticket ticket, Expected expected, JsonNode story, boolean isGranted, boolean isWhole) {
        JsonNode decision = newest(story.path("decisions"));
        String code = decision.path("code").asText();
        switch (decision.path("outcome").asText()) {
            case "held" -> {
                return new Judged(ticket, expected, Outcome.HELD, code, isGranted, isWhole);
            }
            case "refused" -> {
                return new Judged(ticket, expected, Outcome.REFUSED, code, isGranted, isWhole);
            }
            case "admitted" -> {
                JsonNode run = newest(story.path("runs"));
                boolean isDone = run.path("state").asText().equals("done");
                String reason = isDone
                        ? isWhole ? code : "incomplete"
                        : run.path("reasonCode").asText(run.path("state").asText());
                return new Judged(
                        ticket,
                        expected,
                        isDone ? Outcome.GRANTED : Outcome.ENDED,
                        reason,
                        isGranted,
                        isWhole && isDone);
            }
            default -> {
                String ignored = ignoredFor(ticket);
                return new Judged(
                        ticket,
                        expected,
                        ignored.isEmpty() ? Outcome.UNTOUCHED : Outcome.IGNORED,
                        ignored.isEmpty() ? Kind.NOT_OURS : ignored,
                        isGranted,
                        isWhole);
            }
        }
    }

    private List<JsonNode> forms(Ticket ticket, Rules rules) {
        List<JsonNode> forms = new ArrayList<>();
        if (rules.ask().form()) {
            String path =
                    "/gateway/api/jira/forms/cloud/" + company.jira().cloudId() + "/issue/" + ticket.id() + "/form";
            company.agent()
                    .get(path)
                    .forEach(form -> forms.add(
                            company.agent().get(path + "/" + form.path("id").asText())));
        }
        return forms;
    }

    /** An account, or a group for one that was there before, beside the one that everybody is in. */
    private boolean isGiven(JsonNode account) {
        Set<String> groups = groups(account);
        groups.remove(EVERYONE);
        return !groups.isEmpty()
                || !company.madeByHand().contains(account.path("login").asText());
    }

    private static boolean isWhole(Ticket ticket, JsonNode issue, JsonNode account) {
        Set<String> groups = groups(account);
        boolean exact = groups.remove(EVERYONE) && groups.equals(GROUPS);
        boolean done = issue.at("/fields/status/statusCategory/key").asText().equals("done");
        if (ticket.kind() == Kind.CLOSED_THEN_REOPENED) {
            return exact && !done;
        }
        return exact && done && isAsWritten(issue.path("fields"), account.path("profile"));
    }

    /** Whatever was approved, and nothing else. */
    private static boolean isAsWritten(JsonNode fields, JsonNode profile) {
        return text(fields, "customfield_10101")
                        .equals(profile.path("firstName").asText())
                && text(fields, "customfield_10102")
                        .equals(profile.path("lastName").asText())
                && text(fields, "customfield_10105")
                        .equals(profile.path("secondEmail").asText())
                && fields.at("/customfield_10104/value")
                        .asText()
                        .equals(profile.path("department").asText());
    }

    private static String text(JsonNode fields, String id) {
        return fields.path(id).asText("").strip();
    }

    private static Set<String> groups(JsonNode account) {
        Set<String> groups = new HashSet<>();
        account.path("groups").forEach(group -> groups.add(group.asText()));
        return groups;
    }

    static JsonNode newest(JsonNode list) {
        return list.path(list.size() - 1);
    }

    private String ignoredFor(Ticket ticket) {
        JsonNode rows = company.administrator()
                .get("/api/audit?limit=500&kind=request.ignored&subject=" + ticket.id())
                .path("rows");
        return newest(rows).at("/facts/code").asText();
    }
}
