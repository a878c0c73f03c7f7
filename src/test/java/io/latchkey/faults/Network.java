package io.latchkey.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.faults.Fault.Point;
import io.latchkey.faults.oracle.Facts;
import io.latchkey.faults.oracle.Facts.Asked;
import io.latchkey.faults.vendors.Ask;
import io.latchkey.faults.vendors.MemoryJira.Issue;
import io.latchkey.faults.vendors.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes one node's calls to the vendors, as far as the faults let it. */
final class Network {

    /** How long the adapters wait for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** The wait that a refusal asks for. */
    private static final Duration LIMITED_FOR = Duration.ofSeconds(7);

    /** The wait that a refusal asks for while people change their mind; it is longer than an admission is believed. */
    private static final Duration HELD_FOR = Duration.ofSeconds(35);

    /** The wait that a failure asks for, when it does. */
    private static final Duration FAILED_FOR = Duration.ofSeconds(20);

    /** After so long what was parked after a few minutes is tried again. */
    private static final Duration REVIVED = Duration.ofMinutes(10);

    private static final Pattern ASSERTION = Pattern.compile("client_assertion=([A-Za-z0-9_-]+)\\.");
    private static final Pattern KEY = Pattern.compile("\"kid\":\"([^\"]+)\"");

    private static final Pattern ISSUE =
            Pattern.compile("/rest/(?:api/3/issue|servicedeskapi/request)/([0-9]+)(/changelog|/approval)?");

    private static final Pattern OF_ISSUE = Pattern.compile("/rest/api/3/issue/([0-9]+)(/.*)?");

    /** What is not to be asked between these times. */
    record Refusal(Instant at, Instant until) {}

    private final Node node;

    Network(Node node) {
        this.node = node;
    }

    /** One call. */
    Reply call(String method, URI uri, String authorization, byte[] body) throws IOException {
        World world = node.world();
        if (node.isDead()) {
            throw new SocketException("this node was killed");
        }
        Ask ask = Ask.of(method, uri, body);
        boolean toJira = uri.getHost().endsWith(".atlassian.net");
        Sent sent = () -> arrive(ask, toJira, authorization, body);
        elapse(Duration.ofMillis(1 + world.chance().nextInt(20)));
        if (ask.changes()) {
            node.cluster().changes(node);
        }
        honour(ask);
        goesOn(ask);
        Optional<Asked> asked = toJira ? asked(ask) : Optional.empty();
        Reply reply = given(ask, toJira, sent);
        asked.ifPresent(question -> {
            question.failed |= isTriedAgain(reply);
            question.underWay = false;
        });
        return reply;
    }

    private Reply given(Ask ask, boolean toJira, Sent sent) throws IOException {
        World world = node.world();
        Optional<Fault> fault = world.pass(Point.CALL, node, (toJira ? "jira " : "okta ") + ask.label());
        if (fault.isEmpty()) {
            fault = node.cluster().pressing().at(node, ask, toJira, about(ask, toJira));
        }
        if (fault.isPresent()) {
            return struck(fault.get(), ask, sent);
        }
        if (toJira && node.cluster().isAway() && world.chance().nextBoolean()) {
            throw new ConnectException("Connection refused");
        }
        return answered(sent);
    }

    /** The request that this is about, if it is about one. */
    private Optional<Issue> about(Ask ask, boolean toJira) {
        if (!toJira) {
            return node.cluster().site().about(ask);
        }
        Matcher issue = OF_ISSUE.matcher(ask.path());
        return issue.matches() ? Optional.of(node.world().jira().issue(issue.group(1))) : Optional.empty();
    }

    /** A look at a request begins with the issue, whatever asks for it, and goes on with what belongs to it. */
    private Optional<Asked> asked(Ask ask) {
        Matcher issue = ISSUE.matcher(ask.path());
        if (!ask.method().equals("GET") || !issue.matches()) {
            return Optional.empty();
        }
        Facts facts = node.cluster().facts();
        return ask.isLook()
                ? Optional.of(facts.asks(issue.group(1), node.world().now()))
                : facts.lastAsk(issue.group(1));
    }

    private static boolean isTriedAgain(Reply reply) {
        return reply.status() >= 500 || reply.status() == 429;
    }

    /** Whatever begins after the app was removed asks first whether it is still there. */
    private void goesOn(Ask ask) {
        Facts facts = node.cluster().facts();
        Instant removed = facts.uninstalledAt;
        if (removed != null && node.isRunning() && node.begun().isAfter(removed)) {
            facts.wentOn.add(ask.label());
        }
    }

    @FunctionalInterface
    private interface Sent {
        Reply apply();
    }

