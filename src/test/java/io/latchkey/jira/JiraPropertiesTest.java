package io.latchkey.jira;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What a node takes of Jira's limits when nobody says otherwise. */
class JiraPropertiesTest {

    @Test
    void staysBelowWhatJiraDocuments() {
        var bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.jira", JiraProperties.class);

        assertThat(bound).isEqualTo(new JiraProperties(65_000, 0.9, 100));
    }
}
