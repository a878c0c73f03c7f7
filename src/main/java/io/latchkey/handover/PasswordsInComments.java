package io.latchkey.handover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.text.Words;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.RunListener;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes temporary passwords out of the comments that held them: once they were used, as far as Okta shows, and in any case when
 * their time is over. Mails that Jira has sent keep them.
 */
@Component
class PasswordsInComments implements RunListener {

    static final String KIND = "handover.comment";

    private static final Logger log = LoggerFactory.getLogger(PasswordsInComments.class);

    /** What a comment says is not kept for its own sake. */
    private static final int KEPT_DAYS = 0;

    private static final int PORTION = 20;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final TenantTransactions transactions;
    private final CommentRows rows;
    private final Uses uses;
    private final Work work;
    private final Trail trail;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;

    PasswordsInComments(
            TenantTransactions transactions,
            CommentRows rows,
            Uses uses,
            Work work,
            Trail trail,
            Ids ids,
            SecureRandom random,
            Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.uses = uses;
        this.work = work;
        this.trail = trail;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** The longer a password waits for its first use, the rarer Okta is asked: some twenty calls in a day. */
    static Instant nextLook(Instant now, Instant written, Instant removeAt) {
        Duration growing = Duration.between(written, now).dividedBy(4);
        Instant next = now.plus(growing.compareTo(SHORTEST) < 0 ? SHORTEST : growing);
        return next.isBefore(removeAt) ? next : removeAt;
    }

    /**
     * Looks at what is due, a portion at a time; no transaction may be open.
     *
     * @return whether more may be due
     */
    boolean due(TenantId tenant) {
        List<CommentRows.Row> due = transactions.read(tenant, () -> rows.due(tenant, PORTION));
        due.forEach(row -> look(tenant, row));
        return due.size() == PORTION;
    }

    private void look(TenantId tenant, CommentRows.Row row) {
        Instant now = clock.instant();
        if (!now.isBefore(row.removeAt())) {
            transactions.writeOnly(tenant, () -> remove(tenant, row, "handover.time-over"));
            return;
        }
        boolean pending;
        try {
            pending = uses.isPending(tenant, row.connection(), row.oktaUserId(), row.writtenAt());
        } catch (FailureException unknown) {
            log.info("whether the password of comment {} was used is not known: {}", row.id(), unknown.code());
            pending = true;
        }
        if (pending) {
            transactions.writeOnly(
                    tenant, () -> rows.lookAgain(tenant, row.id(), nextLook(now, row.writtenAt(), row.removeAt())));
        } else {
            transactions.writeOnly(tenant, () -> remove(tenant, row, "handover.first-use"));
        }
    }

    private void remove(TenantId tenant, CommentRows.Row row, String code) {
        UUID run = ids.next();
        if (!rows.begin(tenant, row.id(), run)) {
            return;
        }
        Words words = Words.of(PasswordsInComments.class, "handover", row.locale());
        ObjectNode input = StepResult.nothing()
                .put("issueId", row.issueId())
                .put("commentId", row.commentId())
                .put("text", row.text() + "\n\n" + words.text("removed", row.login()));
        ObjectNode basis = StepResult.nothing().put("issueId", row.issueId());
        Plan plan = new Plan(basis, List.of(new PlannedStep("remove", "jira.update-comment", input)));
        trail.record(Entry.of(tenant, "handover.comment-cleared", row.issueId())
                .withFacts(StepResult.nothing()
                        .put("run", run.toString())
                        .put("comment", row.commentId())
                        .put("code", code)));
        work.start(tenant, new NewRun(run, KIND, row.issueId(), row.issueId(), plan.salted(random), KEPT_DAYS));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void completed(TenantId tenant, UUID runId, String subject) {
        rows.removed(tenant, runId);
    }

    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure) {
        rows.tryAgain(tenant, runId, clock.instant().plus(AFTER_FAILURE));
        return Optional.empty();
    }
}
