package io.latchkey.intake;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Forge's events {@code avi:jira:created:issue} and {@code avi:jira:updated:issue}, and our workflow post function: hints that
 * an issue is new or may have changed. What is not answered within five seconds, or with 2xx, is sent again four times, a
 * minute apart; the same event is stored once.
 */
@RestController
class ForgeEventsController {

    private final AcknowledgeSignal acknowledge;
    private final Installations installations;

    ForgeEventsController(AcknowledgeSignal acknowledge, Installations installations) {
        this.acknowledge = acknowledge;
        this.installations = installations;
    }

    @PostMapping(path = "/forge/issue-events", consumes = MediaType.APPLICATION_JSON_VALUE)
    @CalledByForge(modules = "latchkey-issues")
    Map<String, Object> issueChanged(Caller caller, @RequestBody byte[] body) {
        return look(caller, body);
    }

    @PostMapping(path = "/forge/post-function", consumes = MediaType.APPLICATION_JSON_VALUE)
    @CalledByForge(modules = "latchkey-post-function")
    Map<String, Object> transitioned(Caller caller, @RequestBody byte[] body) {
        return look(caller, body);
    }

    private Map<String, Object> look(Caller caller, byte[] body) {
        ForgeEvent event = ForgeEvent.read(body);
        Installation installation = installations
                .open(caller.tenant())
                .filter(one -> one.door() == Door.FORGE)
                .orElseThrow(ForgeEventsController::gone);
        Acknowledgement result = acknowledge.acknowledge(new Signal(
                caller.tenant(),
                Signal.Source.WEBHOOK,
                java.util.Optional.of(event.deliveryId()),
                event.hint().issueId(),
                event.hint().actor(),
                installation.externalId()));
        if (result == Acknowledgement.CALLER_NOT_VALID) {
            throw gone();
        }
        return Map.of();
    }

    private static Problem gone() {
        return new Problem(HttpStatus.FORBIDDEN, "caller.not-installed", "The app is not installed at this site.");
    }
}
