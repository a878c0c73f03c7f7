package io.latchkey.faults.processes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.http.Interference;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.SiteFields;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises each call of the product by the request that it is for — the issue in Jira's paths, the login or the
 * account's id in Okta's — and lets the schedule's troubles strike. Calls that tell of no request pass.
 */
final class Hands implements Interference {

    /** What a person takes an account out of. */
    private static final String GROUP = "Engineering";

    private static final Pattern ISSUE =
            Pattern.compile("/rest/(?:api/3/issue|servicedeskapi/request)/([0-9]+)(?:/.*)?");
    /** What only agents see is told them whenever it is. */
    private static final Pattern INTERNAL = Pattern.compile("\"internal\"\\s*:\\s*true");

    private static final JsonMapper JSON = new JsonMapper();
    private static final long SLOW_MILLIS = 1_000;

    /** Longer than a call's limit and a lease together. */
    private static final long HANG_MILLIS = 5_500;

    /** Up to so long after an answer something strikes: long enough for the node to be in its next transaction. */
    private static final int MOMENT_MICROS = 12_000;

    private final Sandbox sandbox;
    private final Cluster cluster;
    private final Staleness staleness;
    private final Map<String, Play> byIssue = new ConcurrentHashMap<>();
    private final Map<String, Play> byLogin = new ConcurrentHashMap<>();
    private final Map<String, Play> byAccount = new ConcurrentHashMap<>();

    Hands(Sandbox sandbox, Cluster cluster) {
        this.sandbox = sandbox;
        this.cluster = cluster;
        this.staleness = new Staleness(sandbox.okta().rules());
    }

    /** From now on the schedule's calls are recognised. */
    void expect(Play play) {
        byIssue.put(play.id(), play);
        byLogin.put(play.login(), play);
    }

    @Override
    public Ending meet(Call call) throws IOException, ServletException {
        Optional<Play> play = play(call);
        // People read and write the same things; a node that was killed meanwhile is past being struck.
        Optional<Node> caller = play.flatMap(known -> cluster.caller(call.callerPort(), port(call)));
        if (caller.isEmpty()) {
            call.apply();
            return Ending.ANSWERED;
        }
        return meet(play.get(), caller.get(), call);
    }

    private Ending meet(Play play, Node caller, Call call) throws IOException, ServletException {
        play.begin();
        try {
            Optional<Trouble> trouble = play.next(call.method(), call.path());
            if (trouble.isEmpty()) {
                apply(play, caller, call, "");
                return Ending.ANSWERED;
            }
            return strike(play, trouble.get(), caller, call);
        } finally {
            play.end();
        }
    }

    private Optional<Play> play(Call call) {
        if (call.vendor().equals("jira")) {
            Matcher issue = ISSUE.matcher(call.path());
            return issue.matches() ? Optional.ofNullable(byIssue.get(issue.group(1))) : Optional.empty();
        }
        String said = URLDecoder.decode(call.path() + "?" + call.query(), StandardCharsets.UTF_8);
        for (String word : (said + " " + call.body()).split("[\\s/?&=\"',:{}\\[\\]()]+")) {
            Play play = byLogin.getOrDefault(word, byAccount.get(word));
            if (play != null) {
                return Optional.of(play);
            }
        }
        return Optional.empty();
    }

    private static String line(Node caller, Call call) {
        return caller.name() + " " + call.method() + " " + call.path();
    }

    private void apply(Play play, Node caller, Call call, String struck) throws IOException, ServletException {
        call.apply();
        if (call.method().equals("POST") && call.path().equals("/api/v1/users") && call.status() == 200) {
            byAccount.put(JSON.readTree(call.answer()).path("id").asText(), play);
        }
        if (!call.method().equals("GET")
                && call.status() < 300
                && !INTERNAL.matcher(call.body()).find()) {
            play.effect();
        }
        play.note(line(caller, call) + " -> " + call.status() + struck);
    }

    private int port(Call call) {
        return (call.vendor().equals("jira")
                        ? sandbox.jira().uri()
                        : sandbox.okta().uri())
                .getPort();
    }

