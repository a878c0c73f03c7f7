package io.latchkey.panel;

import io.latchkey.intake.AutomationToken;
import io.latchkey.intake.AutomationTokens;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for Jira Automation; the secret is told once, when a token is made. */
@RestController
@RequestMapping("/api/automation-tokens")
@CalledByPerson(administrator = true)
class AutomationTokensController {

    private final AutomationTokens tokens;
    private final PublicUrl publicUrl;

    AutomationTokensController(AutomationTokens tokens, PublicUrl publicUrl) {
        this.tokens = tokens;
        this.publicUrl = publicUrl;
    }

    /** What the administrator calls it. */
    record NewToken(@NotBlank @Size(max = 100) String name) {}

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
        AutomationTokens.Issued issued = tokens.issue(caller.tenant(), wanted.name(), caller.person());
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
            throw new Problem(
                    HttpStatus.NOT_FOUND, "automation.token-unknown", "There is no token of this id at this site.");
        }
    }
}
