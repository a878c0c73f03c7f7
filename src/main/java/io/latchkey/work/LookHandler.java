package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Purpose;

/** Looks at one subject when something hinted that it may have changed. A bean that implements it is registered. */
public interface LookHandler {

    /** The kind of look it does. */
    String kind();

    /** What it looks for; see {@link StepHandler#purpose()}. */
    default Purpose purpose() {
        return Purpose.REQUEST;
    }

    /**
     * Looks. Called without a transaction; the conclusion is then written in the one that ends the look. Failures are
     * thrown as {@link io.latchkey.platform.failure.RetryableFailure} or
     * {@link io.latchkey.platform.failure.TerminalFailure}.
     *
     * @param tenant whose subject
     * @param subject what to look at
     * @param beforeCall to be run before each remote call, see {@link StepContext#beforeCall()}
     */
    Conclusion look(TenantId tenant, String subject, Runnable beforeCall);
}
