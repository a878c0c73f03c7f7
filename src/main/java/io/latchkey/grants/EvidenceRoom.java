package io.latchkey.grants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaGroupRule;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the evidence about a batch at once, and keeps it for half a minute: a batch that waits for limits in the middle does
 * not read it for each membership, which the bucket of the System Log would not bear.
 */
@Component
class EvidenceRoom {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MOST = 1_000;

    private final Cache<UUID, Kept> kept =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FRESH).build();
    private final Clock clock;

    EvidenceRoom(Clock clock) {
        this.clock = clock;
    }

    /** What Okta says of all of them, at most half a minute old. */
    Evidence about(StepContext step, OktaDirectory directory, List<GrantRow> grants) {
        @Nullable Kept known = kept.getIfPresent(step.runId());
        Instant now = clock.instant();
        if (known != null && !now.isBefore(known.at) && now.isBefore(known.at.plus(FRESH)) && known.covers(grants)) {
            return known.evidence;
        }
        step.beforeCall();
        List<OktaGroupRule> rules = directory.activeGroupRules();
        step.beforeCall();
        Set<String> users = users(grants);
        Instant since =
                grants.stream().map(Evidence::readSince).min(Instant::compareTo).orElse(now);
        var evidence = new Evidence(directory.membershipHistory(users, since), rules);
        kept.put(step.runId(), new Kept(evidence, users, now));
        return evidence;
    }

    private static Set<String> users(List<GrantRow> grants) {
        return grants.stream().map(grant -> grant.membership().userId()).collect(Collectors.toUnmodifiableSet());
    }

    private record Kept(Evidence evidence, Set<String> users, Instant at) {

        boolean covers(List<GrantRow> grants) {
            return users.containsAll(EvidenceRoom.users(grants));
        }
    }
}
