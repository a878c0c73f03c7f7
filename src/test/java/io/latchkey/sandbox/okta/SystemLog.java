package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The System Log: events in the order in which they were written, each with a sequence number for cursors. */
final class SystemLog {

    /** An event and its place. */
    record Entry(long sequence, Instant at, ObjectNode event) {}

    /** Something an event is about; {@code type} is {@code User}, {@code UserGroup}, {@code AppUser}… */
    record Target(String id, String type, String alternateId, String name) {

        static Target of(Person person) {
            return new Target(person.id, "User", person.login(), person.fullName());
        }

        static Target of(UserGroup group) {
            return new Target(group.id, "UserGroup", "unknown", group.name());
        }

        private ObjectNode document() {
            ObjectNode document = Json.object();
            document.put("id", id);
            document.put("type", type);
            document.put("alternateId", alternateId);
            document.put("displayName", name);
            return document;
        }
    }

    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();

    SystemLog(Clock clock) {
        this.clock = clock;
    }

    void success(Act act, String eventType, String message, Target... targets) {
        write(act, eventType, message, "SUCCESS", "", targets);
    }

    void failure(Act act, String eventType, String message, String reason, Target... targets) {
        write(act, eventType, message, "FAILURE", reason, targets);
    }

    private synchronized void write(
            Act act, String eventType, String message, String result, String reason, Target... targets) {
        Instant now = clock.instant();
        ObjectNode event = Json.object();
        event.set("actor", actor(act.caller()));
        event.set("client", client(act));
        event.put("displayMessage", message);
        event.put("eventType", eventType);
        ObjectNode outcome = event.putObject("outcome").put("result", result);
        if (!reason.isEmpty()) {
            outcome.put("reason", reason);
        }
        event.put("published", Json.time(now));
        event.putObject("securityContext");
        event.put("severity", result.equals("SUCCESS") ? "INFO" : "WARN");
        ObjectNode debug = event.putObject("debugContext").putObject("debugData");
        debug.put("requestId", act.requestId()).put("requestUri", act.uri()).put("url", act.uri());
        event.put("legacyEventType", legacy(eventType, result));
        ObjectNode transaction = event.putObject("transaction");
        transaction.put("type", "WEB").put("id", act.requestId()).putObject("detail");
        event.put("uuid", UUID.randomUUID().toString());
        event.put("version", "0");
        event.putObject("request")
                .putArray("ipChain")
                .addObject()
                .put("ip", act.ip())
                .put("version", "V4");
        var list = event.putArray("target");
        for (Target target : targets) {
            list.add(target.document());
        }
        entries.add(new Entry(entries.size() + 1L, now, event));
    }

    private static ObjectNode actor(Caller caller) {
        ObjectNode actor = Json.object();
        actor.put("id", caller.id());
        actor.put("type", caller.type());
        actor.put("alternateId", caller.alternateId());
        actor.put("displayName", caller.name());
        return actor;
    }

    private static ObjectNode client(Act act) {
        ObjectNode client = Json.object();
        client.putObject("userAgent").put("rawUserAgent", act.userAgent());
        client.put("zone", "null").put("device", "Unknown").put("ipAddress", act.ip());
        if (act.caller().isApp()) {
            client.put("id", act.caller().id());
        }
        return client;
    }

    private static String legacy(String eventType, String result) {
        return "core." + eventType + "." + result.toLowerCase(java.util.Locale.ROOT);
    }

    synchronized List<Entry> all() {
        return List.copyOf(entries);
    }
}
