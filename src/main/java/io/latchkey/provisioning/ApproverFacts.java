package io.latchkey.provisioning;

import io.latchkey.jira.Account;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of somebody who approved.
 *
 * @param accountId their Atlassian account
 * @param accountType {@code atlassian}, {@code app} or {@code customer}; empty when Jira does not show it
 * @param active whether the account may be used
 * @param groupIds their groups in Jira; empty when they were not asked for or not shown
 * @param okta what their account in Okta says of them
 */
record ApproverFacts(
        String accountId, Optional<String> accountType, boolean active, Optional<Set<String>> groupIds, InOkta okta) {

    /** How somebody who approved stands in Okta. */
    enum InOkta {
        /** The recipe does not ask. */
        NOT_ASKED,
        /** No administrator has said which account is theirs. */
        NOT_MAPPED,
        /** Their account is active. */
        ACTIVE,
        /** Their account is there and not active, or not there any more. */
        NOT_ACTIVE
    }

    /** Somebody of whom the history tells that they are a person of this type. */
    static ApproverFacts ofHistory(String accountId, String accountType) {
        return new ApproverFacts(accountId, Optional.of(accountType), true, Optional.empty(), InOkta.NOT_ASKED);
    }

    /** Somebody whom Jira does not show. */
    static ApproverFacts notShown(String accountId) {
        return new ApproverFacts(accountId, Optional.empty(), false, Optional.empty(), InOkta.NOT_ASKED);
    }

    static ApproverFacts of(Account account) {
        return new ApproverFacts(
                account.accountId(),
                Optional.of(account.accountType()).filter(type -> !type.equals("unknown")),
                account.active(),
                account.groupIds(),
                InOkta.NOT_ASKED);
    }

    ApproverFacts inOkta(InOkta standing) {
        return new ApproverFacts(accountId, accountType, active, groupIds, standing);
    }
}
