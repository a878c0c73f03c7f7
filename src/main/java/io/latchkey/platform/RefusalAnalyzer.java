package io.latchkey.platform;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Shows an operator our refusals in Spring Boot's form, description and action. Before Boot's own analyzers, which would
 * explain the binding or the bean that the refusal happened in. Found through {@code META-INF/spring.factories}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalAnalyzer extends AbstractFailureAnalyzer<RefusedToStart> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, RefusedToStart refusal) {
        return new FailureAnalysis(refusal.description(), refusal.action(), refusal);
    }
}
