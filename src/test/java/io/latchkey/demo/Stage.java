package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a story finds and changes before it begins, and what it reads back when it is over; by HTTP alone. */
final class Stage {

    private static final Duration SELDOM = Duration.ofSeconds(2);

    private final Setup setup;
    private final Story story;
    private final Http jira;
    private final Http okta;
    private final Http oktaAdministrator;
    private final Http webhooks;
    private final Checks checks = new Checks();

    Stage(Setup setup, URI jira, URI okta, URI webhooks) {
        this.setup = setup;
        this.story = new Story(jira);
        this.jira = Http.at(jira);
        this.okta = Http.at(okta);
        this.webhooks = Http.at(webhooks);
        this.oktaAdministrator = this.okta.authorized("SSWS sandbox-admin");
    }

    Setup setup() {
        return setup;
    }

    Checks checks() {
        return checks;
    }

    /** Gives somebody of the site an account at Okta, and enters it as the administrator does. */
    void account(Who who, String... groups) {
        account(who, "ACTIVE", List.of(groups));
    }

    /** As {@link #account}, locked after too many wrong passwords. */
    void lockedAccount(Who who) {
        account(who, "LOCKED_OUT", List.of());
    }

    private void account(Who who, String status, List<String> groups) {
        JsonNode user = okta.post(
                "/sandbox/users",
                Map.of(
                        "firstName",
                        who.firstName(),
                        "lastName",
                        who.lastName(),
                        "login",
                        who.address(),
                        "password",
                        Setup.PASSWORD + "-Kn0wn-Before",
                        "status",
                        status,
                        "groups",
                        groups));
        setup.enter(accountId(who), user.path("id").asText());
    }

    /** As the fields of a form take somebody. */
    Map<String, Object> person(Who who) {
        return Map.of("accountId", accountId(who));
    }

    private String accountId(Who who) {
        for (JsonNode person : jira.get("/sandbox/people")) {
            if (person.path("email").asText().equals(who.address())) {
                return person.path("accountId").asText();
            }
        }
        throw new IllegalStateException("the site has nobody with the address " + who.address());
    }

    void group(String name) {
        okta.post("/sandbox/groups", Map.of("name", name));
    }

    void owns(Who who, String group) {
        okta.post("/sandbox/groups/" + group + "/owners", Map.of("login", who.address()));
    }

    void enrols(Who who, String factorType) {
        okta.post("/sandbox/users/" + who.address() + "/factors", Map.of("factorType", factorType));
    }

    /** Signs in at Okta, which begins a session. */
    void signsIn(Who who) {
        okta.post("/api/v1/authn", Map.of("username", who.address(), "password", Setup.PASSWORD + "-Kn0wn-Before"));
    }

    /**
     * Lets time pass for Jira, Okta and the product, and looks then. The clock is set back afterwards, since the tokens of
     * Connect are made by the machine's time, whatever the sandbox's is.
     */
    void later(Duration time, String words, Runnable look) {
        checks.right().add("(" + words + ")");
        move(time);
        look.run();
        move(time.negated());
    }

    private void move(Duration time) {
        jira.post("/sandbox/clock", Map.of("advanceSeconds", time.toSeconds()));
    }

    /** Another request, before the one that the story is about: raised, approved and done. */
    void done(String requestType, Map<String, Object> form) {
        String issue = story.raise(requestType, form);
        story.approve(issue);
        checks.holds(awaitEnd(issue), "the request before it, " + issue + ", has come to its end");
    }

    /** What the product tells of a request. */
    JsonNode told(String issue) {
        return setup.administrator()
                .get("/api/requests/" + story.issue(issue).path("id").asText());
    }

    boolean awaitEnd(String issue) {
        return awaitEnd(issue, Checks.PATIENCE, Duration.ofMillis(50));
    }

    private boolean awaitEnd(String issue, Duration patience, Duration every) {
        return Checks.await(
                () -> {
                    JsonNode runs = told(issue).path("runs");
                    return !runs.isEmpty()
                            && !runs.path(runs.size() - 1)
                                    .path("state")
                                    .asText()
                                    .equals("waiting");
                },
                patience,
                every);
    }

