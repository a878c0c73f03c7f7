package io.latchkey.work;

/**
 * Hears what a step of a kind has done, inside the transaction that records it: what follows from it is stored together with
 * it, or not at all. A bean that implements it is registered by its {@link #kind()}.
 */
public interface StepListener {

    /** The kind of step, as in {@link PlannedStep#kind()}. */
    String kind();

    /**
     * The step is done. Makes no remote call. When the transaction is rolled back, it is called again in the next one.
     *
     * @param step as it was done; credentials of earlier steps are there
     * @param result what it left
     */
    void done(StepContext step, StepResult result);
}
