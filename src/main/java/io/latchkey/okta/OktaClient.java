package io.latchkey.okta;

import java.time.Clock;

/** What is kept for a connection: its calls, until the connection changes or is idle. */
final class OktaClient {

    private final OktaConnection connection;
    private final OktaCalls calls;
    private final OktaDirectory directory;

    OktaClient(OktaConnection connection, String clientId, OktaCalls calls, RoleSightings sightings, Clock clock) {
        this.connection = connection;
        this.calls = calls;
        this.directory = new OktaDirectory(calls, clientId, sightings, clock);
    }

    /** Whatever changes the connection, or erases its key, ends this client with its token: on every node at the next use. */
    boolean serves(OktaConnection wanted) {
        return connection.revision() == wanted.revision()
                && connection.orgUrl().equals(wanted.orgUrl())
                && connection.clientId().equals(wanted.clientId());
    }

    OktaDirectory directory() {
        return directory;
    }

    /** No new calls; the connections are closed when the last one under way has ended. */
    void retire() {
        calls.closeWhenIdle();
    }
}
