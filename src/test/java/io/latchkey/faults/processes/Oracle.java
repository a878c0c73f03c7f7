package io.latchkey.faults.processes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.demo.Credential;
import io.latchkey.demo.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a request when everything is quiet. It knows the vendors by their endpoints, the database by its
 * tables and the trail by the administrator's API, and nothing of the product's code.
 */
final class Oracle {

    /** The password of an account that a person made. */
    static final String PERSONS_PASSWORD = "Made-By-4-Person";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> PERSONS_GROUPS = new TreeSet<>(List.of("Everyone", "Sales"));
    private static final Set<String> GROUPS = new TreeSet<>(List.of("All employees", "Engineering", "Everyone"));

    /** A look that has begun is over by then. */
    private static final Duration A_LOOK = Duration.ofSeconds(60);

    /** For so long an admission is taken for what the request still says. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** The nodes' lease here, and as much again for a machine that is busy. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Trouble.Kind[] LATE_EFFECTS = {
        Trouble.Kind.HANG_THEN_EFFECT, Trouble.Kind.FREEZE_WITHIN, Trouble.Kind.FREEZE_AFTER
    };

    private final Vendors.Jira jira;
    private final Vendors.Okta okta;
    private final Database database;
    private final Supplier<Http> administrator;
    private final String appAccount;
    private final UUID tenant;
    private final Map<String, List<JsonNode>> created = new HashMap<>();

    Oracle(
            Vendors.Jira jira,
            Vendors.Okta okta,
            Database database,
            Supplier<Http> administrator,
            String appAccount,
            UUID tenant) {
        this.jira = jira;
        this.okta = okta;
        this.database = database;
        this.administrator = administrator;
        this.appAccount = appAccount;
        this.tenant = tenant;
        okta.log().forEach(event -> {
            if (event.path("eventType").asText().equals("user.lifecycle.create")) {
                created.computeIfAbsent(event.at("/target/0/alternateId").asText(), login -> new ArrayList<>())
                        .add(event);
            }
        });
    }

    /** How the product says that the request ended, in one word or two. */
    static String ending(Database database, UUID tenant, String issueId) {
        var runs = database.rows(
                "select state, reason_code from work_item where tenant_id = ? and subject = ? and kind = 'request'"
                        + " and plan is not null",
                tenant,
                issueId);
        if (runs.size() > 1) {
            return "run " + runs.size() + " times";
        }
        if (!runs.isEmpty()) {
            String state = String.valueOf(runs.get(0).get("state"));
            return state.equals("done")
                    ? "completed"
                    : state + " " + runs.get(0).get("reason_code");
        }
        var decisions = database.rows(
                "select outcome, reason_code from request_decision where tenant_id = ? and issue_id = ?",
                tenant,
                issueId);
        if (!decisions.isEmpty()) {
            return decisions.get(0).get("outcome") + " " + decisions.get(0).get("reason_code");
        }
        var looks = database.rows(
                "select state, reason_code from work_item where tenant_id = ? and subject = ? and state = 'parked'",
                tenant,
                issueId);
        return looks.isEmpty() ? "untouched" : "look parked " + looks.get(0).get("reason_code");
    }

    /** Everything that is wrong with the request of a schedule that is over. */
    List<String> wrong(Play play) {
        List<String> wrong = new ArrayList<>();
        equal(wrong, "items of work that still wait", stillWaiting(play), 0L);
        String ending = ending(database, tenant, play.id());
        if (!play.schedule().mayEnd(ending)) {
            wrong.add("it must not end as \"" + ending + "\"");
        }
        account(play, ending, wrong);
        ticket(play, ending, wrong);
        trail(play, ending, wrong);
        stopped(play, ending, wrong);
        return wrong;
    }

    /** What waits when nothing more is to come; a sweep may just have found what our own note changed, and looks at it. */
    private long stillWaiting(Play play) {
        try {
            Awaitility.await().atMost(A_LOOK).until(() -> waiting(play) == 0);
            return 0;
        } catch (ConditionTimeoutException stuck) {
            // Judged by whoever asks.
            return waiting(play);
        }
    }

