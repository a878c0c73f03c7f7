package io.latchkey.sandbox;

import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.okta.OktaOrg;
import java.util.Map;

/** Both vendors, with the clock they share. */
public final class Sandbox implements AutoCloseable {

    /** The name in the vendors' addresses; the product is at 127.0.0.1, so that the two are different origins. */
    public static final String HOST = "localhost";

    private final SandboxClock clock;
    private final JiraSite jira;
    private final OktaOrg okta;

    private Sandbox(SandboxClock clock, JiraSite jira, OktaOrg okta) {
        this.clock = clock;
        this.jira = jira;
        this.okta = okta;
    }

    /** Starts both on free ports. */
    public static Sandbox start() {
        return start(0, 0);
    }

    /** Starts both on these ports; 0 stands for a free one. */
    public static Sandbox start(int jiraPort, int oktaPort) {
        var clock = new SandboxClock();
        return new Sandbox(clock, JiraSite.start(HOST, jiraPort, clock), OktaOrg.start(HOST, oktaPort, clock));
    }

    /** The vendors' clock. */
    public SandboxClock clock() {
        return clock;
    }

    /** The Jira site. */
    public JiraSite jira() {
        return jira;
    }

    /** The Okta org. */
    public OktaOrg okta() {
        return okta;
    }

    /** What a product needs to be told to work with this sandbox. */
    public Map<String, Object> properties() {
        return Map.of(
                "latchkey.http.allowed-loopback",
                jira.uri().getAuthority() + "," + okta.uri().getAuthority(),
                "latchkey.connect.install-keys-url",
                jira.installKeys().toString());
    }

    @Override
    public void close() {
        jira.close();
        okta.close();
    }
}
