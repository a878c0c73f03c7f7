package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.AccountReports;
import io.latchkey.tenant.AccountReports.Answer;
import io.latchkey.tenant.AccountReports.Reported;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.PersonalDataReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * One report of a tenant's due accounts. What is kept is asked of the packages each time, so that an account of which nothing
 * is kept any more is not reported, and one that came since is.
 */
@Component
class ReportDueAccounts implements PersonalDataReports {

    private static final Logger log = LoggerFactory.getLogger(ReportDueAccounts.class);

    /** Atlassian's default; its answers may name another. */
    private static final Duration CYCLE = Duration.ofDays(7);

    private static final Duration LOOK_AGAIN = Duration.ofDays(1);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);
    /** Atlassian's stand-ins for accounts that are none. */
    private static final Set<String> NOBODY = Set.of("", "unknown", "unidentified");

    private final TenantTransactions transactions;
    private final Installations installations;
    private final ReportedAccounts accounts;
    private final AccountReports reports;
    private final ObjectProvider<AccountData> parts;
    private final Trail trail;
    private final Clock clock;

    ReportDueAccounts(
            TenantTransactions transactions,
            Installations installations,
            ReportedAccounts accounts,
            AccountReports reports,
            ObjectProvider<AccountData> parts,
            Trail trail,
            Clock clock) {
        this.transactions = transactions;
        this.installations = installations;
        this.accounts = accounts;
        this.reports = reports;
        this.parts = parts;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> reportDue(TenantId tenant) {
        Optional<Installation> installation = transactions.read(tenant, () -> installations.open(tenant));
        if (installation.isEmpty()) {
            return Optional.empty();
        }
        if (!installation.get().enabled()) {
            return Optional.of(LOOK_AGAIN);
        }
        transactions.writeOnly(tenant, () -> accounts.keep(tenant, held(tenant)));
        List<Reported> due = transactions.read(tenant, () -> accounts.due(tenant, AccountReports.MOST));
        if (due.isEmpty()) {
            return Optional.of(LOOK_AGAIN);
        }
        return Optional.of(answered(tenant, due, reports.report(tenant, due)));
    }

    /** Those of people; the accounts under which the app acts, or has acted through another door, are none. */
    private List<HeldAccount> held(TenantId tenant) {
        Set<String> own = installations.appAccounts(tenant);
        List<HeldAccount> held = new ArrayList<>();
        parts.orderedStream().forEach(part -> held.addAll(part.accounts(tenant)));
        held.removeIf(one -> NOBODY.contains(one.accountId()) || own.contains(one.accountId()));
        return held;
    }

    private Duration answered(TenantId tenant, List<Reported> due, Answer answer) {
        if (answer instanceof Answer.Taken taken) {
            taken(tenant, due, taken);
            return due.size() == AccountReports.MOST ? BETWEEN_REPORTS : LOOK_AGAIN;
        }
        if (answer instanceof Answer.Later later) {
            log.info("the accounts of tenant {} are reported later, in {}", tenant, later.after());
            return later.after();
        }
        log.warn(
                "the report of {} accounts of tenant {} was refused with {}; it is tried again in {}",
                due.size(),
                tenant,
                ((Answer.Refused) answer).status(),
                LOOK_AGAIN);
        return LOOK_AGAIN;
    }

    /**
     * Closed: erased. Updated: nothing that a profile holds is kept beside the id, so there is nothing to read anew, and the
     * next report says that what is kept is newer.
     */
    private void taken(TenantId tenant, List<Reported> due, Answer.Taken taken) {
        Instant next = clock.instant().plus(taken.cycle().orElse(CYCLE));
        List<String> reported = due.stream().map(Reported::accountId).toList();
        transactions.writeOnly(tenant, () -> {
            // Only what was asked about is erased, whatever the answer names.
            reported.stream().filter(taken.closed()::contains).forEach(account -> erase(tenant, account));
            accounts.reported(tenant, reported, taken.updated(), next);
        });
    }

    private void erase(TenantId tenant, String account) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        parts.orderedStream().forEach(part -> {
            int rows = part.erase(tenant, account);
            if (rows > 0) {
                facts.put(part.part(), rows);
            }
        });
        accounts.forget(tenant, account);
        // Without the account: a row of the trail stays for good.
        trail.record(Entry.of(tenant, "account.erased", tenant.toString()).withFacts(facts));
    }
}