    private long waiting(Play play) {
        return database.number(
                "select count(*) from work_item where tenant_id = ? and subject = ? and state = 'waiting'",
                tenant,
                play.id());
    }

    /**
     * A request that a person closes is stopped before its next effect: a run re-reads it when its admission is older than
     * five seconds, and a call begins within its lease. What a schedule itself holds back comes later.
     */
    private void stopped(Play play, String ending, List<String> wrong) {
        if (play.closedAtCall() == 1) {
            equal(wrong, "the ending of a request that was closed before it was read", ending, "untouched");
        }
        if (play.closedAt().isEmpty() || play.schedule().has(LATE_EFFECTS)) {
            return;
        }
        Instant known = play.closedAt().get();
        for (var admitted : database.rows(
                "select decided_at from request_decision where tenant_id = ? and issue_id = ? and outcome = 'admitted'",
                tenant,
                play.id())) {
            Instant old = ((java.sql.Timestamp) java.util.Objects.requireNonNull(admitted.get("decided_at")))
                    .toInstant()
                    .plus(FRESH);
            known = old.isAfter(known) ? old : known;
        }
        Instant last = known.plus(LEASE);
        play.lastEffect()
                .filter(effect -> effect.isAfter(last))
                .ifPresent(effect -> wrong.add("closed by a person at "
                        + play.closedAt().get() + ", and something was still changed at " + effect));
    }

    /**
     * Everything that is wrong with a request that was under way when the app was removed: it is done as a whole, or it ends
     * with a reason that says why, and nothing is changed later than a call that had begun.
     */
    List<String> wrongAfterUninstalled(Play play, Instant uninstalledAt) {
        List<String> wrong = new ArrayList<>();
        String ending = ending(database, tenant, play.id());
        play.lastEffect()
                .filter(effect -> effect.isAfter(uninstalledAt.plus(LEASE)))
                .ifPresent(effect -> wrong.add(
                        "the app was removed at " + uninstalledAt + ", and something was still changed at " + effect));
        if (ending.equals("completed")) {
            account(play, ending, wrong);
            ticket(play, ending, wrong);
        } else {
            atMostOne(
                    wrong,
                    "creations of the account",
                    created.getOrDefault(play.login(), List.of()).size());
            boolean isToldWhy = ending.equals("untouched")
                    || ending.startsWith("parked tenant.")
                    || ending.startsWith("parked jira.")
                    || ending.startsWith("look parked tenant.")
                    || ending.startsWith("look parked jira.");
            equal(wrong, "the reason of \"" + ending + "\" is that the app was removed", isToldWhy, true);
        }
        long admissions = database.number(
                "select count(*) from request_decision where tenant_id = ? and issue_id = ? and outcome = 'admitted'",
                tenant,
                play.id());
        atMostOne(wrong, "admissions", (int) admissions);
        return wrong;
    }

    private void account(Play play, String ending, List<String> wrong) {
        List<JsonNode> creations = created.getOrDefault(play.login(), List.of());
        atMostOne(wrong, "creations of the account", creations.size());
        var user = okta.user(play.login());
        if (play.personsAccount().isPresent()) {
            String theirs = play.personsAccount().get();
            equal(wrong, "a request for a login that is taken is completed", ending.equals("completed"), false);
            equal(
                    wrong,
                    "the person's account",
                    user.map(one -> one.path("id").asText()).orElse("none"),
                    theirs);
            equal(wrong, "the groups of the person's account", new TreeSet<>(okta.groups(theirs)), PERSONS_GROUPS);
            equal(wrong, "a login to the person's account", okta.signIn(play.login(), PERSONS_PASSWORD), "SUCCESS");
        } else if (ending.equals("completed")) {
            equal(wrong, "creations of the account", creations.size(), 1);
            equal(
                    wrong,
                    "the account's status",
                    user.map(one -> one.path("status").asText()).orElse("none"),
                    "PASSWORD_EXPIRED");
            user.ifPresent(one -> {
                List<String> groups = new ArrayList<>(okta.groups(one.path("id").asText()));
                // What a person takes is left so where Okta's lists show it too late, and given where it is seen
                // missing.
                play.leftGroup().filter(group -> !groups.contains(group)).ifPresent(groups::add);
                equal(wrong, "the account's groups", new TreeSet<>(groups), GROUPS);
                equal(wrong, "the number of the account's groups", groups.size(), GROUPS.size());
            });
        } else if (ending.equals(Schedule.UNPROVEN) || ending.equals(Schedule.CHANGED)) {
            equal(wrong, "creations of the account", creations.size(), 1);
            user.ifPresent(one -> {
                List<String> groups = okta.groups(one.path("id").asText());
                equal(wrong, "the groups that a person left", GROUPS.containsAll(groups), true);
                equal(wrong, "groups are missing", groups.size() < GROUPS.size(), true);
            });
        } else if (isWithoutEffect(play, ending)) {
            equal(wrong, "creations of the account", creations.size(), 0);
        }
    }

