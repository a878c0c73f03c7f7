package io.latchkey.faults.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryJira.Approval;
import io.latchkey.faults.vendors.MemoryJira.Comment;
import io.latchkey.faults.vendors.MemoryJira.Issue;
import io.latchkey.faults.vendors.MemoryOkta;
import io.latchkey.faults.vendors.MemoryOkta.Event;
import io.latchkey.faults.vendors.MemoryOkta.User;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Judges one run, after it has come to rest. */
public final class Oracle {

    private static final Duration SOON = Duration.ofSeconds(120);
    /** The sweep slows down to a quarter of an hour. */
    private static final Duration WHILE_SIGNALS_COME = Duration.ofMinutes(17);
    /** With a few others of the same slot before it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(30);
    /** For five seconds an admission is believed; a call ends within its lease. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    /** A node stood still past its lease: what it had asked before may be true no more when it acts. */
    private static final String[] STOOD = {
        "FROZEN_BEFORE_SEND", "FROZEN_AFTER_ANSWER", "OVERTAKEN_BEFORE_SEND", "OVERTAKEN_AFTER_ANSWER"
    };

    /** The first attempts at a look are seconds apart, those of a look that was parked and is revived five minutes. */
    private static final Duration LOOKED_AT = Duration.ofMinutes(3);

    /** Twelve attempts take no less, even if some of them met another failure. */
    private static final Duration TRIED_FOR = Duration.ofMinutes(8);

    /** Between two of them, with what jitter adds. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(390);

    /** A node's clock may be as wrong as that. */
    private static final Duration SKEW = Duration.ofSeconds(25);

    /** Between the question whether the app is still installed and the last call that follows it. */
    private static final Duration GATE_TO_CALL = Duration.ofMillis(1_200);

    /** Between the reading of something at a vendor and the outcome that relies on it. */
    private static final Duration ANSWER = Duration.ofMillis(180);

    /** Something that stretches that. */
    private static final String[] SLOW = {
        "HANG", "HANG_APPLIED", "HANG_LATE", "LIMITED", "STALLED_BEFORE_SEND", "STALLED_AFTER_ANSWER", "DATABASE_CUT"
    };

    /** Something was done later than when it was decided. */
    private static final String[] LATE = {
        "HANG_LATE",
        "STALLED_BEFORE_SEND",
        "STALLED_AFTER_ANSWER",
        "FROZEN_BEFORE_SEND",
        "FROZEN_AFTER_ANSWER",
        "OVERTAKEN_BEFORE_SEND",
        "OVERTAKEN_AFTER_ANSWER"
    };

    /** A limit that could not be written down, or whose time is another now, is told again by the next answer. */
    private static final Pattern FORGETS =
            Pattern.compile("KILL_|CUT_|DATABASE_|CLOCK_|FROZEN_|OVERTAKEN_|STALLED_|HANG");

    private final Tables tables;
    private final MemoryJira jira;
    private final MemoryOkta okta;
    private final Facts facts;
    private final UUID tenant;
    private final List<String> wrong = new ArrayList<>();

    /** Of this tenant, in this database. */
    public Oracle(Connection database, UUID tenant, MemoryJira jira, MemoryOkta okta, Facts facts) {
        this.tables = new Tables(database);
        this.tenant = tenant;
        this.jira = jira;
        this.okta = okta;
        this.facts = facts;
    }