    private Reply answered(Sent sent) {
        Reply reply = sent.apply();
        elapse(Duration.ofMillis(20 + node.world().chance().nextInt(150)));
        node.world().say(node.name(), "    answered " + reply.status());
        return reply;
    }

    private Reply arrive(Ask ask, boolean toJira, String authorization, byte[] body) {
        try {
            if (toJira && node.cluster().isAway()) {
                return Reply.bare(503);
            }
            if (toJira) {
                return node.cluster().isInstalled() ? node.world().jira().answer(ask) : Reply.bare(401);
            }
            return ask.path().equals("/oauth2/v1/token")
                    ? node.world().okta().token(keyOf(new String(body, StandardCharsets.UTF_8)))
                    : node.world().okta().answer(ask, authorization.replaceFirst("^Bearer ", ""));
        } catch (RuntimeException e) {
            // A fake that breaks is no fault of the network: the run fails with it.
            throw node.world().failed(e);
        }
    }

    private static String keyOf(String form) {
        Matcher assertion = ASSERTION.matcher(form);
        if (!assertion.find()) {
            throw new IllegalArgumentException("a token was asked for without an assertion");
        }
        Matcher key =
                KEY.matcher(new String(Base64.getUrlDecoder().decode(assertion.group(1)), StandardCharsets.UTF_8));
        return key.find() ? key.group(1) : "";
    }

    /** Somebody may speak meanwhile; what is parked for it is tried again by itself. */
    private Reply forbidden(Ask ask) {
        World world = node.world();
        node.cluster().facts().forbidden.add(vendor(ask));
        node.cluster().facts().refused.add(ask.label());
        world.schedule(REVIVED, "what was parked is tried again", () -> {});
        Matcher issue = ISSUE.matcher(ask.path());
        if (issue.matches() && world.chance().nextBoolean()) {
            node.cluster().speakSoon(issue.group(1));
        }
        elapse(Duration.ofMillis(100 + world.chance().nextInt(500)));
        return Reply.bare(403);
    }

    private static String vendor(Ask ask) {
        return ask.path().startsWith("/rest/") ? "jira" : "okta";
    }

    private Reply struck(Fault fault, Ask ask, Sent sent) throws IOException {
        World world = node.world();
        switch (fault) {
            case KILL_BEFORE_SEND, KILL_SENT -> throw node.die();
            case KILL_APPLIED -> {
                sent.apply();
                throw node.die();
            }
            case KILL_AFTER_ANSWER -> {
                answered(sent);
                throw node.die();
            }
            case UNREACHABLE -> throw new ConnectException("Connection refused");
            case RESET_SENT -> throw new SocketException("Connection reset");
            case RESET_APPLIED -> {
                answered(sent);
                throw new SocketException("Connection reset");
            }
            case HANG, HANG_APPLIED, HANG_LATE -> {
                return hang(fault, ask, sent);
            }
            case LIMITED -> {
                elapse(Duration.ofMillis(30));
                return limited(ask, LIMITED_FOR);
            }
            case HELD_AND_CLOSED, HELD_AND_ASKED_AGAIN -> {
                elapse(Duration.ofMillis(30));
                Duration time = HELD_FOR.plusSeconds(world.chance().nextInt(50));
                node.cluster().site().silently(fault, about(ask, vendor(ask).equals("jira")), time);
                return limited(ask, time);
            }
            case FAILED -> {
                elapse(Duration.ofMillis(30));
                return failed(ask);
            }
            case FORBIDDEN -> {
                return ask.path().endsWith("/token") ? answered(sent) : forbidden(ask);
            }
            case FAILED_APPLIED -> {
                answered(sent);
                return Reply.bare(503);
            }
            case DATABASE_CUT -> {
                node.database().refuseOnce();
                return answered(sent);
            }
            case STALLED_BEFORE_SEND -> {
                stall();
                return answered(sent);
            }
            case STALLED_AFTER_ANSWER -> {
                Reply reply = answered(sent);
                stall();
                return reply;
            }
            case FROZEN_BEFORE_SEND -> {
                freeze();
                return sentLate(ask, sent);
            }
            case FROZEN_AFTER_ANSWER -> {
                Reply reply = answered(sent);
                freeze();
                return reply;
            }
            case OVERTAKEN_BEFORE_SEND -> {
                beOvertaken();
                return sentLate(ask, sent);
            }
            case OVERTAKEN_AFTER_ANSWER -> {
                Reply reply = answered(sent);
                beOvertaken();
                return reply;
            }
            default -> {
                node.cluster().disturb(fault, node);
                return answered(sent);
            }
        }
    }

