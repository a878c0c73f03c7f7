package io.latchkey.work;

import java.util.UUID;

/**
 * A run to be started.
 *
 * @param id its id
 * @param kind what it is about; selects the {@link RunListener}
 * @param subject what it concerns; appears in the trail
 * @param partition items of one partition run one after the other, in one slot
 * @param plan its steps
 */
public record NewRun(UUID id, String kind, String subject, String partition, Plan plan) {}
