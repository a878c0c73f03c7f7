package io.latchkey.panel;

import io.latchkey.handover.RenewHandover;
import io.latchkey.handover.RenewHandover.Renewed;
import io.latchkey.handover.RevealHandover;
import io.latchkey.handover.RevealHandover.Revealed;
import io.latchkey.platform.crypto.RecipientKey;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Base64;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A credential that waits for its recipient, taken from the portal. Only a POST with a key takes it, so that nothing that
 * merely looks (a prefetch, a scanner) ever does. Others learn nothing of how it stands.
 */
@RestController
@RequestMapping("/api/portal/requests/{issueId}/handovers/{id}")
@CalledByPerson(page = CalledByPerson.Page.PORTAL)
class HandoversController {

    private static final Logger log = LoggerFactory.getLogger(HandoversController.class);

    private final RevealHandover reveal;
    private final RenewHandover renew;
    private final TicketGate gate;

    HandoversController(RevealHandover reveal, RenewHandover renew, TicketGate gate) {
        this.gate = gate;
        this.reveal = reveal;
        this.renew = renew;
    }

    /** The browser's key, made for this one answer: an uncompressed point of P-256 in base64url. */
    record Key(@NotBlank @Size(max = 100) String publicKey) {}

    /** The credential, sealed to that key, in base64url without padding. */
    record Sealed(String sealed) {

        @Override
        public String toString() {
            return "Sealed[]";
        }
    }

    /** Which handover is ready again soon. */
    record Again(UUID id) {}

    /** Takes the credential; it cannot be taken twice. */
    @PostMapping("/reveal")
    Sealed reveal(Caller caller, @PathVariable String issueId, @PathVariable UUID id, @RequestBody @Valid Key key) {
        RecipientKey recipient = RecipientKey.of(key.publicKey())
                .orElseThrow(() -> new Problem(
                        HttpStatus.BAD_REQUEST,
                        "handover.key",
                        "publicKey is an uncompressed point of P-256, 65 bytes in base64url."));
        String issue = gate.idOf(caller, issueId);
        Revealed revealed = reveal.reveal(caller.tenant(), issue, id, caller.person(), recipient);
        if (revealed instanceof Revealed.Sealed sealed) {
            return new Sealed(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.ciphertext()));
        }
        if (revealed instanceof Revealed.Gone gone) {
            throw gone(gone);
        }
        throw revealed instanceof Revealed.NotTheirs ? notTheirs() : unknown();
    }

    /** Has another credential made, in the place of one whose answer was lost. */
    @PostMapping("/reissue")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Again reissue(Caller caller, @PathVariable String issueId, @PathVariable UUID id) {
        String issue = gate.idOf(caller, issueId);
        Renewed renewed;
        try {
            renewed = renew.renew(caller.tenant(), issue, id, caller.person());
        } catch (FailureException failure) {
            log.warn("whether handover {} was used is not known: {} {}", id, failure.code(), failure.explanation());
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "handover.okta-unknown",
                    "Okta does not tell now whether it was used. Try again in a few minutes.");
        }
        if (renewed instanceof Renewed.Begun) {
            return new Again(id);
        }
        if (renewed instanceof Renewed.Unknown) {
            throw unknown();
        }
        if (renewed instanceof Renewed.NotTheirs) {
            throw notTheirs();
        }
        if (renewed instanceof Renewed.StillReady) {
            throw new Problem(HttpStatus.CONFLICT, "handover.ready", "It can still be taken.");
        }
        if (renewed instanceof Renewed.Withdrawn) {
            throw withdrawn();
        }
        if (renewed instanceof Renewed.TooOften) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "handover.too-often",
                    "It was made anew as often as it may be. Ask an agent, or raise another request.");
        }
        if (renewed instanceof Renewed.TooSoon) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "handover.asked-just-now",
                    "It was asked for less than a minute ago. Try again in a minute.");
        }
        if (renewed instanceof Renewed.TooLate) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "handover.too-late",
                    "It was offered too long ago. Ask an agent, or raise another request.");
        }
        throw new Problem(
                HttpStatus.CONFLICT,
                "handover.used",
                "Okta shows that it was used, or the account was changed since, by somebody or by another request. If that was"
                        + " not you, tell your security team.");
    }

    private static Problem gone(Revealed.Gone gone) {
        return switch (gone.state()) {
            case EXPIRED ->
                new Problem(HttpStatus.GONE, "handover.expired", "It was not taken in time, and is erased.");
            case WITHDRAWN -> withdrawn();
            case READY, REVEALED, RENEWING, RENEWAL_FAILED ->
                new Problem(HttpStatus.GONE, "handover.revealed", "It was shown already, and is shown once only.");
        };
    }

    private static Problem withdrawn() {
        return new Problem(HttpStatus.GONE, "handover.withdrawn", "It was taken back, or replaced by a newer one.");
    }

    private static Problem notTheirs() {
        return new Problem(HttpStatus.FORBIDDEN, "handover.not-yours", "It is for somebody else.");
    }

    private static Problem unknown() {
        return new Problem(HttpStatus.NOT_FOUND, "handover.unknown", "This request has no such handover.");
    }
}
