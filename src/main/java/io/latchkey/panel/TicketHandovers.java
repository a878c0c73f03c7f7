package io.latchkey.panel;

import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Credentials of a request that are handed over, never the credentials themselves. */
@Component
class TicketHandovers {

    /**
     * One of them.
     *
     * @param kind {@code activationLink} or {@code password}
     * @param state {@code ready}, {@code revealed}, {@code expired} or {@code withdrawn}
     * @param recipient the account that it is for
     */
    record Handover(UUID id, String kind, String state, Instant expiresAt, String recipient) {}

    /** Those of an issue; opens its own transaction. */
    List<Handover> ofIssue(TenantId tenant, String issueId) {
        return List.of();
    }

    boolean isRecipient(TenantId tenant, String issueId, String accountId) {
        return ofIssue(tenant, issueId).stream()
                .anyMatch(handover -> handover.recipient().equals(accountId));
    }
}
