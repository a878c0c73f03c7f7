package io.latchkey.work;

import java.util.Optional;

/**
 * Asked whether people still want a run of a kind. A bean that implements it is heard before a step acts: when the last
 * confirmation ({@link Plan#confirmedAt what its plan rests on}, or else the run's beginning, counts as one) is older than
 * {@link WorkProperties#confirmedFor()}, when a look at the run's subject was asked for since then, or when somebody has
 * {@linkplain Work#doubt doubted} the run. It is not asked about a step whose effect a look has just found.
 */
public interface RunConsent {

    /** The kind of run, as in {@link NewRun#kind()}. */
    String kind();

    /**
     * Why nothing more shall be done; empty when the run may go on. Called without a transaction. A failure lets the step
     * be tried later, without having acted.
     *
     * @param run how far it has come; what it changed itself must not be taken for a person's doing
     * @param beforeCall to be run before each remote call, see {@link StepContext#beforeCall()}
     */
    Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall);
}
