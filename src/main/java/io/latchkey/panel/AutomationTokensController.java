package io.latchkey.panel;

import io.latchkey.intake.AutomationProperties;
import io.latchkey.intake.AutomationToken;
import io.latchkey.intake.AutomationTokens;
import io.latchkey.platform.http.AddressRange;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for Jira Automation; the secret is told once, when a token is made. */
@RestController
@RequestMapping("/api/automation-tokens")
@CalledByPerson(administrator = true)
class AutomationTokensController {

    private static final int MOST_SOURCES = 100;

    private final AutomationTokens tokens;
    private final AutomationProperties properties;
    private final PublicUrl publicUrl;

    AutomationTokensController(AutomationTokens tokens, AutomationProperties properties, PublicUrl publicUrl) {
        this.tokens = tokens;
        this.properties = properties;
        this.publicUrl = publicUrl;
    }

    /** What the administrator calls it, and from where it may be used: ranges of addresses, none for anywhere. */
    record NewToken(
            @NotBlank @Size(max = 100) String name,
            @Nullable @Size(max = MOST_SOURCES) List<@NotBlank @Size(max = 50) String> sources) {}

    /** How long the old secret stays valid beside the new one; 0 ends it at once. */
    record Rotation(@NotNull @PositiveOrZero Integer overlapMinutes) {}

    /** From where a token may be used; none for anywhere. */
    record Sources(@NotNull @Size(max = MOST_SOURCES) List<@NotBlank @Size(max = 50) String> sources) {}

    /** A new token with what to enter in Jira Automation's action "Send web request". */
    record IssuedToken(UUID id, String token, String url, String header, String body) {

        /** Without the secret: the frame writes what it answers into its most talkative log. */
        @Override
        public String toString() {
            return "IssuedToken[id=" + id + "]";
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    IssuedToken issue(Caller caller, @RequestBody @Valid NewToken wanted) {
        List<AddressRange> sources = ranges(wanted.sources() == null ? List.of() : wanted.sources());
        return told(tokens.issue(caller.tenant(), wanted.name(), sources, caller.person()));
    }

    /** A new secret for the same token. */
    @PostMapping("/{id}/rotation")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedToken rotate(Caller caller, @PathVariable UUID id, @RequestBody @Valid Rotation wanted) {
        Duration overlap = Duration.ofMinutes(wanted.overlapMinutes());
        if (overlap.compareTo(properties.longestOverlap()) > 0) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "automation.overlap-too-long",
                    "An old secret stays valid for "
                            + properties.longestOverlap().toMinutes() + " minutes at most.");
        }
        return told(tokens.rotate(caller.tenant(), id, overlap, caller.person())
                .orElseThrow(AutomationTokensController::unknown));
    }

    @PutMapping("/{id}/sources")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void limit(Caller caller, @PathVariable UUID id, @RequestBody @Valid Sources wanted) {
        if (!tokens.limit(caller.tenant(), id, ranges(wanted.sources()), caller.person())) {
            throw unknown();
        }
    }

    private static List<AddressRange> ranges(List<String> texts) {
        return texts.stream()
                .map(text -> AddressRange.parse(text.strip())
                        .orElseThrow(() -> new Problem(
                                HttpStatus.UNPROCESSABLE_ENTITY,
                                "automation.source-invalid",
                                "A source is a range of addresses such as 104.192.136.0/21 or 2401:1d80:3000::/36,"
                                        + " without bits behind its prefix.")))
                .toList();
    }

    private IssuedToken told(AutomationTokens.Issued issued) {
        return new IssuedToken(
                issued.id(),
                issued.token().reveal(),
                publicUrl.at("/automation/signals"),
                "Authorization: Bearer " + issued.token().reveal(),
                "{\"issueId\":\"{{issue.id}}\"}");
    }

    @GetMapping
    List<AutomationToken> list(Caller caller) {
        return tokens.list(caller.tenant());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable UUID id) {
        if (!tokens.revoke(caller.tenant(), id, caller.person())) {
            throw unknown();
        }
    }

    private static Problem unknown() {
        return new Problem(
                HttpStatus.NOT_FOUND, "automation.token-unknown", "There is no token of this id at this site.");
    }
}
