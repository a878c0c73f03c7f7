package io.latchkey.platform.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What every answer and every request at our edge obeys.
 *
 * @param maxBody the largest request body that is read
 * @param frameAncestors the sources that may show our pages in a frame, as the Content Security Policy writes them
 * @param operatorToken what a scraper sends as {@code Authorization: Bearer} to read metrics and the
 *     details of health; without one nobody may
 */
@ConfigurationProperties("latchkey.edge")
public record EdgeProperties(
        @DefaultValue("1MB") DataSize maxBody,

        @DefaultValue({"https://*.atlassian.net", "https://*.jira.com", "https://*.jira-dev.com"})
        List<String> frameAncestors,

        @Nullable String operatorToken) {

    @Override
    public String toString() {
        return "EdgeProperties[maxBody=" + maxBody + ", frameAncestors=" + frameAncestors + ", operatorToken=***]";
    }
}
