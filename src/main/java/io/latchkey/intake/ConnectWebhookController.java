package io.latchkey.intake;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Jira's webhooks {@code jira:issue_created} and {@code jira:issue_updated}: signed hints that an issue is new or may have changed. */
@RestController
class ConnectWebhookController {

    /** Atlassian's webhooks: unique per webhook and tenant, the same when a delivery is repeated. */
    private static final String DELIVERY = "X-Atlassian-Webhook-Identifier";

    private static final Pattern DELIVERY_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    private final AcknowledgeSignal acknowledge;
    private final Installations installations;

    ConnectWebhookController(AcknowledgeSignal acknowledge, Installations installations) {
        this.acknowledge = acknowledge;
        this.installations = installations;
    }

    @PostMapping(
            path = {"/connect/webhooks/issue-created", "/connect/webhooks/issue-updated"},
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @CalledBySite
    void issueChanged(
            Caller caller,
            @RequestHeader(name = DELIVERY, required = false) @Nullable String delivery,
            @RequestBody byte[] body) {
        SignalBody hint = SignalBody.ofWebhook(body);
        Installation installation = installations
                .open(caller.tenant())
                .filter(one -> one.door() == Door.CONNECT)
                .orElseThrow(ConnectWebhookController::gone);
        Acknowledgement result = acknowledge.acknowledge(new Signal(
                caller.tenant(),
                Signal.Source.WEBHOOK,
                deliveryId(delivery),
                hint.issueId(),
                hint.actor(),
                installation.externalId()));
        if (result == Acknowledgement.CALLER_NOT_VALID) {
            throw gone();
        }
    }

    private static Optional<String> deliveryId(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!DELIVERY_ID.matcher(header).matches()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "signal.delivery-id",
                    "The header " + DELIVERY + " must be an identifier of at most 200 characters.");
        }
        return Optional.of(header);
    }

    private static Problem gone() {
        return new Problem(HttpStatus.UNAUTHORIZED, "caller.not-installed", "The app is not installed at this site.");
    }
}
