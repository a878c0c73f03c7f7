package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What seldom changes at a site, remembered per tenant and node for an hour. Nothing is remembered of a failure. */
@Component
class Known {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int TENANTS = 10_000;

    /** The type of Service Management's field "Request Type". All sites share it; the field's id differs. */
    static final String REQUEST_TYPE = "com.atlassian.servicedesk:vp-origin";

    private final JiraCalls calls;
    private final Cache<TenantId, Optional<String>> requestTypeField;
    private final Cache<TenantId, String> ownAccount;

    Known(JiraCalls calls, Clock clock) {
        this.calls = calls;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.requestTypeField = cache(ticker);
        this.ownAccount = cache(ticker);
    }

    private static <V> Cache<TenantId, V> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(TENANTS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /** The id of the field "Request Type"; empty at a site without Service Management. */
    Optional<String> requestTypeField(TenantId tenant) {
        // Asked for outside of the cache's lock, which would hold other tenants up during a call.
        Optional<String> known = requestTypeField.getIfPresent(tenant);
        if (known == null) {
            known = requestTypeField(fields(tenant));
        }
        return known;
    }

    /** Always asked anew; what it tells of the request type's field is remembered. */
    List<Field> fields(TenantId tenant) {
        List<Field> fields =
                calls.get(tenant, Operation.READ_FIELDS, "/rest/api/3/field").elements("fields", Field::of);
        requestTypeField.put(tenant, requestTypeField(fields));
        return fields;
    }

    private static Optional<String> requestTypeField(List<Field> fields) {
        return fields.stream()
                .filter(field -> REQUEST_TYPE.equals(field.type().custom()))
                .map(Field::id)
                .findFirst();
    }

    /** The app's own account. */
    String ownAccountId(TenantId tenant) {
        String known = ownAccount.getIfPresent(tenant);
        if (known == null) {
            known = calls.get(tenant, Operation.READ_MYSELF, "/rest/api/3/myself")
                    .text("accountId");
            ownAccount.put(tenant, known);
        }
        return known;
    }

    void forget(TenantId tenant) {
        requestTypeField.invalidate(tenant);
        ownAccount.invalidate(tenant);
    }
}
