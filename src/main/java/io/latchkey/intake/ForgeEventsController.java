package io.latchkey.intake;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Forge's events {@code avi:jira:created:issue} and {@code avi:jira:updated:issue}, our workflow post function and our action in
 * rules of Jira Automation: hints that an issue is new or may have changed, and nothing more. What is not answered within five
 * seconds, or with 2xx, is sent again four times, a minute apart; the same event is stored once.
 */
@RestController
class ForgeEventsController {

    private final AcknowledgeSignal acknowledge;
    private final Installations installations;
    private final NamedIssues issues;

    ForgeEventsController(AcknowledgeSignal acknowledge, Installations installations, NamedIssues issues) {
        this.issues = issues;
        this.acknowledge = acknowledge;
        this.installations = installations;
    }

    @PostMapping(path = "/forge/issue-events", consumes = MediaType.APPLICATION_JSON_VALUE)
    @CalledByForge(modules = "latchkey-issues")
    Map<String, Object> issueChanged(Caller caller, @RequestBody byte[] body) {
        return look(caller, body);
    }

    @PostMapping(path = "/forge/post-function", consumes = MediaType.APPLICATION_JSON_VALUE)
    @CalledByForge(modules = "latchkey-post-function", caused = true)
    Map<String, Object> transitioned(Caller caller, @RequestBody byte[] body) {
        return look(caller, body);
    }

    /** A rule may say the same of an issue again and again, and means it each time, so nothing is taken for a repetition. */
    @PostMapping(path = "/forge/automation-action", consumes = MediaType.APPLICATION_JSON_VALUE)
    @CalledByForge(modules = "latchkey-look", caused = true)
    Map<String, Object> ruleActs(Caller caller, @RequestBody byte[] body) {
        String issueId = issues.idOf(caller.tenant(), ForgeEvent.issueOfAction(body));
        return look(caller, new SignalBody(issueId, Optional.empty()), Optional.empty());
    }

    private Map<String, Object> look(Caller caller, byte[] body) {
        ForgeEvent event = ForgeEvent.read(body);
        return look(caller, event.hint(), Optional.of(event.deliveryId()));
    }

    private Map<String, Object> look(Caller caller, SignalBody hint, Optional<String> deliveryId) {
        Installation installation = installations
                .open(caller.tenant())
                .filter(one -> one.door() == Door.FORGE)
                .orElseThrow(ForgeEventsController::gone);
        Acknowledgement result = acknowledge.acknowledge(new Signal(
                caller.tenant(),
                Signal.Source.WEBHOOK,
                deliveryId,
                hint.issueId(),
                hint.actor(),
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