    private void ticket(Play play, String ending, List<String> wrong) {
        List<JsonNode> ours = jira.comments(play.key()).stream()
                .filter(comment -> comment.at("/author/accountId").asText().equals(appAccount))
                .toList();
        List<JsonNode> answers =
                ours.stream().filter(one -> one.path("jsdPublic").asBoolean()).toList();
        List<JsonNode> notes =
                ours.stream().filter(one -> !one.path("jsdPublic").asBoolean()).toList();
        List<String> movers = jira.movedTo(play.key(), "Done");
        boolean closedByUs = movers.contains(appAccount);
        atMostOne(wrong, "public comments", answers.size());
        atMostOne(wrong, "transitions to Done", movers.size());
        if (ending.equals("completed")) {
            equal(wrong, "public comments", answers.size(), 1);
            equal(wrong, "internal notes", notes.size(), 0);
            equal(wrong, "transitions to Done", movers.size(), 1);
            equal(wrong, "the ticket's status", jira.status(play.key()), "Done");
            answers.forEach(comment -> {
                String password = Credential.password(comment.path("body")).orElse("none");
                equal(
                        wrong,
                        "a login with the comment's password",
                        okta.signIn(play.login(), password),
                        "PASSWORD_EXPIRED");
            });
        } else {
            equal(wrong, "closed by us", closedByUs, false);
            String code = ending.substring(ending.indexOf(' ') + 1);
            if (ending.startsWith("parked") || ending.startsWith("held") || ending.startsWith("refused")) {
                equal(wrong, "public comments", answers.size(), 0);
                equal(wrong, "internal notes", (long) notes.size(), Math.max(1, refusals(play)));
                notes.forEach(note -> equal(
                        wrong,
                        "the note tells " + code,
                        note.path("body").toString().contains("Reason: " + code),
                        true));
            } else if (ending.startsWith("stopped") && isWithoutEffect(play, ending)) {
                equal(wrong, "public comments", answers.size(), 0);
                equal(wrong, "internal notes", notes.size(), 1);
            } else {
                atMostOne(wrong, "internal notes", notes.size());
            }
        }
    }

    /** What is changed after its admission is asked about before the first effect only; what a frozen node sends comes later. */
    private static boolean isWithoutEffect(Play play, String ending) {
        return !ending.startsWith("stopped")
                || (ending.equals(Schedule.CHANGED_AFTER_ADMISSION)
                        && !play.schedule().has(LATE_EFFECTS));
    }

    /** One note per reason and content: a request that is edited meanwhile may be held once before and once after it. */
    private long refusals(Play play) {
        return database.number(
                "select count(distinct (reason_code, content_hash)) from request_decision"
                        + " where tenant_id = ? and issue_id = ? and outcome <> 'admitted'",
                tenant,
                play.id());
    }

