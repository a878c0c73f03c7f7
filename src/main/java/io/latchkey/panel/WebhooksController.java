package io.latchkey.panel;

import io.latchkey.platform.http.Problem;
import io.latchkey.rollout.TestWebhook;
import io.latchkey.rollout.TestWebhook.Tested;
import io.latchkey.rollout.Webhook;
import io.latchkey.rollout.Webhooks;
import io.latchkey.rollout.Webhooks.Result;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The webhooks that recipes may call; a signing secret is told once, when it is made. */
@RestController
@RequestMapping("/api/webhooks")
@CalledByPerson(administrator = true)
class WebhooksController {

    private final Webhooks webhooks;
    private final TestWebhook test;

    WebhooksController(Webhooks webhooks, TestWebhook test) {
        this.webhooks = webhooks;
        this.test = test;
    }

    /** Where it leads to; the frame writes what it reads into its most talkative log, and an address may hold a secret. */
    record Address(@NotBlank @Size(max = 2_000) String url) {

        @Override
        public String toString() {
            return "Address[]";
        }
    }

    /** How long the old secret goes on signing beside the new one; 0 ends it at once. */
    record Rotation(@NotNull @PositiveOrZero Integer overlapMinutes) {}

    /** A webhook with its secret, when one was made. */
    record ToldWebhook(Webhook webhook, @Nullable String secret) {

        /** Without the secret, for the same reason. */
        @Override
        public String toString() {
            return "ToldWebhook[" + webhook + "]";
        }
    }

    @GetMapping
    List<Webhook> list(Caller caller) {
        return webhooks.list(caller.tenant());
    }

    /** 201 with a secret when it is new; 200 when it was there, which keeps its secret. */
    @PutMapping("/{name}")
    ResponseEntity<ToldWebhook> register(
            Caller caller, @PathVariable String name, @RequestBody @Valid Address address) {
        ToldWebhook told = told(webhooks.register(caller.tenant(), name, address.url(), caller.person()));
        return ResponseEntity.status(told.secret() == null ? HttpStatus.OK : HttpStatus.CREATED)
                .body(told);
    }

    /** A new secret. */
    @PostMapping("/{name}/secret")
    @ResponseStatus(HttpStatus.CREATED)
    ToldWebhook rotate(Caller caller, @PathVariable String name, @RequestBody @Valid Rotation wanted) {
        return told(
                webhooks.rotate(caller.tenant(), name, Duration.ofMinutes(wanted.overlapMinutes()), caller.person()));
    }

    /** Sends a test message and tells what came back. */
    @PostMapping("/{name}/test")
    Tested test(Caller caller, @PathVariable String name) {
        return test.test(caller.tenant(), name, caller.person()).orElseThrow(WebhooksController::unknown);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String name) {
        told(webhooks.delete(caller.tenant(), name, caller.person()));
    }

    private static ToldWebhook told(Result result) {
        if (result instanceof Result.Done done) {
            return new ToldWebhook(
                    done.webhook(), done.secret().map(secret -> secret.reveal()).orElse(null));
        }
        if (result instanceof Result.Refused refused) {
            throw new Problem(HttpStatus.UNPROCESSABLE_ENTITY, refused.code(), refused.sentence());
        }
        if (result instanceof Result.InUse used) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "rollout.webhook-in-use",
                    "The recipe \"" + used.recipe() + "\" calls this webhook; save it without the step first.");
        }
        throw unknown();
    }

    private static Problem unknown() {
        return new Problem(
                HttpStatus.NOT_FOUND, "rollout.webhook-unknown", "There is no webhook of this name at this site.");
    }
}
