package io.latchkey.okta;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the calls to Okta from this node.
 *
 * @param threads platform threads that run the SDK; also the connections to one organisation at most
 * @param queue calls that may wait for a thread; one more is refused as busy
 * @param callsPerConnection calls of one connection under way or waiting at most, so that one tenant leaves room
 * @param deadline how long one call may take in all, token and repetition included
 * @param connectTimeout until a connection stands
 * @param responseTimeout between two packets of an answer
 * @param budgetShare the part of each of an organisation's rate limits that all nodes together use, above 0 and up to 1
 * @param idle after which an unused connection's client is closed
 * @param seeRolesEvery how often it is looked whether a connection's app still sees roles; less than the five minutes that
 *     this is believed, so that no request has to look
 * @param settleWithin how long after an intent what Okta shows late (its System Log, its lists) is waited for
 */
@ConfigurationProperties("latchkey.okta")
public record OktaProperties(
        @DefaultValue("20") int threads,
        @DefaultValue("40") int queue,
        @DefaultValue("10") int callsPerConnection,
        @DefaultValue("8s") Duration deadline,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("6s") Duration responseTimeout,
        @DefaultValue("0.5") double budgetShare,
        @DefaultValue("30m") Duration idle,
        @DefaultValue("2m") Duration seeRolesEvery,
        @DefaultValue("5m") Duration settleWithin) {}
