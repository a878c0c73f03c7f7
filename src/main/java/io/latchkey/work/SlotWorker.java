package io.latchkey.work;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.TenantFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs one item of a slot: a look, and the run that follows from it; or a run that was left waiting. */
@Component
class SlotWorker {

    private static final Logger log = LoggerFactory.getLogger(SlotWorker.class);

    private final TenantTransactions transactions;
    private final Ledger ledger;
    private final Handlers handlers;
    private final RunWorker runs;
    private final LeaseKeeper leases;
    private final Backoff backoff;
    private final SharedBudgets budgets;
    private final Trail trail;
    private final Announcements announcements;
    private final Clock clock;
    private final WorkProperties properties;
    private final DatabaseOutage outage;

    SlotWorker(
            TenantTransactions transactions,
            Ledger ledger,
            Handlers handlers,
            RunWorker runs,
            LeaseKeeper leases,
            Backoff backoff,
            SharedBudgets budgets,
            Trail trail,
            Announcements announcements,
            Clock clock,
            WorkProperties properties,
            DatabaseOutage outage) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.handlers = handlers;
        this.runs = runs;
        this.leases = leases;
        this.backoff = backoff;
        this.budgets = budgets;
        this.trail = trail;
        this.announcements = announcements;
        this.clock = clock;
        this.properties = properties;
        this.outage = outage;
    }

    /** Takes the item that is due first and works on it until it ends, waits or the node stops. */
    void workOn(TenantId tenant, int slot, BooleanSupplier stopping) {
        Optional<Claimed> claimed = ledger.claim(tenant, slot);
        claimed.ifPresent(item -> workOn(item, stopping));
    }

    private void workOn(Claimed item, BooleanSupplier stopping) {
        try {
            if (item.isRun()) {
                runs.resume(item, stopping);
            } else {
                look(item, stopping);
            }
        } catch (FenceLost lost) {
            log.info("{} {} was taken over: {}", item.kind(), item.id(), lost.getMessage());
        }
    }

    private void look(Claimed item, BooleanSupplier stopping) {
        Purpose purpose = handlers.purposeOfLook(item.kind());
        Optional<Failure> closed = purpose.isServed(item.site())
                ? handlers.closed(item.tenant(), purpose)
                : Optional.of(new TenantFailure.NotInstalled());
        if (closed.isPresent()) {
            transactions.writeOnly(item.tenant(), () -> {
                if (closed.get() instanceof RetryableFailure waiting) {
                    ledger.waitFor(item, waiting, false);
                } else {
                    park(item, closed.get());
                }
            });
            return;
        }
        Conclusion conclusion;
        Attempt attempt = budgets.begin(item);
        try {
            attempt.prepay();
            conclusion = handlers.look(item.kind()).look(item.tenant(), item.subject(), leases.keeping(item));
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // It may be anything: it is logged, a bug with its trace, and the item waits or is parked.
            if (thrown instanceof LimitReached limit && attempt.mayWait(item.limitedSince())) {
                attempt.stoppedBy(limit);
                limited(item, limit);
            } else {
                lookFailed(item, thrown);
            }
            return;
        } finally {
            attempt.close();
        }
        Conclusion reached = conclusion;
        Optional<Claimed> run;
        try {
            run = transactions.write(item.tenant(), () -> conclude(item, reached));
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // It may be anything: it is logged, a bug with its trace, and the item waits or is parked.
            lookFailed(item, thrown);
            return;
        }
        run.ifPresent(started -> runs.resumeStarted(started, stopping));
    }

    private Optional<Claimed> conclude(Claimed item, Conclusion reached) {
        ledger.hold(item, List.of());
        Optional<NewRun> follows = reached.conclude();
        ledger.endLook(item);
        return follows.map(next -> runs.start(item.tenant(), item.slot(), next));
    }

    private void limited(Claimed item, LimitReached limit) {
        log.debug("looking at {} {} waits: {}", item.kind(), item.subject(), limit.code());
        transactions.writeOnly(item.tenant(), () -> ledger.waitForLimit(item, limit, false));
    }

    private void lookFailed(Claimed item, RuntimeException thrown) {
        Failure failure = Unexpected.of(thrown);
        if (!(failure instanceof Unexpected)) {
            log.warn(
                    "looking at {} {} failed: {} {}",
                    item.kind(),
                    item.subject(),
                    failure.code(),
                    failure.explanation());
        } else if (!outage.noticed(thrown)) {
            log.error("looking at {} {} failed", item.kind(), item.subject(), thrown);
        }
        int attempts = item.attempts() + 1;
        boolean over = properties.givesUp(failure, attempts);
        Duration wait = backoff.after(attempts, thrown);
        transactions.writeOnly(item.tenant(), () -> {
            if (failure instanceof UnknownKind unknown) {
                if (!ledger.leave(item, unknown)) {
                    park(item, failure);
                }
            } else if (over) {
                park(item, failure);
            } else {
                ledger.retryLater(item, failure, wait);
            }
        });
    }

    private void park(Claimed item, Failure failure) {
        if (!ledger.parkLook(item, failure)) {
            return;
        }
        announcements.afterCommit(new LookParked(
                item.tenant(), item.kind(), item.subject(), failure.code(), failure.kind(), clock.instant()));
        trail.record(Entry.of(item.tenant(), "look.parked", item.subject())
                .withFacts(FailureFacts.of(failure).put("look", item.kind())));
    }
}
