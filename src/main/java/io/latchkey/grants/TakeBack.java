package io.latchkey.grants;

import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Purpose;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Takes accounts out of groups, where it can be shown that our app put them in; account by account. */
@Component
class TakeBack {

    private final TenantTransactions transactions;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final EvidenceRoom room;
    private final GrantsProperties properties;
    private final Clock clock;

    TakeBack(
            TenantTransactions transactions,
            OktaConnections connections,
            OktaDirectories directories,
            EvidenceRoom room,
            GrantsProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.connections = connections;
        this.directories = directories;
        this.room = room;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Goes through all of them, and notes what became of each as soon as it is known.
     *
     * @return what has to be waited for, if anything
     */
    Optional<GrantWaits> all(StepContext step, OktaConnectionId id, List<GrantRow> grants, Outcomes outcomes) {
        OktaConnection connection = transactions
                .read(step.tenant(), () -> connections.find(step.tenant(), id))
                .orElseThrow(() -> new ConnectionGone(id.toString()));
        Predicate<GrantRow> reached = grant -> grant.membership().isReachedBy(connection);
        List<GrantRow> here = grants.stream().filter(reached).toList();
        outcomes.held(grants.stream().filter(reached.negate()).toList(), Why.CONNECTION_CHANGED, false);
        OktaDirectory directory = directories.of(connection, Purpose.EXPIRY);
        Optional<GrantWaits> waits = Optional.empty();
        for (List<GrantRow> account : byAccount(here).values()) {
            Evidence evidence = room.about(step, directory, here);
            var end = new AccountEnd(step, directory, evidence, properties, clock, account, outcomes);
            waits = end.takeBack().or(before(waits));
        }
        return waits;
    }

    private static java.util.function.Supplier<Optional<GrantWaits>> before(Optional<GrantWaits> waits) {
        return () -> waits;
    }

    private static Map<String, List<GrantRow>> byAccount(List<GrantRow> grants) {
        return grants.stream()
                .collect(Collectors.groupingBy(
                        grant -> grant.membership().userId(), LinkedHashMap::new, Collectors.toList()));
    }
}
