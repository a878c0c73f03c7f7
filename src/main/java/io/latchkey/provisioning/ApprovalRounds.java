package io.latchkey.provisioning;

import io.latchkey.jira.Approval;
import io.latchkey.jira.Approval.Decision;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the approval record. A new round begins when an approval step is asked again; only the newest round counts, and it
 * must hold every step that the recipe names, or else every step that an earlier round held, so that an approval from
 * before a re-opening is never reused. What a recipe does not name, when it names steps, counts neither for nor against a
 * request.
 */
final class ApprovalRounds {

    /** Somebody is still asked. */
    static final String PENDING = "approval.pending";

    static final String NOT_A_PERSON = "approval.approver-not-a-person";
    static final String NOT_A_PERSON_SENTENCE =
            "The approval was given by an account that is not an active person. Ask somebody else for it.";

    /** The order in which they were asked for; two of one second are told apart by their ids, which Jira counts up. */
    static final Comparator<Approval> AS_ASKED =
            Comparator.comparing(Approval::createdAt).thenComparing(ApprovalRounds::number);

    private ApprovalRounds() {}

    private static long number(Approval approval) {
        try {
            return Long.parseLong(approval.id());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What the record says. */
    sealed interface Verdict {

        /**
         * Approved by somebody who may.
         *
         * @param round the newest round
         * @param approverIds who approved
         */
        record Approved(List<Approval> round, List<String> approverIds) implements Verdict {

            /** Since when the request's content must not have changed. */
            Instant since() {
                return round.stream()
                        .map(Approval::createdAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
            }
        }

        /**
         * Not approved, or not yet.
         *
         * @param code why
         */
        record NotApproved(String code) implements Verdict {}

        /**
         * Approved, but not by somebody who may.
         *
         * @param code why
         * @param sentence for the ticket
         */
        record WrongApprover(String code, String sentence) implements Verdict {}
    }

    /**
     * Judges the record.
     *
     * @param approvals all approvals of the request, in any order
     * @param request whose reporter and creator may not approve
     * @param ourselves the app's own account, which is no person
     * @param steps names of the steps that must have been answered; empty for all
     */
    static Verdict judge(
            List<Approval> approvals, ServiceRequest request, Optional<String> ourselves, List<String> steps) {
        if (approvals.stream().anyMatch(approval -> approval.name().isBlank())) {
            // Without its name nobody can tell which step an approval answers, nor in which round.
            return new Verdict.NotApproved("approval.unnamed");
        }
        List<Approval> asked = approvals.stream()
                .filter(approval -> steps.isEmpty() || steps.contains(approval.name()))
                .toList();
        List<List<Approval>> rounds = rounds(asked);
        if (rounds.isEmpty()) {
            return new Verdict.NotApproved("approval.none");
        }
        List<Approval> newest = rounds.get(rounds.size() - 1);
        for (Approval approval : newest) {
            switch (approval.decision()) {
                case APPROVED -> {}
                case DECLINED -> {
                    return new Verdict.NotApproved("approval.declined");
                }
                case PENDING, UNKNOWN -> {
                    return new Verdict.NotApproved(PENDING);
                }
            }
        }
        if (!names(newest).containsAll(steps.isEmpty() ? names(asked) : steps)) {
            return new Verdict.NotApproved("approval.round-incomplete");
        }
        return approvers(newest, request, ourselves);
    }

    /** Since when what was approved last must not have changed, whatever was asked for since; empty when nothing was approved. */
    static Optional<Instant> approvedLast(List<Approval> approvals, List<String> steps) {
        List<List<Approval>> rounds = rounds(approvals.stream()
                .filter(approval -> steps.isEmpty() || steps.contains(approval.name()))
                .toList());
        for (int i = rounds.size() - 1; i >= 0; i--) {
            List<Approval> round = rounds.get(i);
            if (round.stream().allMatch(approval -> approval.decision() == Decision.APPROVED)) {
                return round.stream().map(Approval::createdAt).min(Comparator.naturalOrder());
            }
        }
        return Optional.empty();
    }

    private static List<List<Approval>> rounds(List<Approval> approvals) {
        List<List<Approval>> rounds = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Approval> inOrder = approvals.stream().sorted(AS_ASKED).toList();
        for (Approval approval : inOrder) {
            if (rounds.isEmpty() || !seen.add(approval.name())) {
                rounds.add(new ArrayList<>());
                seen.clear();
                seen.add(approval.name());
            }
            rounds.get(rounds.size() - 1).add(approval);
        }
        return rounds;
    }

    static Set<String> names(List<Approval> approvals) {
        Set<String> names = new HashSet<>();
        approvals.forEach(approval -> names.add(approval.name()));
        return names;
    }

    private static Verdict approvers(List<Approval> round, ServiceRequest request, Optional<String> ourselves) {
        Person reporter = request.reporter();
        Person creator = request.creator();
        if (reporter == null || creator == null) {
            return new Verdict.WrongApprover(
                    "approval.requester-unknown",
                    "Jira does not say who reported or created this request, so nobody can tell whether they approved it"
                            + " themselves. Raise it again from an account that exists.");
        }
        Set<String> approverIds = new TreeSet<>();
        for (Approval approval : round) {
            List<Approval.Approver> yes = approval.approvers().stream()
                    .filter(approver -> approver.decision() == Decision.APPROVED)
                    .toList();
            if (yes.isEmpty()) {
                return new Verdict.WrongApprover(
                        "approval.approver-unknown",
                        "The approval is marked as given, but Jira names nobody who gave it. Ask for it again.");
            }
            for (Approval.Approver approver : yes) {
                String account = approver.accountId();
                if (account == null
                        || !approver.active()
                        || ourselves.filter(account::equals).isPresent()) {
                    return new Verdict.WrongApprover(NOT_A_PERSON, NOT_A_PERSON_SENTENCE);
                }
                if (account.equals(reporter.accountId()) || account.equals(creator.accountId())) {
                    return new Verdict.WrongApprover(
                            "approval.own-request",
                            "The request was approved by the person who raised it. Somebody else has to approve it.");
                }
                approverIds.add(account);
            }
        }
        return new Verdict.Approved(List.copyOf(round), List.copyOf(approverIds));
    }
}
