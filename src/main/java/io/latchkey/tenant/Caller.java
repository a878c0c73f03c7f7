package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Who calls an endpoint, as a verified token says. A controller method that declares a parameter of this type receives
 * it.
 *
 * @param tenant the site
 * @param accountId the person's Atlassian account; for a site's own calls the account that caused them, when there is one
 */
public record Caller(TenantId tenant, @Nullable String accountId) {

    /** The account, when the token names one. */
    public Optional<String> account() {
        return Optional.ofNullable(accountId);
    }

    /** The account of an endpoint that only people call. */
    public String person() {
        if (accountId == null) {
            throw new io.latchkey.platform.http.Problem(
                    HttpStatus.UNAUTHORIZED, "caller.no-person", "The token names no person.");
        }
        return accountId;
    }

    /** Without the person: an account id is a personal datum where it is joined with a name. */
    @Override
    public String toString() {
        return "Caller[tenant=" + tenant + "]";
    }
}
