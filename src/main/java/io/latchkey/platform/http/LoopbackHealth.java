package io.latchkey.platform.http;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows an operator that loopback exceptions are in force, so that they are not forgotten in production. */
@Component("allowedLoopbackHealthIndicator")
class LoopbackHealth implements HealthIndicator {

    private final AllowedLoopback allowed;

    LoopbackHealth(AllowedLoopback allowed) {
        this.allowed = allowed;
    }

    @Override
    public Health health() {
        return Health.up().withDetail("allowed", allowed.entries()).build();
    }
}
