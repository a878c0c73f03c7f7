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
 * @param keptDays for how long after its end its plan and outcomes are kept
 */
public record NewRun(UUID id, String kind, String subject, String partition, Plan plan, int keptDays) {

    /** For how long a run is kept when nobody says otherwise. */
    public static final int KEPT_DAYS = 90;

    /** A run that is kept as long as usual. */
    public NewRun(UUID id, String kind, String subject, String partition, Plan plan) {
        this(id, kind, subject, partition, plan, KEPT_DAYS);
    }
}
