package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.HeldInstallation;
import io.latchkey.tenant.HeldInstallation.Decision;
import io.latchkey.tenant.store.Moved.Reason;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Lets a held installation take over the tenant that has its site, as an administrator of that site says. While the tenant has
 * an open door, they prove with its code that they administer that one too; when it has none, since the app was removed, or one
 * through which Forge has not called for a day, the site is told by its cloud id alone. What an operator decided before stays.
 */
@Component
public class MoveSite {

    private final TenantTransactions transactions;
    private final InstallationRegister register;
    private final InstallationLookup lookup;
    private final ActiveSites sites;
    private final HeldRows held;
    private final MoveCodeRows codes;
    private final Trail trail;

    MoveSite(
            TenantTransactions transactions,
            InstallationRegister register,
            InstallationLookup lookup,
            ActiveSites sites,
            HeldRows held,
            MoveCodeRows codes,
            Trail trail) {
        this.transactions = transactions;
        this.register = register;
        this.lookup = lookup;
        this.sites = sites;
        this.held = held;
        this.codes = codes;
        this.trail = trail;
    }

    /** An installation that waits to be let in. */
    public sealed interface Waiting {

        /** It does not: nobody knows it, or it is open. */
        record No() implements Waiting {}

        /** An operator has decided that it stays out. */
        record KeptOut() implements Waiting {}

        /**
         * It does.
         *
         * @param codeNeeded whether the tenant has a door that is open still
         */
        record Yes(boolean codeNeeded) implements Waiting {}
    }

    /** Whether an installation waits, and for what. Not inside a transaction. */
    public Waiting waiting(ForgeInstall facts) {
        return transactions.writeTenantless(() -> {
            Optional<TenantId> owner = sites.lock(facts.cloudId());
            Optional<HeldInstallation> waiting = held(facts, owner);
            if (waiting.isEmpty()) {
                return new Waiting.No();
            }
            if (waiting.get().decision() == Decision.REFUSED) {
                return new Waiting.KeptOut();
            }
            transactions.enter(waiting.get().tenant());
            return new Waiting.Yes(register.isThereElsewhere(waiting.get().tenant(), facts.installationId()));
        });
    }

    /**
     * Moves the site's tenant to this installation, once; both what was done and what was refused is recorded in its trail.
     * Not inside a transaction.
     *
     * @param facts of a verified call of the installation
     * @param by the account of an administrator of the site, as Jira says now
     * @param code what they entered, if anything
     */
    public Moved move(ForgeInstall facts, String by, Optional<Secret> code) {
        return transactions.writeTenantless(() -> {
            lookup.queue(Door.FORGE, facts.installationId(), facts.cloudId());
            Optional<TenantId> owner = sites.lock(facts.cloudId());
            Optional<HeldInstallation> waiting = held(facts, owner);
            if (waiting.isEmpty()) {
                return new Moved.Refused(Reason.NOT_HELD);
            }
            return move(waiting.get(), facts, by, code);
        });
    }

    private Moved move(HeldInstallation waiting, ForgeInstall facts, String by, Optional<Secret> code) {
        TenantId tenant = waiting.tenant();
        // In this order, as whoever erases: what is open must not change until this has ended.
        sites.lockOf(tenant);
        lookup.lockOf(tenant);
        transactions.enter(tenant);
        boolean codeNeeded = register.isThereElsewhere(tenant, facts.installationId());
        Optional<Reason> refused = waiting.decision() == Decision.REFUSED
                ? Optional.of(Reason.KEPT_OUT)
                : codeNeeded ? refusal(tenant, facts.cloudId(), code) : Optional.empty();
        var told = JsonNodeFactory.instance
                .objectNode()
                .put("installation", waiting.id().toString())
                .put("by", by);
        if (refused.isPresent()) {
            Reason why = refused.get();
            // No more of these than wrong codes are looked at, and nothing of a page that only asks.
            if (why == Reason.CODE_WRONG) {
                told.put("why", why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                trail.record(Entry.of(tenant, "tenant.move-refused", tenant.toString())
                        .withFacts(told));
            }
            return new Moved.Refused(why);
        }
        trail.record(Entry.of(tenant, "tenant.moved", tenant.toString()).withFacts(told.put("withCode", codeNeeded)));
        register.takeOver(tenant, facts);
        return new Moved.Done(tenant);
    }

    private Optional<Reason> refusal(TenantId tenant, String cloudId, Optional<Secret> code) {
        if (code.isEmpty()) {
            return Optional.of(Reason.CODE_NEEDED);
        }
        if (codes.tooManyWrong(tenant)) {
            return Optional.of(Reason.TOO_MANY);
        }
        return codes.use(tenant, cloudId, code.get()) ? Optional.empty() : Optional.of(Reason.CODE_WRONG);
    }

    /** The one that waits for the tenant that has its site; a site that nobody has any more is nobody's to take over. */
    private Optional<HeldInstallation> held(ForgeInstall facts, Optional<TenantId> owner) {
        return held.find(Door.FORGE, facts.installationId(), facts.cloudId())
                .filter(one -> owner.equals(Optional.of(one.tenant())));
    }
}
