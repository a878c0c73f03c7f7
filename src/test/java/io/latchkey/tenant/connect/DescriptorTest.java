package io.latchkey.tenant.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.http.PublicUrl;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;

class DescriptorTest {

    private final PublicUrl url = new PublicUrl(URI.create("https://latchkey.example.com"));

    /** The bare library reads and parses the file for each question. */
    @Test
    void isReadOnce() {
        var descriptor = new Descriptor(new StandardEnvironment(), url);

        assertThat(descriptor.getDescriptor()).isSameAs(descriptor.getDescriptor());
        assertThat(descriptor.getRawDescriptor()).isSameAs(descriptor.getRawDescriptor());
        assertThat(descriptor.getDescriptor().getBaseUrl()).isEqualTo("https://latchkey.example.com");
        assertThat(descriptor.getDescriptor().getInstalledLifecycleUrl()).isEqualTo("/connect/installed");
    }

    @Test
    void knowsOnePlaceholder() {
        assertThat(Descriptor.resolved("{\"url\":\"/panel?issue={issue.key}\",\"b\":\"${latchkey.base-url}\"}", url))
                .isEqualTo("{\"url\":\"/panel?issue={issue.key}\",\"b\":\"https://latchkey.example.com\"}");
        assertThatThrownBy(() -> Descriptor.resolved("${issue.key}", url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("{issue.key}");
    }
}