    private void trail(Play play, String ending, List<String> wrong) {
        Map<String, Integer> kinds = new HashMap<>();
        administrator
                .get()
                .get("/api/audit?limit=500&subject=" + play.id())
                .path("rows")
                .forEach(row -> kinds.merge(row.path("kind").asText(), 1, Integer::sum));
        boolean completed = ending.equals("completed");
        boolean admitted = completed || ending.startsWith("parked") || ending.startsWith("stopped");
        equal(wrong, "admissions in the trail", kinds.getOrDefault("request.admitted", 0), admitted ? 1 : 0);
        equal(wrong, "completions in the trail", kinds.getOrDefault("request.completed", 0), completed ? 1 : 0);
        equal(wrong, "parkings in the trail", kinds.getOrDefault("run.parked", 0), ending.startsWith("parked") ? 1 : 0);
        if (completed) {
            equal(wrong, "steps in the trail", kinds.getOrDefault("step.done", 0), 4);
        }
    }

    /** What is wrong with everything together: the trail's proof, other people's accounts, strangers, signals. */
    List<String> wrongWithAll(List<Play> plays, JsonNode webhooks, JsonNode othersBefore) {
        List<String> wrong = new ArrayList<>();
        JsonNode verified = administrator.get().get("/api/audit/verification");
        equal(
                wrong,
                "the first broken seal of the trail",
                verified.path("firstBroken").isNull(),
                true);
        equal(
                wrong,
                "rows of the trail without a seal",
                verified.path("notSealedYet").asInt(-1),
                0);
        Map<String, JsonNode> others = users(othersBefore);
        Set<String> logins = new TreeSet<>();
        plays.forEach(play -> logins.add(play.login()));
        users(okta.state()).forEach((login, user) -> {
            if (!logins.contains(login)) {
                equal(wrong, "somebody else's account " + login, user, others.get(login));
            }
        });
        signals(plays, webhooks, wrong);
        return wrong;
    }

    private static Map<String, JsonNode> users(JsonNode state) {
        Map<String, JsonNode> users = new HashMap<>();
        state.path("users").forEach(user -> users.put(user.path("login").asText(), user));
        return users;
    }

    /** Each webhook that was answered with yes is stored, and was looked at; our own changes need neither. */
    private void signals(List<Play> plays, JsonNode webhooks, List<String> wrong) {
        Set<String> keys = new TreeSet<>();
        plays.forEach(play -> keys.add(play.key()));
        Set<String> stored = new TreeSet<>();
        database.rows("select delivery_id from signal where tenant_id = ? and delivery_id is not null", tenant)
                .forEach(row -> stored.add(String.valueOf(row.get("delivery_id"))));
        webhooks.path("deliveries").forEach(delivery -> {
            boolean ours = actor(delivery.path("body").asText()).equals(appAccount);
            String identifier = delivery.path("identifier").asText();
            if (keys.contains(delivery.path("issueKey").asText())
                    && delivery.path("state").asText().equals("DELIVERED")
                    && !ours
                    && !stored.contains(identifier)) {
                wrong.add("the acknowledged webhook " + identifier + " of " + delivery.path("issueKey")
                        + " was not stored");
            }
        });
        // A look that came to its end leaves no row: a decision or an entry in the trail tells of it, or it is parked.
        String ids = plays.stream().map(Play::id).collect(Collectors.joining(","));
        long ignored = database.number(
                "select count(*) from signal s where tenant_id = ? and issue_id = any(string_to_array(?, ','))"
                        + " and not exists (select from audit_event a where a.tenant_id = s.tenant_id"
                        + " and a.subject = s.issue_id)"
                        + " and not exists (select from work_item w where w.tenant_id = s.tenant_id"
                        + " and w.subject = s.issue_id and w.state = 'parked')",
                tenant,
                ids);
        equal(wrong, "stored signals that nobody looked at", ignored, 0L);
    }

    private static String actor(String body) {
        try {
            return JSON.readTree(body).at("/user/accountId").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void atMostOne(List<String> wrong, String what, int found) {
        if (found > 1) {
            wrong.add(what + " should be one at most, found " + found);
        }
    }

    private static void equal(List<String> wrong, String what, Object found, @Nullable Object expected) {
        if (!found.equals(expected)) {
            wrong.add(what + " should be " + expected + ", found " + found);
        }
    }
}
