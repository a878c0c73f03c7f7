package io.latchkey.rollout;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.RetryAfter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.springframework.stereotype.Component;

/**
 * One signed call of a webhook, timed as {@code latchkey.remote.calls}, and its failure mapped. Never repeats by itself, and
 * is never made inside a transaction.
 */
@Component
class WebhookCalls {

    /** A turn ends within the call's deadline; each that waits comes back at a moment of its own. */
    private static final Duration TURN = Duration.ofSeconds(4);

    /** When a 429 does not say, or says less: each try asks Jira first whether the request is still wanted. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(30);

    /** A longer wait is not believed: anybody could hold a request up for ever. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final WebhookHosts hosts;
    private final WebhookHttp http;
    private final Turns turns;
    private final MeterRegistry meters;
    private final Clock clock;

    WebhookCalls(WebhookHosts hosts, WebhookHttp http, Turns turns, MeterRegistry meters, Clock clock) {
        this.hosts = hosts;
        this.http = http;
        this.turns = turns;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Sends a message, once.
     *
     * @param operation as metrics name it
     * @return the status, which is 2xx
     * @throws RolloutFailure when there was none
     */
    int send(TenantId tenant, Target target, Message message, String operation) {
        if (hosts.check(target.url().toString()) instanceof WebhookHosts.Checked.Refused refused) {
            throw new RolloutFailure.NotAllowed(target.name(), refused.sentence());
        }
        if (!turns.take(tenant)) {
            throw new RolloutFailure.Busy(
                    target.name(), TURN.plusMillis(Math.floorMod(message.id().hashCode(), TURN.toMillis())));
        }
        Timer.Sample sample = Timer.start(meters);
        String outcome = "lost";
        try {
            WebhookHttp.Answer answer = http.post(target.url(), headers(target, message), message.body());
            outcome = outcome(answer.status());
            return understood(target.name(), answer);
        } catch (IOException e) {
            throw new RolloutFailure.NoAnswer(target.name(), what(e));
        } finally {
            turns.giveBack(tenant);
            sample.stop(meters.timer(
                    "latchkey.remote.calls", "vendor", "webhook", "operation", operation, "outcome", outcome));
        }
    }

    /** The timestamp is the attempt's, so that a receiver can refuse what somebody has recorded and sends later. */
    private Map<String, String> headers(Target target, Message message) {
        Instant now = clock.instant();
        return Map.of(
                "webhook-id",
                message.id(),
                "webhook-timestamp",
                String.valueOf(now.getEpochSecond()),
                "webhook-signature",
                Signature.of(target.secrets(), message.id(), now, message.body()));
    }

    private int understood(String webhook, WebhookHttp.Answer answer) {
        int status = answer.status();
        if (status / 100 == 2) {
            return status;
        }
        Optional<Duration> retryAfter = RetryAfter.of(answer.retryAfter(), clock, LONGEST_WAIT);
        throw switch (status) {
            case 429 ->
                new RolloutFailure.RateLimited(
                        webhook,
                        retryAfter
                                .filter(wait -> wait.compareTo(SHORTEST_WAIT) > 0)
                                .orElse(SHORTEST_WAIT));
            case 408, 425 -> new RolloutFailure.Unavailable(webhook, status, retryAfter.orElse(null));
            default ->
                status >= 500
                        ? new RolloutFailure.Unavailable(webhook, status, retryAfter.orElse(null))
                        : new RolloutFailure.Refused(webhook, status);
        };
    }

    /** In our words: messages of the machine's may hold an address. */
    private static String what(IOException broken) {
        if (broken instanceof UnknownHostException) {
            return "its host was not found, or leads to an address that is not public";
        }
        if (broken instanceof SocketTimeoutException) {
            return "it took too long";
        }
        return broken instanceof SSLException
                ? "its certificate is not one that is trusted, or the encryption failed"
                : "the connection broke or was refused";
    }

    private static String outcome(int status) {
        if (status == 429) {
            return "429";
        }
        return status / 100 == 2 ? "ok" : status / 100 + "xx";
    }
}
