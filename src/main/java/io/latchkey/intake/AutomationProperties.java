package io.latchkey.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast Jira Automation's signals are taken, by each node for itself.
 *
 * @param signalsPerSecond of one token, evenly
 * @param burst of one token, at once
 * @param strangersPerMinute how many tokens that turn out to be none are looked up for one source address; an IPv6 address
 *     counts with its whole /64
 * @param strangersPerSecond how many of them for all addresses together
 * @param longestOverlap how long an old secret may stay valid beside a new one
 */
@ConfigurationProperties("latchkey.automation")
public record AutomationProperties(
        @DefaultValue("20") int signalsPerSecond,
        @DefaultValue("200") int burst,
        @DefaultValue("30") int strangersPerMinute,
        @DefaultValue("50") int strangersPerSecond,
        @DefaultValue("30d") Duration longestOverlap) {}