    private Ending strike(Play play, Trouble trouble, Node caller, Call call) throws IOException, ServletException {
        String struck = " struck by " + trouble;
        switch (trouble.kind()) {
            case LOST_BEFORE -> {
                play.note(line(caller, call) + struck);
                return Ending.CUT;
            }
            case LOST_AFTER -> {
                apply(play, caller, call, struck);
                return Ending.CUT;
            }
            case ERROR_BEFORE -> {
                play.note(line(caller, call) + struck);
                call.answerInstead(503, Map.of(), "{}");
            }
            case ERROR_AFTER -> {
                apply(play, caller, call, struck);
                call.answerInstead(502, Map.of(), "<html>Bad gateway</html>");
            }
            case LIMITED -> {
                play.note(line(caller, call) + struck);
                limited(call);
            }
            case SLOW -> {
                pause(SLOW_MILLIS * 1_000);
                apply(play, caller, call, struck);
            }
            case HANG -> {
                apply(play, caller, call, struck);
                pause(HANG_MILLIS * 1_000);
            }
            case HANG_THEN_EFFECT -> {
                play.note(line(caller, call) + struck + ", effect later");
                pause(HANG_MILLIS * 1_000);
                apply(play, caller, call, struck);
            }
            case KILL_BEFORE -> {
                play.note(line(caller, call) + struck);
                cluster.kill(caller);
                return Ending.CUT;
            }
            case KILL_WITHIN -> {
                apply(play, caller, call, struck);
                cluster.kill(caller);
            }
            case DATABASE_BEFORE -> {
                cluster.disconnect(caller);
                apply(play, caller, call, struck);
            }
            case FREEZE_WITHIN -> {
                apply(play, caller, call, struck);
                freeze(play, caller);
            }
            case PERSON_CLOSES, PERSON_TAKES_LOGIN, PERSON_EDITS, PERSON_UNGROUPS -> {
                play.note(trouble.kind() + ": " + interfere(play, trouble.kind()));
                apply(play, caller, call, "");
            }
            case STALE_OKTA -> {
                staleness.begin();
                apply(play, caller, call, struck);
            }
            case UNINSTALLED -> {
                play.note(line(caller, call) + struck);
                sandbox.jira().uninstallApp(Schedules.APP);
                play.uninstalled();
                apply(play, caller, call, "");
            }
            case KILL_AFTER, FREEZE_AFTER, DATABASE_AFTER, COMMIT_UNKNOWN -> {
                apply(play, caller, call, struck);
                play.begin();
                return new Ending(false, () -> afterwards(play, trouble, caller));
            }
        }
        return Ending.ANSWERED;
    }

    private void afterwards(Play play, Trouble trouble, Node caller) {
        try {
            pause(ThreadLocalRandom.current().nextInt(MOMENT_MICROS));
            switch (trouble.kind()) {
                case KILL_AFTER -> cluster.kill(caller);
                case FREEZE_AFTER -> freeze(play, caller);
                case COMMIT_UNKNOWN -> cluster.loseNextCommit(caller);
                default -> cluster.disconnect(caller);
            }
        } finally {
            play.end();
        }
    }

    private void freeze(Play play, Node node) {
        play.begin();
        cluster.freeze(node, play.id()).whenComplete((how, failed) -> {
            play.note(String.valueOf(how));
            play.end();
        });
    }

    private static void limited(Call call) throws IOException {
        boolean okta = call.vendor().equals("okta");
        String soon = String.valueOf(System.currentTimeMillis() / 1_000 + 1);
        call.answerInstead(
                429,
                okta
                        ? Map.of("X-Rate-Limit-Limit", "600", "X-Rate-Limit-Remaining", "0", "X-Rate-Limit-Reset", soon)
                        : Map.of("Retry-After", "1", "RateLimit-Reason", "jira-burst-based"),
                okta ? "{\"errorCode\":\"E0000047\",\"errorSummary\":\"API call exceeded rate limit\"}" : "{}");
    }

    /** What a person does; false when it is too late for it. */
    private boolean interfere(Play play, Trouble.Kind kind) {
        try {
            switch (kind) {
                case PERSON_CLOSES -> {
                    sandbox.jira().transition(play.key(), Cast.GUS, "31");
                    play.closed();
                }
                case PERSON_EDITS ->
                    sandbox.jira().edit(play.key(), Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Elsa"));
                case PERSON_TAKES_LOGIN ->
                    play.loginTaken(sandbox.okta()
                            .createPerson(
                                    "Another", "Person", play.login(), Oracle.PERSONS_PASSWORD, List.of("Sales")));
                default -> {
                    JsonNode left = Vendors.okta(sandbox.okta().uri()).ungroup(play.login(), GROUP);
                    if (left.isMissingNode()) {
                        play.ungrouped(GROUP);
                    }
                    return left.isMissingNode();
                }
            }
            return true;
        } catch (IllegalStateException | IllegalArgumentException | NoSuchElementException tooLate) {
            return false;
        }
    }

    /**
     * Time that passes outside is what is tested here, so it cannot be waited for as a condition: an answer that is late
     * (within the node's patience or beyond it), and the moment after an answer at which a node is struck. No verdict
     * follows from how long it takes; whatever the nodes have come to by then, the oracle waits for conditions.
     */
    private static void pause(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
