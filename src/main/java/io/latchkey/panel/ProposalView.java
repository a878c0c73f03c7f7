package io.latchkey.panel;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.provisioning.guard.GuardrailProposal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of the guardrails that waits for a second administrator.
 *
 * @param id by which it is confirmed or rejected
 * @param part what is to be changed
 * @param connection of which connection; null for the tenant
 * @param before what it was
 * @param after what it shall be
 * @param proposedBy who may not confirm it
 * @param proposedAt when
 * @param expiresAt until when it can be confirmed
 */
record ProposalView(
        UUID id,
        String part,
        @Nullable String connection,
        JsonNode before,
        JsonNode after,
        String proposedBy,
        Instant proposedAt,
        Instant expiresAt) {

    static ProposalView of(GuardrailProposal proposal, List<OktaConnection> known) {
        return new ProposalView(
                proposal.id(),
                proposal.part().title(),
                name(proposal.scope(), known),
                proposal.part().shown(proposal.before()),
                proposal.part().shown(proposal.after()),
                proposal.proposedBy(),
                proposal.proposedAt(),
                proposal.expiresAt());
    }

    static @Nullable String name(UUID scope, List<OktaConnection> known) {
        return known.stream()
                .filter(connection -> connection.id().value().equals(scope))
                .map(OktaConnection::name)
                .findFirst()
                .orElse(null);
    }
}
