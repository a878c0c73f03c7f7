package io.latchkey.okta;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Counts and times each HTTP call to Okta as {@code latchkey.remote.calls}, tagged vendor, operation and outcome ({@code
 * ok}, the status class, or {@code lost}); tokens are operation {@code token}.
 */
@Component
class RemoteCallMetrics {

    private final MeterRegistry registry;

    RemoteCallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(OktaOperation operation, int status, long nanos) {
        record(operation, outcome(status), nanos);
    }

    void lost(OktaOperation operation, long nanos) {
        record(operation, "lost", nanos);
    }

    private static String outcome(int status) {
        if (status == 429) {
            return "429";
        }
        return status >= 200 && status < 300 ? "ok" : status / 100 + "xx";
    }

    private void record(OktaOperation operation, String outcome, long nanos) {
        Timer.builder("latchkey.remote.calls")
                .description("HTTP calls to the vendors")
                .tags("vendor", "okta", "operation", operation.label(), "outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
