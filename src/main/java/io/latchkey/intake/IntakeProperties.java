package io.latchkey.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are found that no signal announced, and how long what came in is kept.
 *
 * @param sweepEvery how often each tenant's site is searched while its signals have proven nothing
 * @param sweepSlowest how rarely a site is searched whose signals prove healthy
 * @param sweepOverlap how far each search reaches back behind the one before, for what Jira indexed late
 * @param firstSweep how far the first search of a tenant reaches back
 * @param keepSignals how long received signals are kept
 * @param forgetEvery how often it is looked for what was kept long enough
 * @param reportAccountsFirst how long after a site installed us its accounts are looked at first, to report them to Atlassian;
 *     once a day from then on
 */
@ConfigurationProperties("latchkey.intake")
public record IntakeProperties(
        @DefaultValue("60s") Duration sweepEvery,
        @DefaultValue("15m") Duration sweepSlowest,
        @DefaultValue("5m") Duration sweepOverlap,
        @DefaultValue("7d") Duration firstSweep,
        @DefaultValue("30d") Duration keepSignals,
        @DefaultValue("1h") Duration forgetEvery,
        @DefaultValue("1d") Duration reportAccountsFirst) {}