    /** Jira says at times when to try again. */
    private Reply failed(Ask ask) {
        if (!ask.path().startsWith("/rest/")
                || !ask.changes()
                || node.world().chance().nextBoolean()) {
            return Reply.bare(500);
        }
        refuse(what(ask), FAILED_FOR);
        return new Reply(
                503,
                Map.of("Retry-After", String.valueOf(FAILED_FOR.toSeconds())),
                Reply.bare(503).body());
    }

    /** What is sent once more is the same; another step asks otherwise. */
    private static String what(Ask ask) {
        return ask.label() + " " + ask.body().hashCode();
    }

    private Reply hang(Fault fault, Ask ask, Sent sent) throws IOException {
        World world = node.world();
        if (fault == Fault.HANG_APPLIED) {
            sent.apply();
        }
        if (fault == Fault.HANG_LATE) {
            node.cluster().facts().sentLate.add(ask.label());
            Duration late = PATIENCE.plusMillis(50 + world.chance().nextInt(500));
            world.later(late, "takes effect: " + ask.label(), () -> sent.apply());
        }
        node.cluster().elapse(node, PATIENCE, true);
        throw new SocketTimeoutException("Read timed out");
    }

    /** Whoever has stood still may find a broken connection, a limit that is reached, or that it may not do it any more. */
    private Reply sentLate(Ask ask, Sent sent) throws IOException {
        World world = node.world();
        int found = world.isWild() ? world.chance().nextInt(6) : 5;
        if (found == 0) {
            world.say(node.name(), "    finds the connection broken");
            throw new SocketException("Connection reset");
        }
        if (found == 1) {
            world.say(node.name(), "    is refused by a limit");
            return limited(ask, LIMITED_FOR);
        }
        if ((found == 2 || found == 3) && ask.path().endsWith("/transitions") && ask.changes()) {
            world.say(node.name(), "    may not do that any more");
            node.cluster().facts().forbidden.add(vendor(ask));
            node.cluster().facts().refused.add(ask.label());
            return Reply.bare(403);
        }
        node.cluster().facts().sentLate.add(ask.label());
        return answered(sent);
    }

    /** Others go on while a node waits for the other side. */
    private void elapse(Duration time) {
        node.cluster().elapse(node, time, false);
    }

    /** Longer than any lease. */
    private void freeze() {
        stand(Duration.ofSeconds(15 + node.world().chance().nextInt(60)));
    }

    /** As long as its lease, and a moment in which somebody else has begun with its work. */
    private void beOvertaken() {
        int most = node.world().chance().nextBoolean() ? 400 : 2_500;
        stand(node.cluster().leased().plusMillis(node.world().chance().nextInt(most)));
    }

    /** Past the heartbeats, but within the lease that was taken or renewed when the work began. */
    private void stall() {
        boolean early = node.world().now().isBefore(node.begun().plusMillis(2_500));
        stand(early ? Duration.ofMillis(9_200) : Duration.ofSeconds(2));
    }

    private void stand(Duration time) {
        World world = node.world();
        world.say(node.name(), "stands still for " + time.toMillis() + " ms");
        node.cluster().elapse(node, time, true);
        world.say(node.name(), "goes on");
    }

    /** Who was told to wait does not ask before; what was on its way then is not meant. */
    private void honour(Ask ask) {
        Instant now = node.world().now();
        for (String asked : List.of(limited(ask), what(ask))) {
            Refusal refusal = node.cluster().refusals().get(asked);
            if (refusal != null && now.isAfter(refusal.at().plusMillis(250)) && now.isBefore(refusal.until())) {
                node.cluster().facts().tooEarly.add(node.name() + " asks " + ask.label() + " again at " + now);
            }
        }
    }

    /** What a limit refuses to all nodes; tokens, which each node fetches for itself, only to the one that asked. */
    private String limited(Ask ask) {
        return ask.path().endsWith("/token") ? node.name() + " " + ask.label() : ask.label();
    }

    private void refuse(String what, Duration time) {
        Instant now = node.world().now();
        node.cluster().refusals().put(what, new Refusal(now, now.plus(time)));
    }

    private Reply limited(Ask ask, Duration time) {
        World world = node.world();
        refuse(limited(ask), time);
        String at = String.valueOf(world.now().getEpochSecond() + time.toSeconds());
        return new Reply(
                429,
                Map.of(
                        "Retry-After",
                        String.valueOf(time.toSeconds()),
                        "X-Rate-Limit-Limit",
                        "600",
                        "X-Rate-Limit-Remaining",
                        "0",
                        "X-Rate-Limit-Reset",
                        at,
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(world.now().atOffset(ZoneOffset.UTC))),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("errorCode", "E0000047")
                        .put("errorSummary", "API call exceeded rate limit due to too many requests."));
    }
}
