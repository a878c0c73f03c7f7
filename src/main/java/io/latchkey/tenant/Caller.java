package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Who calls an endpoint, as a verified token says. A controller method that declares a parameter of this type receives
 * it.
 *
 * @param tenant the site
 * @param accountId the person's Atlassian account; for a site's own calls the account that caused them, when there is one
 * @param personsToken with which the site is asked in the person's name; no part of who it is
 */
public record Caller(
        TenantId tenant,
        @Nullable String accountId,
        @Nullable Secret personsToken) {

    /** Somebody whose door brings no token of theirs. */
    public Caller(TenantId tenant, @Nullable String accountId) {
        this(tenant, accountId, null);
    }

    /** With which the site is asked in the person's name, where the door brings one (Forge). */
    public Optional<Secret> token() {
        return Optional.ofNullable(personsToken);
    }

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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller caller
                && tenant.equals(caller.tenant)
                && Objects.equals(accountId, caller.accountId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tenant, accountId);
    }

    /** Without the person: an account id is a personal datum where it is joined with a name. */
    @Override
    public String toString() {
        return "Caller[tenant=" + tenant + "]";
    }
}
