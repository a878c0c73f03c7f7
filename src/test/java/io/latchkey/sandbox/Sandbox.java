package io.latchkey.sandbox;

import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.sandbox.webhook.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Both vendors and a receiver of webhooks, with the clock they share. */
public final class Sandbox implements AutoCloseable {

    /** The name in the vendors' addresses; the product is at 127.0.0.1, so that the two are different origins. */
    public static final String HOST = "localhost";

    private final SandboxClock clock;
    private final JiraSite jira;
    private final OktaOrg okta;
    private final ServerSocket reserved;
    private @Nullable WebhookReceiver webhooks;

    private Sandbox(SandboxClock clock, JiraSite jira, OktaOrg okta, ServerSocket reserved) {
        this.clock = clock;
        this.jira = jira;
        this.okta = okta;
        this.reserved = reserved;
    }

    /** Starts on free ports. */
    public static Sandbox start() {
        return start(0, 0, 0);
    }

    /** Starts on these ports; 0 stands for a free one. The receiver of webhooks starts when it is asked for. */
    public static Sandbox start(int jiraPort, int oktaPort, int webhookPort) {
        var clock = new SandboxClock();
        return new Sandbox(
                clock,
                JiraSite.start(HOST, jiraPort, clock),
                OktaOrg.start(HOST, oktaPort, clock),
                reserved(webhookPort));
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

    private static ServerSocket reserved(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName(HOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is told by webhooks. */
    public synchronized WebhookReceiver webhooks() {
        if (webhooks == null) {
            free();
            webhooks = WebhookReceiver.start(HOST, reserved.getLocalPort(), clock);
        }
        return webhooks;
    }

    private void free() {
        try {
            reserved.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a product needs to be told to work with this sandbox. */
    public Map<String, Object> properties() {
        return Map.of(
                "latchkey.http.allowed-loopback",
                jira.uri().getAuthority() + "," + okta.uri().getAuthority() + "," + HOST + ":"
                        + reserved.getLocalPort(),
                "latchkey.connect.install-keys-url",
                jira.installKeys().toString());
    }

    @Override
    public synchronized void close() {
        jira.close();
        okta.close();
        free();
        if (webhooks != null) {
            webhooks.close();
        }
    }
}
