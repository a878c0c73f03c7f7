package io.latchkey.jira;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Jira's limits, of which no more than this is used by all nodes together.
 *
 * @param pointsPerHour the app's points over all of its sites, until an answer has told them. Documented: 65,000
 * @param pointsShare the part of them that is used, above 0 and up to 1; nobody else has a part of an app's points
 * @param callsPerSecond calls to one site in any second; about half as many go on evenly. Documented: 100 per endpoint,
 *     for all apps of the site together
 */
@ConfigurationProperties("latchkey.jira")
record JiraProperties(
        @DefaultValue("65000") long pointsPerHour,
        @DefaultValue("0.9") double pointsShare,
        @DefaultValue("100") long callsPerSecond) {}
