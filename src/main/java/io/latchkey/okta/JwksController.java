package io.latchkey.okta;

import com.nimbusds.jose.jwk.JWKSet;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Public;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The public keys that Okta fetches ({@code jwks_uri}), without authentication: they are public. A tenant that does not
 * exist, one without keys and a name that is no id get the same answer after the same query.
 */
@RestController
class JwksController {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final UUID NOBODY = new UUID(0, 0);

    private final SigningKeys keys;
    private final TenantTransactions transactions;

    JwksController(SigningKeys keys, TenantTransactions transactions) {
        this.keys = keys;
        this.transactions = transactions;
    }

    @Public(because = "Okta fetches public keys without authentication, and they are public")
    @GetMapping(path = "/okta/{tenantId}/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> keys(@PathVariable String tenantId) {
        UUID id = UUID_TEXT.matcher(tenantId).matches() ? UUID.fromString(tenantId) : NOBODY;
        var tenant = new TenantId(id);
        JWKSet set = transactions.read(tenant, () -> keys.publicKeys(tenant));
        if (set.isEmpty()) {
            throw new Problem(HttpStatus.NOT_FOUND, "okta.no-keys", "There are no keys at this address.");
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic())
                .body(set.toString(true));
    }
}
