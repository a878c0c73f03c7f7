package io.latchkey.work;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Consent to runs, which the test withdraws. */
final class Consents implements RunConsent {

    final AtomicInteger asked = new AtomicInteger();
    volatile Optional<Withdrawal> withdrawal = Optional.empty();

    void reset() {
        asked.set(0);
        withdrawal = Optional.empty();
    }

    @Override
    public String kind() {
        return Endings.KIND;
    }

    @Override
    public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
        asked.incrementAndGet();
        return withdrawal;
    }
}
