package io.latchkey.provisioning.guard;

import io.latchkey.platform.TenantId;
import io.latchkey.recipe.Guardrail.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The groups that plans admitted a moment ago give to existing accounts: where duties are kept apart they count as held, since
 * two requests that are approved together are both read before either has acted. A plan that waits longer is judged again
 * before it acts, by the groups that the account has then.
 */
@Component
class AdmittedLately {

    /** Longer than an admitted plan acts without being asked again. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private static final String BETWEEN = " ";

    private final JdbcClient jdbc;
    private final Clock clock;

    AdmittedLately(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** These people with what they were promised; whoever else admits for the tenant waits until this transaction ends. */
    List<Person> counted(TenantId tenant, UUID connection, List<Person> people) {
        jdbc.sql("select true from pg_advisory_xact_lock(hashtextextended('latchkey.guardrail.duties:' || ?, 0))")
                .param(tenant.toString())
                .query(Boolean.class)
                .single();
        Map<String, Set<String>> promised = promised(tenant, connection);
        List<Person> counted = new ArrayList<>();
        for (Person person : people) {
            Set<String> groups = new HashSet<>(person.groupIds());
            groups.addAll(promised.getOrDefault(person.id(), Set.of()));
            counted.add(new Person(person.id(), person.administration(), groups));
        }
        return counted;
    }

    private Map<String, Set<String>> promised(TenantId tenant, UUID connection) {
        Map<String, Set<String>> promised = new HashMap<>();
        jdbc.sql("select unnest(given) as given from request_decision where tenant_id = ? and outcome = 'admitted'"
                        + " and decided_at > ? and connection_id = ? and stopped_at is null")
                .params(tenant.value(), clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC), connection)
                .query(String.class)
                .list()
                .forEach(given -> {
                    int between = given.indexOf(BETWEEN);
                    promised.computeIfAbsent(given.substring(0, between), user -> new HashSet<>())
                            .add(given.substring(between + 1));
                });
        return promised;
    }

    /** As a decision keeps it. */
    static String given(String userId, String groupId) {
        return userId + BETWEEN + groupId;
    }
}
