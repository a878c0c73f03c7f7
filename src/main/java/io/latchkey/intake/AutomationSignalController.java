package io.latchkey.intake;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Public;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Jira Automation's action "Send web request", which can neither sign nor identify itself: it brings a token of the tenant
 * in a hidden header.
 */
@RestController
class AutomationSignalController {

    private static final String BEARER = "Bearer ";

    private final AcknowledgeSignal acknowledge;
    private final AutomationTokens tokens;

    AutomationSignalController(AcknowledgeSignal acknowledge, AutomationTokens tokens) {
        this.acknowledge = acknowledge;
        this.tokens = tokens;
    }

    @PostMapping(path = "/automation/signals", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Public(because = "Jira Automation brings a token of ours, which is checked here")
    void signal(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody byte[] body) {
        AutomationTokens.Recognised caller = Optional.ofNullable(authorization)
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> tokens.recognise(header.substring(BEARER.length())))
                .orElseThrow(AutomationSignalController::unknown);
        SignalBody hint = SignalBody.ofAutomation(body);
        Acknowledgement result = acknowledge.acknowledge(new Signal(
                caller.tenant(),
                Signal.Source.AUTOMATION,
                Optional.empty(),
                hint.issueId(),
                Optional.empty(),
                caller.id().toString()));
        if (result == Acknowledgement.CALLER_NOT_VALID) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "automation.token-unknown",
                "The header Authorization must carry \"Bearer\" and a valid automation token;"
                        + " an administrator makes one in Latchkey's settings.");
    }
}
