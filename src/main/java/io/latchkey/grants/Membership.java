package io.latchkey.grants;

import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnectionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * An account in a group, as our app of that time could change it: a connection may lead elsewhere later.
 *
 * @param connection the connection
 * @param orgUrl where it led
 * @param clientId by which name Okta's System Log knows what we did
 * @param userId the account
 * @param groupId the group
 */
record Membership(OktaConnectionId connection, String orgUrl, String clientId, String userId, String groupId) {

    static Membership of(OktaConnection connection, String userId, String groupId) {
        return new Membership(
                connection.id(),
                connection.orgUrl().value(),
                connection.clientId().orElse(""),
                userId,
                groupId);
    }

    static Membership read(ResultSet row) throws SQLException {
        return new Membership(
                new OktaConnectionId(row.getObject("connection_id", UUID.class)),
                row.getString("org_url"),
                row.getString("client_id"),
                row.getString("okta_user_id"),
                row.getString("group_id"));
    }

    /** Whether the connection still leads where the ids mean something, as the app that we were. */
    boolean isReachedBy(OktaConnection now) {
        return now.orgUrl().value().equals(orgUrl)
                && now.clientId().filter(clientId::equals).isPresent();
    }
}
