package io.latchkey.faults.ready.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.demo.Http;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads what is true at both vendors, and how the product says that a request has gone. */
public final class Reader {

    private static final int MOST_EVENTS = 1_000;

    private final Http okta;
    private final Http oktaAdministrator;
    private final Http jira;
    private final Supplier<Http> administrator;
    private final String clientId;
    private final String appAccount;

    /**
     * Of this org and this site.
     *
     * @param administrator the product's API, as the site's administrator calls it
     * @param clientId the product's app in Okta
     * @param appAccount the product's account in Jira
     */
    public Reader(URI okta, URI jira, Supplier<Http> administrator, String clientId, String appAccount) {
        this.okta = Http.at(okta);
        this.oktaAdministrator = Http.at(okta).authorized("SSWS sandbox-admin");
        this.jira = Http.at(jira).as("gus.agent@example.com", "sandbox");
        this.administrator = administrator;
        this.clientId = clientId;
        this.appAccount = appAccount;
    }

    /**
     * Whom and what a request is about.
     *
     * @param issueId Jira's number
     * @param login of the account, whether it exists already or not
     * @param group the name of a group that the request makes, or one that nobody has
     * @param since when it was raised, by the vendors' clock
     * @param names the words for what differs from play to play
     */
    public record Subject(String issueId, String login, String group, Instant since, Names names) {}

    /** How it is now. */
    public State state(Subject subject) {
        Map<String, String> facts = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        JsonNode org = okta.get("/sandbox/state");
        String others = org(subject, org, facts);
        events(subject, counts);
        mails(subject, counts);
        ticket(subject, facts, counts);
        grants(subject, facts);
        return new State(facts, counts, others);
    }

    private static String org(Subject subject, JsonNode org, Map<String, String> facts) {
        var others = new StringBuilder();
        String id = "";
        for (JsonNode user : org.path("users")) {
            if (user.path("login").asText().equals(subject.login)) {
                id = user.path("id").asText();
                account(subject, user, facts);
            } else {
                others.append(user).append('\n');
            }
        }
        if (!id.isEmpty()) {
            subject.names.call(id, "{user}");
        }
        for (JsonNode group : org.path("groups")) {
            subject.names.call(
                    group.path("id").asText(),
                    "{" + subject.names.in(group.path("name").asText()) + "}");
        }
        for (JsonNode group : org.path("groups")) {
            if (group.path("name").asText().equals(subject.group)) {
                facts.put(
                        "group description",
                        subject.names.in(group.path("description").asText()));
                facts.put("group owners", subject.names.in(group.path("owners").toString()));
                facts.put(
                        "group members", subject.names.in(group.path("members").toString()));
                facts.merge("groups of this name", "1", (one, more) -> one + more);
            } else {
                others.append(without(group, subject.login)).append('\n');
            }
        }
        List<String> apps = new ArrayList<>();
        for (JsonNode app : org.path("applications")) {
            for (JsonNode person : app.path("people")) {
                if (person.asText().equals(id)) {
                    apps.add(app.path("label").asText());
                }
            }
        }
        facts.put("account's applications", apps.toString());
        others.append(org.path("groupRules")).append(org.path("apps"));
        return others.toString();
    }

    private static void account(Subject subject, JsonNode user, Map<String, String> facts) {
        facts.merge("accounts", "1", (one, more) -> one + more);
        facts.put("account's status", user.path("status").asText());
        facts.put("account's profile", subject.names.in(user.path("profile").toString()));
        facts.put("account's groups", subject.names.in(new TreeSet<>(texts(user.path("groups"))).toString()));
        facts.put("account's roles", user.path("roles").toString());
        facts.put("account's factors", user.path("factors").asText());
        facts.put("account's sessions", user.path("sessions").asText());
    }

