package io.latchkey.testing;

import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.jira.JiraSite;
import java.util.List;
import java.util.Map;

/**
 * One product that two sites have installed and set up, both with the same Okta org. The test classes of a JVM share it, and
 * it ends with the JVM; each leaves it as it found it.
 */
public final class TwoSites {

    /** What its operator sends as {@code Authorization: Bearer}. */
    public static final String OPERATOR = "operator-token-of-two-sites";

    private final JiraSite other = JiraSite.start("localhost", 0, new SandboxClock());
    private final InstallKeysOfSites keys = new InstallKeysOfSites();
    private final RunningProduct product = RunningProduct.bare(this::properties);
    private final Setup otherSetup;

    private TwoSites() {
        keys.of(List.of(product.jira(), other));
        product.setup().complete();
        otherSetup = new Setup(product.uri(), other.uri(), product.okta().uri()).complete();
        product.awaitQuiet();
    }

    /** The one that all share. */
    public static TwoSites shared() {
        return Shared.SITES;
    }

    /** The product, with the one site, which its methods mean. */
    public RunningProduct product() {
        return product;
    }

    /** The other site. */
    public JiraSite other() {
        return other;
    }

    /** The steps of the other site's administrator. */
    public Setup otherSetup() {
        return otherSetup;
    }

    private Map<String, Object> properties(Sandbox sandbox) {
        return Map.of(
                "latchkey.http.allowed-loopback",
                sandbox.properties().get("latchkey.http.allowed-loopback") + ","
                        + other.uri().getAuthority() + ","
                        + keys.uri().getAuthority(),
                "latchkey.connect.install-keys-url",
                keys.uri().toString(),
                "latchkey.edge.operator-token",
                OPERATOR);
    }

    private static final class Shared {

        static final TwoSites SITES = new TwoSites();
    }
}