    /** The agent does what the run waits for, as soon as it is asked; the run looks for it every five minutes. */
    void answersAsAgent(String issue) {
        Checks.await(() -> story.readByAgent(issue).toString().contains("write an internal note here"));
        story.note(issue, "done");
        awaitEnd(issue, Duration.ofMinutes(7), SELDOM);
    }

    void expectStatus(String login, String status) {
        checks.equal("Okta: the state of " + login, user(login).path("status").asText(), status);
    }

    void expectAttribute(String login, String name, String value) {
        checks.equal(
                "Okta: the " + name + " of " + login,
                user(login).path("profile").path(name).asText(),
                value);
    }

    void expectGroups(String login, String... groups) {
        Set<String> expected = new TreeSet<>(List.of(groups));
        expected.add("Everyone");
        checks.equal("Okta: the groups of " + login, groupsOf(login), expected);
    }

    /** As {@link #expectGroups}, of what takes a while. */
    void awaitGroups(String login, String... groups) {
        Set<String> expected = new TreeSet<>(List.of(groups));
        expected.add("Everyone");
        Checks.await(() -> groupsOf(login).equals(expected), Checks.PATIENCE, SELDOM);
        expectGroups(login, groups);
    }

    /** That nothing is taken while the product's timers, which run once a minute, have their turn. */
    void expectToStayIn(String login, String... groups) {
        Set<String> expected = new TreeSet<>(List.of(groups));
        expected.add("Everyone");
        Checks.await(() -> !groupsOf(login).equals(expected), Duration.ofSeconds(70), SELDOM);
        expectGroups(login, groups);
    }

    private Set<String> groupsOf(String login) {
        Set<String> names = new TreeSet<>();
        oktaAdministrator
                .get("/api/v1/users/" + user(login).path("id").asText() + "/groups")
                .forEach(group -> names.add(group.path("profile").path("name").asText()));
        return names;
    }

    void expectNoFactors(String login) {
        checks.equal(
                "Okta: the number of factors of " + login,
                oktaAdministrator
                        .get("/api/v1/users/" + user(login).path("id").asText() + "/factors")
                        .size(),
                0);
    }

    void expectOwner(String group, String login) {
        JsonNode found = oktaAdministrator.get("/api/v1/groups?limit=200");
        List<String> owners = new ArrayList<>();
        for (JsonNode one : found) {
            if (one.path("profile").path("name").asText().equals(group)) {
                oktaAdministrator
                        .get("/api/v1/groups/" + one.path("id").asText() + "/owners")
                        .forEach(owner -> owners.add(owner.path("id").asText()));
            }
        }
        checks.holds(
                owners.equals(List.of(user(login).path("id").asText())),
                "Okta: the group " + group + " exists, and " + login + " owns it");
    }

    /** The sandbox keeps the mails that Okta would send. */
    void expectMail(String address) {
        List<String> subjects = new ArrayList<>();
        for (JsonNode mail : okta.get("/sandbox/mails")) {
            if (mail.path("to").asText().equals(address)) {
                subjects.add(mail.path("subject").asText());
            }
        }
        checks.holds(subjects.size() == 1, "Okta has sent one mail to " + address + ": " + subjects);
    }

    /** The receiver has checked its signature. */
    void expectTold(String webhook, Map<String, String> data) {
        List<String> told = new ArrayList<>();
        for (JsonNode delivery : webhooks.get("/sandbox/deliveries")) {
            if (delivery.path("hook").asText().equals(webhook)) {
                told.add(String.valueOf(delivery.path("times").asInt()));
                data.forEach((name, value) -> checks.equal(
                        "the webhook " + webhook + ": the " + name,
                        delivery.path("body").path("data").path(name).asText(),
                        value));
            }
        }
        checks.equal("how often the webhook " + webhook + " was told, for each message", told, List.of("1"));
    }

    /** Sessions are not listed by Okta's API; its log says when they were ended. */
    void expectLogged(String event, String login) {
        boolean logged = false;
        for (JsonNode entry : oktaAdministrator.get("/api/v1/logs?limit=1000")) {
            logged |= entry.path("eventType").asText().equals(event)
                    && entry.path("target").toString().contains(login);
        }
        checks.holds(logged, "Okta: the System Log has " + event + " for " + login);
    }

    private JsonNode user(String login) {
        return oktaAdministrator.get("/api/v1/users/" + login);
    }
}