    /** A group is somebody else's, and who is in it is said of the account. */
    private static JsonNode without(JsonNode group, String login) {
        ObjectNode rest = group.deepCopy();
        var members = rest.putArray("members");
        texts(group.path("members")).stream()
                .filter(member -> !member.equals(login))
                .forEach(members::add);
        return rest;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What our app did, by type and by what it was done to. */
    private void events(Subject subject, Map<String, Integer> counts) {
        JsonNode log = oktaAdministrator.get("/api/v1/logs?limit=" + MOST_EVENTS + "&since=" + subject.since);
        if (log.size() == MOST_EVENTS) {
            throw new IllegalStateException("there are more events than one page of Okta's log shows");
        }
        for (JsonNode event : log) {
            String type = event.path("eventType").asText();
            if (event.at("/actor/id").asText().equals(clientId) && !type.startsWith("app.oauth2")) {
                List<String> targets = new ArrayList<>();
                event.path("target")
                        .forEach(target ->
                                targets.add(subject.names.in(target.path("id").asText())));
                counts.merge(
                        "Okta: " + type + " " + event.at("/outcome/result").asText() + " " + targets, 1, Integer::sum);
            }
        }
    }

    private void mails(Subject subject, Map<String, Integer> counts) {
        for (JsonNode mail : okta.get("/sandbox/mails")) {
            if (!Instant.parse(mail.path("at").asText()).isBefore(subject.since)) {
                String to = subject.names.in(mail.path("to").asText());
                counts.merge("Okta's mail: " + mail.path("kind").asText() + " to " + to, 1, Integer::sum);
            }
        }
    }

    private void ticket(Subject subject, Map<String, String> facts, Map<String, Integer> counts) {
        String issue = "/rest/api/3/issue/" + subject.issueId;
        facts.put(
                "ticket's status",
                jira.get(issue + "?fields=status").at("/fields/status/name").asText());
        for (JsonNode comment : jira.get(issue + "/comment?maxResults=100").path("comments")) {
            if (isOurs(comment.path("author"))) {
                String kind = comment.path("jsdPublic").asBoolean() ? "comment: " : "internal note: ";
                counts.merge(kind + subject.names.in(words(comment.path("body"))), 1, Integer::sum);
            }
        }
        for (JsonNode history : jira.get(issue + "/changelog?maxResults=100").path("values")) {
            if (isOurs(history.path("author"))) {
                history.path("items")
                        .forEach(item -> counts.merge(
                                "ticket: " + item.path("field").asText() + " to "
                                        + item.path("toString").asText(),
                                1,
                                Integer::sum));
            }
        }
    }

    private boolean isOurs(JsonNode author) {
        return author.path("accountId").asText().equals(appAccount);
    }

    private static String words(JsonNode document) {
        return String.join(" ", document.findValuesAsText("text"));
    }

    private void grants(Subject subject, Map<String, String> facts) {
        List<String> grants = new ArrayList<>();
        for (JsonNode grant : grants(subject)) {
            grants.add(subject.names.in(grant.path("groupId").asText()) + " "
                    + grant.path("state").asText() + " " + grant.path("why").asText("")
                    + (grant.path("existedBefore").asBoolean() ? " existed before" : ""));
        }
        facts.put("grants", new TreeSet<>(grants).toString());
    }

    /** What the account was given for a time, by this request and by those before it, in the product's words. */
    public JsonNode grants(Subject subject) {
        HttpResponse<String> account = oktaAdministrator.send("GET", "/api/v1/users/" + subject.login, null);
        return account.statusCode() == 404
                ? MissingNode.getInstance()
                : administrator
                        .get()
                        .get("/api/grants?user=" + Http.json(account).path("id").asText());
    }

    /** How the product says that the request has ended. */
    public String ending(String issueId) {
        JsonNode story = administrator.get().get("/api/requests/" + issueId);
        JsonNode decision = last(story.path("decisions"));
        if (decision.isMissingNode()) {
            return "untouched -";
        }
        if (!decision.path("outcome").asText().equals("admitted")) {
            return decision.path("outcome").asText() + " "
                    + decision.path("code").asText();
        }
        JsonNode run = last(story.path("runs"));
        String state = run.path("state").asText();
        return state.equals("done")
                ? Result.COMPLETED
                : state + " " + run.path("reasonCode").asText("-");
    }

    /** How often the trail says so of the request. */
    public int inTrail(String issueId, String kind) {
        int found = 0;
        for (JsonNode row : administrator
                .get()
                .get("/api/audit?limit=500&subject=" + issueId)
                .path("rows")) {
            found += row.path("kind").asText().equals(kind) ? 1 : 0;
        }
        return found;
    }

    private static JsonNode last(JsonNode list) {
        return list.path(list.size() - 1);
    }
}
