package io.latchkey.provisioning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ticks;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which applications come with groups, for previews: one call for each group that was not asked for within the last ten
 * minutes. That a group brings none is not remembered: it is also what an app without a right to see them is shown.
 */
@Component
class GroupApps {

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final Cache<Of, List<String>> labels;

    GroupApps(Ticks ticks) {
        this.labels = Caffeine.newBuilder()
                .ticker(ticks::nanos)
                .maximumSize(MOST)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    private record Of(TenantId tenant, OktaConnectionId connection, String groupId) {}

    /** The labels by group, in order; empty when Okta does not let the app see them. */
    Optional<Map<String, List<String>>> of(
            TenantId tenant,
            OktaConnectionId connection,
            OktaDirectory directory,
            Collection<String> groupIds,
            Runnable beforeCall) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try {
            for (String groupId : groupIds) {
                Of key = new Of(tenant, connection, groupId);
                List<String> known = labels.getIfPresent(key);
                if (known == null) {
                    beforeCall.run();
                    known = directory.appsOfGroup(groupId);
                    if (!known.isEmpty()) {
                        labels.put(key, known);
                    }
                }
                found.put(groupId, known);
            }
            return Optional.of(found);
        } catch (OktaFailure.Setup | OktaFailure.Refused notAllowed) {
            return Optional.empty();
        }
    }
}
