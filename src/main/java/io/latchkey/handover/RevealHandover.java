package io.latchkey.handover;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.RecipientKey;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hands a credential over to its recipient, once, sealed to a key of theirs. */
@Component
public class RevealHandover {

    private final TenantTransactions transactions;
    private final HandoverRows rows;
    private final Trail trail;
    private final Clock clock;

    RevealHandover(TenantTransactions transactions, HandoverRows rows, Trail trail, Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.trail = trail;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Revealed {

        /**
         * It is theirs.
         *
         * @param ciphertext see {@link RecipientKey}; of {@code {"kind","login","secret"}}
         */
        @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
        record Sealed(byte[] ciphertext) implements Revealed {

            @Override
            public String toString() {
                return "Sealed[]";
            }
        }

        /** The tenant has no such handover on this request. */
        record Unknown() implements Revealed {}

        /** It is for somebody else; how it stands is not told. */
        record NotTheirs() implements Revealed {}

        /**
         * It cannot be taken any more.
         *
         * @param state why
         */
        record Gone(Handover.State state) implements Revealed {}
    }

    /**
     * Reveals it. Of all who try at once one gets it. What is taken and that it was taken is one transaction: without the
     * entry in the trail nothing is revealed. Never repeatable.
     *
     * @param issueId Jira's numeric id
     * @param person the Atlassian account that asks, as a verified token says
     */
    public Revealed reveal(TenantId tenant, String issueId, UUID id, String person, RecipientKey key) {
        return transactions.write(tenant, () -> {
            Optional<HandoverRow> found = rows.find(tenant, issueId, id);
            if (found.isEmpty()) {
                return new Revealed.Unknown();
            }
            if (!found.get().isFor(person)) {
                return new Revealed.NotTheirs();
            }
            HandoverRow row = rows.hold(tenant, id).orElse(found.get());
            if (row.state() == Handover.State.READY && row.isOver(clock.instant())) {
                rows.expired(tenant, id);
                trail.record(entry(tenant, "handover.expired", row));
                return new Revealed.Gone(Handover.State.EXPIRED);
            }
            return rows.take(tenant, id)
                    .map(credential -> taken(tenant, row, credential, key))
                    .orElseGet(() -> new Revealed.Gone(row.state()));
        });
    }

    private Revealed taken(TenantId tenant, HandoverRow row, Secret credential, RecipientKey key) {
        rows.revealed(tenant, row.id());
        trail.record(entry(tenant, "handover.revealed", row));
        return new Revealed.Sealed(key.seal(credential, context(row.id())));
    }

    /** What a ciphertext is bound to. */
    static String context(UUID id) {
        return "latchkey/handover/1/" + id;
    }

    private static Entry entry(TenantId tenant, String kind, HandoverRow row) {
        return Entry.of(tenant, kind, row.issueId())
                .withFacts(StepResult.nothing()
                        .put("handover", row.id().toString())
                        .put("kind", row.kind().label())
                        .put("by", row.recipient()));
    }
}
