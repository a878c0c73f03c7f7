package io.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.rollout.WebhookHosts.Checked.Accepted;
import io.latchkey.rollout.WebhookHosts.Checked.Refused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookHostsTest {

    private final WebhookHosts hosts = new WebhookHosts(
            new AllowedLoopback(new HttpProperties(List.of("localhost:8083"))),
            new RolloutProperties(
                    List.of("hooks.example.com", "*.alerts.example"),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    2,
                    8,
                    Duration.ofDays(7)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/latchkey?key=x",
                "https://HOOKS.example.com:443/",
                "https://a.alerts.example",
                "https://a.b.alerts.example/x",
                "http://localhost:8083/hooks/x"
            })
    void takesWhatTheOperatorHasListed(String url) {
        assertThat(hosts.check(url)).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://other.example.com/",
                "https://hooks.example.com.evil.example/",
                "https://xhooks.example.com/",
                "https://alerts.example/",
                "https://evilalerts.example/",
                "https://evil.example/hooks.example.com",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://localhost/",
                "https://hooks.example.com./"
            })
    void refusesEveryOtherHostAndSaysWhomToAsk(String url) {
        assertThat(hosts.check(url)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("rollout.host-not-allowed");
            assertThat(refused.sentence()).contains("Whoever operates Latchkey", "latchkey.rollout.webhook-hosts");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "https://hooks.example.com:8443/",
                "https://user:secret@hooks.example.com/",
                "https://hooks.example.com/#x",
                "https:hooks.example.com",
                "hooks.example.com",
                "https://hooks.example.com/a b",
                "http://localhost:8084/"
            })
    void refusesWhatIsNoAddressToCall(String url) {
        assertThat(hosts.check(url))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("rollout.url-malformed"));
    }

    /** A path or a query may be what a receiver knows the caller by. */
    @Test
    void tellsNothingOfAnAddressButItsHost() {
        assertThat(hosts.check("https://other.example/services/T0/s3cret?k=t0ken"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.sentence())
                                .contains("other.example")
                                .doesNotContain("s3cret", "t0ken"));
    }
}
