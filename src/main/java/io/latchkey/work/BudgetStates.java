package io.latchkey.work;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** How remote limits stand over all nodes, for people. */
@Component
public class BudgetStates {

    private final JdbcClient jdbc;

    BudgetStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How a limit stands.
     *
     * @param name for people
     * @param limit units that we may spend per window
     * @param window the window
     * @param pausedUntil until when nothing of it is spent; empty while it is open
     */
    public record BudgetState(String name, long limit, Duration window, Optional<Instant> pausedUntil) {}

    /**
     * A limit to look up.
     *
     * @param name for people
     * @param key which bucket
     * @param allowance how much of it may be spent
     */
    public record Asked(String name, BudgetKey key, Allowance allowance) {}

    /** How these stand, in their order, in one statement; inside or outside of a transaction. Of what nobody has used yet only the smallest limit is known. */
    public List<BudgetState> of(List<Asked> asked) {
        Map<BudgetKey, Found> found = new HashMap<>();
        jdbc.sql(
                        "select host_hash, bucket, capacity, greatest(case when closed_until > lease_now() then closed_until end,"
                                + " case when left_until > lease_now() and left_units < 1 then left_until end) as paused_until"
                                + " from budget where (host_hash, bucket) in (select * from unnest(?, ?))")
                .params(
                        new SqlArrayValue(
                                "bytea",
                                asked.stream().map(one -> one.key.host()).toArray(byte[][]::new)),
                        new SqlArrayValue(
                                "text",
                                asked.stream().map(one -> one.key.bucket()).toArray()))
                .query((row, n) -> found.put(
                        new BudgetKey(
                                java.util.HexFormat.of().formatHex(row.getBytes("host_hash")), row.getString("bucket")),
                        new Found(row.getLong("capacity"), row.getObject("paused_until", OffsetDateTime.class))))
                .list();
        return asked.stream()
                .map(one -> {
                    Found known = found.get(one.key);
                    long capacity = known == null ? one.allowance.capacity() : known.capacity;
                    return new BudgetState(
                            one.name,
                            one.allowance.permitted(capacity),
                            one.allowance.window(),
                            Optional.ofNullable(known == null ? null : known.pausedUntil)
                                    .map(OffsetDateTime::toInstant));
                })
                .toList();
    }

    private record Found(long capacity, @Nullable OffsetDateTime pausedUntil) {}
}
