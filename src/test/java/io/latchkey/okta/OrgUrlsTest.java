package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only Okta's own addresses, and the loopback ports that the operator listed. */
class OrgUrlsTest {

    private final OrgUrls urls = new OrgUrls(new AllowedLoopback(new HttpProperties(List.of("127.0.0.1:8091"))));

    @ParameterizedTest
    @CsvSource({
        "https://acme.okta.com, https://acme.okta.com",
        "https://acme.okta.com/, https://acme.okta.com",
        "HTTPS://Acme.OktaPreview.com, https://acme.oktapreview.com",
        "https://acme.okta-emea.com, https://acme.okta-emea.com",
        "https://acme.okta-gov.com, https://acme.okta-gov.com",
        "https://acme.okta.mil, https://acme.okta.mil",
        "https://dev-123456.okta.com, https://dev-123456.okta.com",
        "http://127.0.0.1:8091/, http://127.0.0.1:8091",
    })
    void accepts(String given, String stored) {
        assertThat(urls.check(given)).isEqualTo(new OrgUrls.Checked.Accepted(new OrgUrl(stored)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.okta.com",
                "https://acme-admin.okta.com",
                "https://acme.okta.com:8443",
                "https://acme.okta.com/path",
                "https://acme.okta.com?x=1",
                "https://acme.okta.com#x",
                "https://user@acme.okta.com",
                "https://okta.com",
                "https://.okta.com",
                "https://evil.com/.okta.com",
                "https://acme.okta.com.evil.com",
                "https://evilokta.com",
                "https://a.b.okta.com",
                "https://acme.okta.com\\@evil.com",
                "https://acme_x.okta.com",
                "https://login.acme.com",
                "http://127.0.0.1:8092",
                "http://localhost:8091",
                "http://169.254.169.254",
                "ftp://127.0.0.1:8091",
                "acme.okta.com",
                "//acme.okta.com",
                "",
                "https://",
                "file:///etc/passwd",
            })
    void refusesWithASentence(String given) {
        assertThat(urls.check(given))
                .isInstanceOfSatisfying(
                        OrgUrls.Checked.Refused.class,
                        refused -> assertThat(refused.sentence()).hasSizeGreaterThan(20));
    }
}
