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

    boolean serves(OktaConnection wanted) {
        return connection.orgUrl().equals(wanted.orgUrl())
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
