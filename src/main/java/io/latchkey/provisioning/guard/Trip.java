package io.latchkey.provisioning.guard;

import java.time.Instant;
import java.util.UUID;

/**
 * A breaker that has tripped and was not reset yet.
 *
 * @param id by which it is reset
 * @param scope the connection, or the tenant
 * @param counted what was too many
 * @param allowed how many an hour
 * @param found how many there would have been
 * @param at when
 */
public record Trip(UUID id, UUID scope, Counted counted, int allowed, int found, Instant at) {}
