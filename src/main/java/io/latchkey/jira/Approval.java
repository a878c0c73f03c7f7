package io.latchkey.jira;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One approval that Service Management asked for. Jira keeps no time per approver.
 *
 * @param id Jira's id
 * @param name the approval step's name, usually the status that asks; empty when Jira gives none
 * @param decision the outcome over all approvers
 * @param createdAt when it was asked for
 * @param completedAt when it was decided; null while it is pending
 * @param approvers who was asked and what each said
 */
public record Approval(
        String id,
        String name,
        Decision decision,
        Instant createdAt,
        @Nullable Instant completedAt,
        List<Approver> approvers) {

    static Approval of(Answer approval) {
        return new Approval(
                approval.id("id"),
                Objects.requireNonNullElse(approval.textOrNull("name"), ""),
                Decision.of(approval.textOrNull("finalDecision")),
                approval.deskTime("createdDate"),
                approval.at("completedDate").isAbsent() ? null : approval.deskTime("completedDate"),
                approval.list("approvers", Approver::of));
    }

    /**
     * One who was asked.
     *
     * @param accountId null when Jira cannot say who it is
     * @param active false when Jira did not say
     * @param decision what they said
     */
    public record Approver(@Nullable String accountId, boolean active, Decision decision) {

        static Approver of(Answer approver) {
            Answer user = approver.at("approver");
            return new Approver(
                    Person.accountId(user),
                    user.isTrue("active"),
                    Decision.of(approver.textOrNull("approverDecision")));
        }
    }

    /** What was decided. */
    public enum Decision {
        /** Yes. */
        APPROVED,
        /** No. */
        DECLINED,
        /** Not yet. */
        PENDING,
        /** A word that is not documented, or none: never to be taken for a yes. */
        UNKNOWN;

        static Decision of(@Nullable String word) {
            if (word == null) {
                return UNKNOWN;
            }
            return switch (word) {
                case "approved" -> APPROVED;
                case "declined" -> DECLINED;
                case "pending" -> PENDING;
                default -> UNKNOWN;
            };
        }
    }
}