    /** What is not as it must be; empty when all is well. */
    public List<String> judge() {
        nothingIsLeft();
        jira.issues().forEach(this::request);
        accounts();
        signals();
        comments();
        hints();
        facts.wentOn.forEach(call -> wrong.add("the app was removed, and what began after that asked " + call));
        if (facts.struck.stream().noneMatch(name -> FORGETS.matcher(name).lookingAt())) {
            wrong.addAll(facts.tooEarly);
        }
        new ChainCheck(tables, tenant).check(wrong);
        return wrong;
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private void nothingIsLeft() {
        tables.rows(
                        "select kind, subject, attempts, reason_code from work_item where tenant_id = ? and state = 'waiting'",
                        tenant)
                .forEach(row -> wrong.add("work is left waiting: " + row));
        long secrets = tables.count(
                "select count(*) from step_intent i join work_item w on w.tenant_id = i.tenant_id and w.id = i.work_id"
                        + " where i.tenant_id = ? and w.state = 'done' and i.secret is not null",
                tenant);
        check(secrets == 0, "a delivered credential is still stored");
    }

    private void request(Issue issue) {
        List<Row> admitted = tables.rows(
                "select work_id, decided_at from request_decision where tenant_id = ? and issue_id = ? and outcome = 'admitted'",
                tenant,
                issue.id);
        if (admitted.isEmpty()) {
            notAdmitted(issue);
            return;
        }
        long approvals = issue.approvals.stream()
                .filter(approval -> MemoryJira.APPROVER.equals(approval.by))
                .count();
        check(
                admitted.size() <= approvals,
                issue.id + " was admitted " + admitted.size() + " times, and approved " + approvals
                        + " times by somebody who may");
        inTime(issue, admitted.get(0));
        List<Row> runs = tables.rows(
                "select id, state, reason_code, ended_at from work_item where tenant_id = ? and subject = ? and kind = 'request' and plan is not null"
                        + " order by id",
                tenant,
                issue.id);
        check(runs.size() == admitted.size(), issue.id + " has the runs " + runs);
        long standing = runs.stream()
                .filter(one -> !one.text("state").equals("stopped"))
                .count();
        check(standing <= 1, issue.id + " has the runs " + runs);
        for (Row one : runs) {
            UUID run = one.id("id");
            check(
                    admitted.stream().anyMatch(row -> row.id("work_id").equals(run)),
                    issue.id + " has a run that was not admitted: " + one);
            switch (one.text("state")) {
                case "done" -> completed(issue, one, runs.size());
                case "parked" -> parked(issue, one, runs.size());
                case "stopped" -> stopped(issue, one, runs);
                default -> {}
            }
        }
        if (standing == 0) {
            notLost(issue, runs);
            notWaitedFor(issue, runs.get(runs.size() - 1).time("ended_at"), "stopped");
        }
        onlyWhatIsWanted(issue);
    }

    private void stopped(Issue issue, Row run, List<Row> runs) {
        String reason = run.text("reason_code");
        atMostOnce(issue, "stopped");
        List<Instant> stopped = runs.stream()
                .filter(one -> one.text("state").equals("stopped"))
                .filter(one -> one.text("reason_code").equals(reason))
                .map(one -> one.time("ended_at"))
                .toList();
        told(issue, reason, stopped);
        check(
                issue.wanted.containsValue(false)
                        || (issue.edited != null && reason.equals("content.changed-after-admission")),
                issue.id + " was stopped, though nobody took it back: " + run);
        if (reason.equals("approval.renewed") && !facts.any("CLOCK_AHEAD", "CLOCK_BACK")) {
            Instant ended = run.time("ended_at");
            long given = issue.approvals.stream()
                    .filter(approval -> approval.given != null && !approval.given.isAfter(ended))
                    .count();
            check(given > 1, issue.id + " was stopped as approved anew before it was: " + run);
        }
    }

    /** What was stopped and has been approved anew since then is admitted anew, unless something else keeps it back. */
    private void notLost(Issue issue, List<Row> runs) {
        boolean wanted = !issue.wanted.isEmpty() && issue.wanted.lastEntry().getValue();
        check(
                !wanted
                        || !issue.status.equals(MemoryJira.OPEN)
                        || !isApprovedAnew(issue)
                        || issue.changedAfterApproval
                        || facts.uninstalledAt != null,
                issue.id + " was stopped, is approved anew, open and lost: " + runs);
    }

    /** Whether no admission rests on the last approval. */
    private boolean isApprovedAnew(Issue issue) {
        Approval last = issue.approvals.get(issue.approvals.size() - 1);
        return MemoryJira.APPROVER.equals(last.by)
                && tables.count(
                                "select count(*) from request_decision where tenant_id = ? and issue_id = ?"
                                        + " and outcome = 'admitted' and ? = any(approval_ids)",
                                tenant,
                                issue.id,
                                last.id)
                        == 0;
    }

    /** A request that people take back is stopped before its next effect; the next is what comes after a moment. */
    private void onlyWhatIsWanted(Issue issue) {
        if (facts.any(LATE)) {
            return;
        }
        issue.comments.stream()
                .filter(comment -> comment.author.equals(MemoryJira.APP) && !comment.internal)
                .forEach(comment -> wanted(issue, comment.created, "commented"));
        issue.moves.stream()
                .filter(move -> move.by().equals(MemoryJira.APP))
                .forEach(move -> wanted(issue, move.at(), "moved"));
        boolean shared = jira.issues().stream().anyMatch(other -> other != issue && other.login.equals(issue.login));
        okta.events().stream()
                .filter(event -> !shared
                        && event.actor().equals(MemoryOkta.CLIENT)
                        && event.type().equals("user.lifecycle.create")
                        && event.login().equalsIgnoreCase(issue.login))
                .forEach(event -> wanted(issue, event.at(), "given an account"));
        okta.users().stream()
                .filter(user -> !shared && user.bornAs.equalsIgnoreCase(issue.login))
                .forEach(user -> okta.events().stream()
                        .filter(event -> event.actor().equals(MemoryOkta.CLIENT)
                                && event.type().equals("group.user_membership.add")
                                && event.target().equals(user.id))
                        .forEach(event -> wanted(issue, event.at(), "given a group")));
    }

    private void wanted(Issue issue, Instant at, String what) {
        var before = issue.wanted.floorEntry(at);
        check(
                before != null
                        && (before.getValue() || at.isBefore(before.getKey().plus(STOPS_WITHIN))),
                issue.id + " was " + what + " at " + at + ", when nobody wanted it: " + issue.wanted);
    }

    /** Where nothing has failed by then, it starts at once after a signal, and within two minutes when none comes at all. */
    private void inTime(Issue issue, Row admitted) {
        Instant approved = issue.approvedAt;
        if (approved == null || issue.approvals.size() != 1 || issue.requestType.equals(MemoryJira.NEW_TYPE)) {
            return;
        }
        // Nobody finds by a search what Jira's index does not show.
        Duration soon = facts.acknowledged.isEmpty() ? SOON : WHILE_SIGNALS_COME;
        Instant decided = admitted.time("decided_at");
        notAfter(jira.findableFrom(approved).plus(soon), decided, issue.id + " was approved");
        Instant hinted = facts.hinted.get(issue.id);
        if (hinted != null) {
            notAfter(hinted.plus(AT_ONCE), decided, issue.id + " was hinted at");
        }
    }

    private void notAfter(Instant most, Instant decided, String what) {
        check(
                !decided.isAfter(most) || !facts.wasUndisturbedUntil(most),
                what + ", and admitted only " + Duration.between(most, decided) + " after the time for that");
    }

    private void notAdmitted(Issue issue) {
        noEffects(issue);
        List<Row> told = tables.rows(
                "select outcome, reason_code, work_id, decided_at from request_decision where tenant_id = ? and issue_id = ?",
                tenant,
                issue.id);
        for (String reason : reasons(told)) {
            // One per content: an edit between two reads of one look shows half of itself first.
            told(
                    issue,
                    reason,
                    told.stream()
                            .filter(one -> one.text("reason_code").equals(reason))
                            .map(one -> one.time("decided_at"))
                            .toList());
        }
        boolean approved = issue.approvedBy != null && !issue.status.equals(MemoryJira.WAITING);
        if (issue.requestType.equals(MemoryJira.NEW_TYPE) && facts.recipeSaved == null) {
            return;
        }
        if (!approved || facts.uninstalledAt != null || issue.status.equals(MemoryJira.DONE)) {
            return;
        }
        if (MemoryJira.REPORTER.equals(issue.approvedBy)) {
            check(
                    reasons(told).contains("approval.own-request")
                            || reasons(told).contains("content.changed-after-approval"),
                    issue.id + " was approved by its reporter and never refused: " + told);
        } else if (issue.changedAfterApproval) {
            check(
                    reasons(told).contains("content.changed-after-approval"),
                    issue.id + " was changed and is not held: " + told);
            Instant edited = issue.edited;
            check(
                    facts.any("CLOCK_AHEAD", "CLOCK_BACK")
                            || edited == null
                            || told.stream()
                                    .anyMatch(one -> !one.time("decided_at").isBefore(edited)),
                    issue.id + " was changed at " + edited + ", and nothing was decided about that: " + told);
        } else {
            wrong.add(issue.id + " is approved, open and lost: " + told + parkedLooks(issue));
        }
    }

    private List<Row> parkedLooks(Issue issue) {
        return tables.rows(
                "select kind, state, reason_code from work_item where tenant_id = ? and subject = ?", tenant, issue.id);
    }

    private static Set<String> reasons(List<Row> told) {
        Set<String> reasons = new HashSet<>();
        told.forEach(one -> reasons.add(one.text("reason_code")));
        return reasons;
    }

    private void noEffects(Issue issue) {
        check(publicComments(issue).isEmpty(), issue.id + " was not admitted, but told something to its customer");
        check(movesOfOurs(issue) == 0, issue.id + " was not admitted, but moved");
        boolean shared = jira.issues().stream().anyMatch(other -> other != issue && other.login.equals(issue.login));
        check(shared || creations(issue.login) == 0, issue.id + " was not admitted, but has an account");
    }

    /**
     * Those that we made; if there are none, whose login it is. Once a person has renamed the account of one request, its
     * login is free for another request about the same: then each has its own, which its comment tells.
     */
    private List<User> accountsOf(Issue issue) {
        List<User> born = okta.users().stream()
                .filter(user -> user.bornAs.equalsIgnoreCase(issue.login))
                .toList();
        List<User> ours = born.stream()
                .filter(user -> user.createdBy.equals(MemoryOkta.CLIENT))
                .toList();
        if (ours.isEmpty()) {
            return born.stream().filter(user -> user.login.equals(user.bornAs)).toList();
        }
        return ours.size() > 1 && sharing(issue) > 1
                ? ours.stream().filter(user -> isToldOf(issue, user)).limit(1).toList()
                : ours;
    }

    private boolean isToldOf(Issue issue, User user) {
        List<String> texts = new ArrayList<>();
        publicComments(issue).forEach(comment -> texts(comment.body, texts));
        return issue.requestType.equals(MemoryJira.BY_MAIL)
                || user.lastLogin != null
                || (user.password != null && texts.contains(user.password));
    }

    /** Okta takes a login once more when a person has renamed whoever had it. */
    private long mostAccounts(Issue issue) {
        return facts.any("PERSON_RENAMES") ? sharing(issue) : 1;
    }

    private long sharing(Issue issue) {
        return jira.issues().stream()
                .filter(other -> other.login.equals(issue.login))
                .count();
    }

    private void completed(Issue issue, Row done, int runs) {
        UUID run = done.id("id");
        notWaitedFor(issue, done.time("ended_at"), "completed");
        List<User> users = accountsOf(issue);
        check(users.size() == 1, issue.id + " is complete with " + users.size() + " accounts");
        check(
                creations(issue.login) >= 1 && creations(issue.login) <= mostAccounts(issue),
                issue.id + " is complete, and we created " + creations(issue.login) + " accounts");
        for (User user : users) {
            check(
                    user.createdBy.equals(MemoryOkta.CLIENT),
                    issue.id + " is complete with the account of somebody else");
            Instant granted = granted(run);
            for (String group : MemoryOkta.GROUPS.keySet()) {
                check(
                        user.groups.containsKey(group) || removedByPerson(user, group, granted),
                        issue.id + " is complete without group " + group);
            }
            credential(issue, user);
        }
        check(
                publicComments(issue).size() == 1,
                issue.id + " is complete with " + publicComments(issue).size() + " comments");
        noRepeats(issue);
        int moves = movesOfOurs(issue);
        boolean closedByPerson = issue.moves.stream()
                .anyMatch(
                        move -> move.to().equals(MemoryJira.DONE) && !move.by().equals(MemoryJira.APP));
        boolean reopened = issue.moves.stream()
                .anyMatch(move ->
                        move.from().equals(MemoryJira.DONE) && !move.by().equals(MemoryJira.APP));
        long again = reopened ? sentLate(issue, "transitions") : 0;
        check(
                (moves >= 1 && moves <= 1 + again) || (moves == 0 && closedByPerson),
                issue.id + " is complete with " + moves + " transitions");
        check(
                issue.status.equals(MemoryJira.DONE) || reopened || issue.approvals.size() > 1,
                issue.id + " is complete, but open");
        check(
                trail(issue, "request.admitted") == runs,
                issue.id + ": admitted " + trail(issue, "request.admitted") + " times in the trail");
        check(
                trail(issue, "request.completed") == 1,
                issue.id + ": completed " + trail(issue, "request.completed") + " times in the trail");
        steps(issue, run, 4);
    }

    /** That a request waits for a person is not said once it does so no more. */
    private void notWaitedFor(Issue issue, Instant ended, String how) {
        if (facts.any(LATE)) {
            return;
        }
        issue.comments.stream()
                .filter(comment -> comment.author.equals(MemoryJira.APP) && comment.internal)
                .filter(comment -> comment.body.toString().contains("Latchkey waits for a person"))
                .filter(comment ->
                        comment.created.isAfter(ended.plus(STOPS_WITHIN).plus(SKEW)))
                .forEach(comment -> wrong.add(issue.id + " was " + how + " at " + ended
                        + ", and is said to wait for a person at " + comment.created));
    }

    /** A duplicate may only ever have been there where nothing could have held it back. */
    private void noRepeats(Issue issue) {
        long written = issue.comments.stream()
                .filter(comment -> comment.author.equals(MemoryJira.APP) && !comment.internal)
                .count();
        check(written <= 1 + sentLate(issue, "comment"), issue.id + ": its customer was told " + written + " times");
    }

    /** What a node that stood still sent after another had taken over. */
    private long sentLate(Issue issue, String what) {
        return facts.sentLate.stream()
                .filter(sent -> sent.equals("POST /rest/api/3/issue/" + issue.id + "/" + what))
                .count();
    }

    private void steps(Issue issue, UUID run, int expected) {
        long done = tables.count("select count(*) from step_outcome where tenant_id = ? and work_id = ?", tenant, run);
        check(done == expected, issue.id + " has the outcomes of " + done + " steps, not " + expected);
        long told = tables.count(
                "select count(*) from audit_event where tenant_id = ? and subject = ? and kind = 'step.done'"
                        + " and convert_from(body, 'UTF8') like ?",
                tenant,
                issue.id,
                "%" + run + "%");
        check(told == done, issue.id + ": the trail tells of " + told + " steps of " + done);
    }

    /** What is told of another than a parked run is given up when the site refuses it, or is away for longer than it is tried. */
    private void told(Issue issue, String reason, List<Instant> times) {
        boolean refused = facts.refused.stream().anyMatch(call -> call.contains("/issue/" + issue.id + "/comment"));
        long least = refused
                ? 0
                : times.stream()
                        .filter(time -> !facts.wasAwayFor(TRIED_FOR, time.minus(SKEW), time.plus(LONGEST_WAIT)))
                        .count();
        check(
                facts.uninstalledAt != null || (notes(issue, reason) >= least && notes(issue, reason) <= times.size()),
                issue.id + " was told at " + times + " that " + reason + " with " + notes(issue, reason) + " notes");
    }

    private void atMostOnce(Issue issue, String state) {
        check(
                creations(issue.login) <= mostAccounts(issue),
                issue.id + " is " + state + ", and we created " + creations(issue.login) + " accounts");
        // Once the app is removed, nobody deletes the one that slipped through.
        long late = facts.uninstalledAt == null ? 0 : sentLate(issue, "comment");
        check(
                publicComments(issue).size() <= 1 + late,
                issue.id + " is " + state + " with " + publicComments(issue).size() + " comments");
        check(
                movesOfOurs(issue) <= 1 + sentLate(issue, "transitions"),
                issue.id + " is " + state + " with " + movesOfOurs(issue) + " transitions");
    }

    private void parked(Issue issue, Row parked, int runs) {
        UUID run = parked.id("id");
        String reason = parked.text("reason_code");
        atMostOnce(issue, "parked");
        check(isRight(parked, issue, runs), issue.id + " is parked for a reason that is not true: " + reason);
        check(trail(issue, "run.parked") >= 1, issue.id + " is parked, and the trail does not say so");
        check(trail(issue, "request.completed") == 0, issue.id + " is parked and completed");
        check(
                facts.uninstalledAt != null || (notes(issue, reason) >= 1 && notes(issue, reason) <= runs),
                issue.id + " is parked for " + reason + " with " + notes(issue, reason) + " notes");
        long done = tables.count("select count(*) from step_outcome where tenant_id = ? and work_id = ?", tenant, run);
        steps(issue, run, (int) done);
    }

    /** Nothing that passes by itself may end a request; what ends one must have happened. */
    private boolean isRight(Row parked, Issue issue, int runs) {
        String reason = parked.text("reason_code");
        Instant ended = parked.time("ended_at");
        boolean others = okta.users().stream()
                .anyMatch(
                        user -> user.bornAs.equalsIgnoreCase(issue.login) && !user.createdBy.equals(MemoryOkta.CLIENT));
        boolean shared = jira.issues().stream().anyMatch(other -> other != issue && other.login.equals(issue.login));
        return switch (reason) {
            case "okta.login-taken" -> others || shared || runs > 1;
            case "jira.transition-rejected" -> issue.approvals.size() > 1;
            case "okta.account-changed" -> facts.any("PERSON_SUSPENDS", "PERSON_RENAMES", "PERSON_SIGNS_IN");
            case "okta.membership-unproven" -> facts.any("PERSON_REMOVES_GROUP", "STALE_OKTA");
            case "tenant.not-installed", "okta.key-kept-for-expiries" -> facts.uninstalledAt != null;
            case "okta.account-unproven" -> others || facts.any("STALE_LOG", "PERSON_RENAMES");
            case "jira.forbidden" -> facts.forbidden.contains("jira");
            // The last attempt of many that met an absence may meet something else.
            case "jira.unavailable", "jira.outcome-unknown", "okta.unavailable", "okta.outcome-unknown" ->
                facts.wasAwayFor(TRIED_FOR, ended.minus(LONGEST_WAIT).minus(SKEW), ended.plus(SKEW));
            case "okta.role-missing" -> facts.forbidden.contains("okta");
            case "jira.unauthorized" -> facts.uninstalledAt != null;
            // A token that is revoked as soon as it was issued is refused twice in a row.
            case "okta.token-refused" -> facts.any("TOKENS_REVOKED");
            case "okta.invalid-client", "okta.key-refused" -> facts.any("KEY_ROTATED");
            default -> facts.uninstalledAt != null && (reason.startsWith("tenant.") || reason.startsWith("jira."));
        };
    }

    private void credential(Issue issue, User user) {
        for (Comment comment : publicComments(issue)) {
            List<String> texts = new ArrayList<>();
            texts(comment.body, texts);
            if (issue.requestType.equals(MemoryJira.BY_MAIL)) {
                check(
                        texts.toString().contains(user.bornAs),
                        issue.id + ": the comment does not name the account: " + texts);
            } else {
                check(texts.contains(user.bornAs), issue.id + ": the comment does not name the account");
                check(
                        user.lastLogin != null || (user.password != null && texts.contains(user.password)),
                        issue.id + ": the comment does not carry the account's password");
                // Who else asks for the same login may have seen it in use.
                check(
                        sharing(issue) > 1 || user.knownAsUsed == null || !comment.created.isAfter(user.knownAsUsed),
                        issue.id + ": a password was handed over of an account that was known to be in use");
            }
        }
        boolean mailed = issue.requestType.equals(MemoryJira.BY_MAIL);
        boolean shared = jira.issues().stream().anyMatch(other -> other != issue && other.login.equals(issue.login));
        check(shared || mailed == user.mails > 0, issue.id + " is complete with " + user.mails + " activation mails");
        facts.mailed += mailed ? 1 : 0;
        facts.mails += user.mails;
    }

    private static void texts(JsonNode node, List<String> into) {
        if (node.path("text").isTextual()) {
            into.add(node.path("text").asText());
        }
        node.forEach(child -> texts(child, into));
    }

    private long creations(String login) {
        Set<String> ids = new HashSet<>();
        okta.users().stream()
                .filter(user -> user.bornAs.equalsIgnoreCase(login))
                .forEach(user -> ids.add(user.id));
        return okta.events().stream()
                .filter(event -> event.type().equals("user.lifecycle.create")
                        && event.actor().equals(MemoryOkta.CLIENT))
                .filter(event -> ids.contains(event.target()))
                .count();
    }

    /** When the step was done that demands all groups of an account. */
    private Instant granted(UUID run) {
        return tables
                .rows(
                        "select recorded_at from step_outcome where tenant_id = ? and work_id = ? and ordinal = 1",
                        tenant,
                        run)
                .stream()
                .map(row -> row.time("recorded_at"))
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /** By somebody whom the step that granted it could not have seen. */
    private boolean removedByPerson(User user, String group, Instant granted) {
        boolean mayBeUnseen =
                facts.any("STALE_OKTA", "CLOCK_AHEAD", "CLOCK_BACK") || facts.any(SLOW) || facts.any(LATE);
        return okta.events().stream()
                .filter(event -> event.type().equals("group.user_membership.remove")
                        && event.actor().equals(MemoryOkta.SOMEBODY)
                        && event.target().equals(user.id)
                        && group.equals(event.group()))
                .anyMatch(event -> mayBeUnseen || event.at().isAfter(granted.minus(ANSWER)));
    }

    private static List<Comment> publicComments(Issue issue) {
        return issue.comments.stream()
                .filter(comment -> comment.author.equals(MemoryJira.APP) && !comment.internal && !comment.deleted)
                .toList();
    }

    private static long notes(Issue issue, String reason) {
        return issue.comments.stream()
                .filter(comment -> comment.author.equals(MemoryJira.APP) && comment.internal && !comment.deleted)
                .filter(comment -> comment.body.toString().contains("Reason: " + reason))
                .count();
    }

    private static int movesOfOurs(Issue issue) {
        return (int) issue.moves.stream()
                .filter(move -> move.by().equals(MemoryJira.APP))
                .count();
    }

    private long trail(Issue issue, String kind) {
        return tables.count(
                "select count(*) from audit_event where tenant_id = ? and subject = ? and kind = ?",
                tenant,
                issue.id,
                kind);
    }

    /** Nobody else's account is touched, and after an uninstallation none at all. */
    private void accounts() {
        Duration most = facts.any(SLOW) ? STOPS_WITHIN : GATE_TO_CALL;
        Set<String> ours = new HashSet<>();
        for (Event event : okta.events()) {
            if (event.type().equals("user.lifecycle.create") && event.actor().equals(MemoryOkta.CLIENT)) {
                ours.add(event.target());
            }
        }
        for (Event event : okta.events()) {
            if (event.actor().equals(MemoryOkta.CLIENT)) {
                check(ours.contains(event.target()), "we touched an account that is not ours: " + event);
                check(
                        facts.uninstalledAt == null
                                || event.at().isBefore(facts.uninstalledAt.plus(most))
                                || facts.any(STOOD),
                        "we changed something long after the app was uninstalled: " + event);
            }
        }
        Set<String> wanted = new HashSet<>();
        jira.issues().forEach(issue -> wanted.add(issue.login));
        okta.users().stream()
                .filter(user -> user.createdBy.equals(MemoryOkta.CLIENT))
                .forEach(user ->
                        check(wanted.contains(user.bornAs), "an account that nobody asked for: " + user.bornAs));
        suspended();
    }

    /** Nothing is granted to an account that a person has stopped. */
    private void suspended() {
        if (facts.any(LATE)) {
            return;
        }
        for (User user : okta.users()) {
            Instant since = user.suspended;
            okta.events().stream()
                    .filter(event -> since != null
                            && event.target().equals(user.id)
                            && event.actor().equals(MemoryOkta.CLIENT)
                            && event.type().equals("group.user_membership.add")
                            && event.at().isAfter(since.plusSeconds(3)))
                    .forEach(event -> wrong.add("a group was given to a suspended account: " + event));
        }
    }

    /**
     * What a signal announced is looked at before long, and once more when that fails: nobody waits until what is parked is
     * tried again by itself.
     */
    private void hints() {
        if (facts.uninstalledAt != null || facts.any("DISABLED")) {
            return;
        }
        // A run asks by itself whether its request is wanted still.
        facts.hints.stream()
                .filter(hint -> !isRunning(hint.issue(), hint.at(), hint.at().plus(LOOKED_AT)))
                .forEach(this::hint);
    }

    private void hint(Facts.Hint hint) {
        List<Facts.Asked> after = facts.asked.getOrDefault(hint.issue(), List.of()).stream()
                .filter(one -> !one.at.isBefore(hint.at()))
                .toList();
        Instant last = hint.at();
        for (int i = 0; i < 2; i++) {
            Instant most = last.plus(LOOKED_AT);
            if (after.size() <= i || after.get(i).at.isAfter(most)) {
                wrong.add(hint.issue() + " was hinted at " + hint.at() + ", and looked at " + i + " times by " + most);
                return;
            }
            if (!after.get(i).failed && !after.get(i).underWay) {
                return;
            }
            last = after.get(i).at;
        }
    }

    /** Whether it was admitted by the second time, and not stopped before the first one. */
    private boolean isRunning(String issue, Instant from, Instant until) {
        return tables
                .rows(
                        "select decided_at, coalesce(stopped_at, 'infinity') > ?::timestamptz as stands from request_decision"
                                + " where tenant_id = ? and issue_id = ? and outcome = 'admitted'",
                        from.toString(),
                        tenant,
                        issue)
                .stream()
                .anyMatch(row -> row.text("stands").equals("true")
                        && row.time("decided_at").isBefore(until));
    }

    /** Nobody else's comment is deleted, and one that holds a password is known. */
    private void comments() {
        jira.issues()
                .forEach(issue -> issue.comments.stream()
                        .filter(comment -> comment.deleted && !comment.author.equals(MemoryJira.APP))
                        .forEach(comment ->
                                wrong.add(issue.id + ": the comment " + comment.id + " of somebody else was deleted")));
        for (Row row : tables.rows("select issue_id, comment_id from handover_comment where tenant_id = ?", tenant)) {
            check(
                    jira.issue(row.text("issue_id")).comments.stream()
                            .anyMatch(comment -> comment.id.equals(row.text("comment_id")) && !comment.deleted),
                    "the comment that holds a password was deleted: " + row);
        }
    }

    private void signals() {
        facts.acknowledged.forEach((delivery, issue) -> {
            long stored = tables.count(
                    "select count(*) from signal where tenant_id = ? and delivery_id = ? and issue_id = ?",
                    tenant,
                    delivery,
                    issue);
            check(stored == 1, "the acknowledged signal " + delivery + " is stored " + stored + " times");
        });
    }
}
