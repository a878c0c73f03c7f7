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
 * @param oktaUserId that account; empty when the recipe does not ask, or no administrator has said which it is
 */
record ApproverFacts(
        String accountId,
        Optional<String> accountType,
        boolean active,
        Optional<Set<String>> groupIds,
        InOkta okta,
        Optional<String> oktaUserId) {

    /** How somebody who approved stands in Okta. */
    enum InOkta {
        /** The recipe does not ask. */
        NOT_ASKED,
        /** No administrator has said which account is theirs. */
        NOT_MAPPED,
        /** It is the account of whoever raised the request or gets the access, by another name in Jira. */
        REQUESTERS,
        /** Their account is active. */
        ACTIVE,
        /** Their account is there and not active, or not there any more. */
        NOT_ACTIVE
    }

    /** Somebody of whom Okta is not asked. */
    ApproverFacts(String accountId, Optional<String> accountType, boolean active, Optional<Set<String>> groupIds) {
        this(accountId, accountType, active, groupIds, InOkta.NOT_ASKED, Optional.empty());
    }

    /** Somebody of whom the history tells that they are a person of this type. */
    static ApproverFacts ofHistory(String accountId, String accountType) {
        return new ApproverFacts(accountId, Optional.of(accountType), true, Optional.empty());
    }

    /** Somebody whom Jira does not show. */
    static ApproverFacts notShown(String accountId) {
        return new ApproverFacts(accountId, Optional.empty(), false, Optional.empty());
    }

    static ApproverFacts of(Account account) {
        return new ApproverFacts(
                account.accountId(),
                Optional.of(account.accountType()).filter(type -> !type.equals("unknown")),
                account.active(),
                account.groupIds());
    }

    /** How somebody stands in Okta whose account there an administrator has named. */
    ApproverFacts inOkta(String userId, InOkta standing) {
        return new ApproverFacts(accountId, accountType, active, groupIds, standing, Optional.of(userId));
    }

    /** Somebody whose account in Okta nobody has named, although the recipe asks. */
    ApproverFacts notMapped() {
        return new ApproverFacts(accountId, accountType, active, groupIds, InOkta.NOT_MAPPED, Optional.empty());
    }
}
