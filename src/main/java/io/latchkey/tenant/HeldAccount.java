package io.latchkey.tenant;

import java.time.Instant;

/**
 * An Atlassian account of which something is kept.
 *
 * @param accountId Atlassian's id of it
 * @param since since when
 */
public record HeldAccount(String accountId, Instant since) {

    /** Without the account, as every text about one. */
    @Override
    public String toString() {
        return "HeldAccount[since=" + since + "]";
    }
}
