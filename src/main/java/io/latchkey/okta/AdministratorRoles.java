package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads administrator roles, failing closed. An app that may not see roles can be answered with an empty list, so an
 * empty one counts only after our own app's roles were seen, of which there must be at least one.
 */
final class AdministratorRoles {

    private static final Set<String> REFUSALS =
            Set.of("okta.role-missing", "okta.scope-missing", "okta.feature-missing");

    /** An app can lose its sight while it runs, so it is proven anew: one call for all requests of this time and node. */
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final OktaCalls calls;
    private final String clientId;
    private final RoleSightings sightings;
    private final Clock clock;
    private volatile Instant sighted = Instant.MIN;

    AdministratorRoles(OktaCalls calls, String clientId, RoleSightings sightings, Clock clock) {
        this.calls = calls;
        this.clientId = clientId;
        this.sightings = sightings;
        this.clock = clock;
    }

    Roles of(OktaOperation operation, String collection, String id) {
        Roles read = read(operation, collection, id, "/roles");
        if (read instanceof Roles.Known known && known.types().isEmpty()) {
            return sight(read);
        }
        return read;
    }

    /**
     * Our own app's roles: the known answer. Whether they were seen is told to all nodes, so that requests find it
     * proven.
     */
    Roles renew() {
        Instant now = clock.instant();
        Roles own = ofClient();
        if (own instanceof Roles.Known known && !known.types().isEmpty()) {
            sighted = now;
            sightings.seen(now);
        } else {
            sighted = Instant.MIN;
            sightings.lost();
        }
        return own;
    }

    private Roles ofClient() {
        return read(OktaOperation.LIST_ROLES_OF_CLIENT, "/oauth2/v1/clients/", clientId, "/roles");
    }

    private Roles sight(Roles empty) {
        Instant now = clock.instant();
        if (isBelieved(sighted, now) || isBelievedOfAnyNode(now)) {
            return empty;
        }
        Roles own = ofClient();
        if (own instanceof Roles.Known known && known.types().isEmpty()) {
            return new Roles.Unreadable("Okta shows no roles, not even the app's own; its empty answers prove nothing");
        }
        if (own instanceof Roles.Known) {
            sighted = now;
            return empty;
        }
        return own;
    }

    private boolean isBelievedOfAnyNode(Instant now) {
        Optional<Instant> last = sightings.last().filter(at -> isBelieved(at, now));
        last.ifPresent(at -> sighted = at);
        return last.isPresent();
    }

    /** A time that is still to come was written by a clock that goes wrong. */
    private static boolean isBelieved(Instant seen, Instant now) {
        return !seen.isAfter(now) && seen.isAfter(now.minus(BELIEVED));
    }

    /** The generated models know fewer kinds of assignments than Okta sends, so only the type is read. */
    private Roles read(OktaOperation operation, String collection, String id, String suffix) {
        try {
            List<JsonNode> roles = calls.call(
                            operation,
                            sdk -> RawCall.invoke(
                                    sdk,
                                    "GET",
                                    collection + sdk.escapeString(id) + suffix,
                                    Map.of(),
                                    new TypeReference<List<JsonNode>>() {}))
                    .value();
            return new Roles.Known(roles.stream()
                    .map(role -> role.path("type").asText("UNKNOWN"))
                    .toList());
        } catch (OktaFailure.GroupGone | OktaFailure.UserGone e) {
            throw e;
        } catch (OktaFailure.Terminal e) {
            if (isRefusal(e)) {
                return new Roles.Unreadable(e.explanation());
            }
            throw e;
        }
    }

    /** Okta knows us and does not show roles; anything else, such as a key it does not accept, says nothing of roles. */
    private static boolean isRefusal(OktaFailure.Terminal failure) {
        return failure instanceof OktaFailure.Refused || REFUSALS.contains(failure.code());
    }
}
