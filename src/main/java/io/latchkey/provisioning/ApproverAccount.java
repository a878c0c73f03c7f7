package io.latchkey.provisioning;

import java.time.Instant;

/**
 * An administrator's word that somebody who approves in Jira has this account in Okta.
 *
 * @param accountId the Atlassian account
 * @param oktaUserId Okta's id of the account
 * @param enteredBy the administrator's Atlassian account id
 * @param enteredAt when
 */
public record ApproverAccount(String accountId, String oktaUserId, String enteredBy, Instant enteredAt) {}
