package io.latchkey.intake;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Public;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
            @RequestBody byte[] body,
            HttpServletRequest request,
            HttpServletResponse response) {
        String token = Optional.ofNullable(authorization)
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()))
                .orElseThrow(AutomationSignalController::unknown);
        Recognition.Recognised caller = recognised(tokens.recognise(token, sender(request)), response);
        SignalBody hint = SignalBody.ofAutomation(body);
        Acknowledgement result = acknowledge.acknowledge(new Signal(
                caller.tenant(),
                Signal.Source.AUTOMATION,
                Optional.empty(),
                hint.issueId(),
                Optional.empty(),
                caller.proof()));
        if (result == Acknowledgement.CALLER_NOT_VALID) {
            throw unknown();
        }
    }

    private static Recognition.Recognised recognised(Recognition recognition, HttpServletResponse response) {
        if (recognition instanceof Recognition.TooMany tooMany) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(tooMany.retryAfter().plusMillis(999).toSeconds()));
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "automation.too-many",
                    "Too many signals; the header Retry-After says after how many seconds the next one is taken."
                            + " Nothing was stored.");
        }
        if (recognition instanceof Recognition.SourceRefused) {
            throw new Problem(
                    HttpStatus.FORBIDDEN,
                    "automation.source-refused",
                    "This token may not be used from the address that the request came from; an administrator says in"
                            + " Latchkey's settings from where it may.");
        }
        if (recognition instanceof Recognition.Recognised caller) {
            return caller;
        }
        throw unknown();
    }

    /** Behind a proxy the address that the server resolved: what a client writes into a header itself is not believed. */
    private static Sender sender(HttpServletRequest request) {
        return Sender.of(request.getRemoteAddr());
    }

    private static Problem unknown() {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "automation.token-unknown",
                "The header Authorization must carry \"Bearer\" and a valid automation token;"
                        + " an administrator makes one in Latchkey's settings.");
    }
}
