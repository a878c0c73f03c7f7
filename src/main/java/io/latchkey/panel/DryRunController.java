package io.latchkey.panel;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.RequestAccess;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.DryRun;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tries a recipe with a real request; nothing is written in Jira, in Okta or here. */
@RestController
@CalledByPerson(administrator = true)
class DryRunController {

    private final DryRun dryRun;
    private final RequestAccess access;

    DryRunController(DryRun dryRun, RequestAccess access) {
        this.dryRun = dryRun;
        this.access = access;
    }

    /**
     * What approving the request would do.
     *
     * @param text what those who approve read
     * @param code {@code preview.ready}, or why nothing would be done
     * @param steps what would be done
     */
    record DryRunView(String text, String code, List<StepView> steps) {}

    /** A step of the plan, with what it would be given. */
    record StepView(String id, String uses, JsonNode with) {}

    /** The request is named by its key or its numeric id. Without a body the recipe that is saved for the request is tried, else the document in it, of JSON or YAML. */
    @PostMapping("/api/requests/{issueId}/dry-run")
    ResponseEntity<Object> dryRun(
            Caller caller,
            @PathVariable String issueId,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable MediaType type,
            @RequestBody(required = false) byte @Nullable [] document) {
        String issue = idOf(caller, issueId);
        MediaType written = type == null ? MediaType.APPLICATION_JSON : type;
        DryRun.Result result = document == null || document.length == 0
                ? dryRun.of(caller.tenant(), issue)
                : dryRun.of(caller.tenant(), issue, document, RecipesController.format(written));
        if (result instanceof DryRun.Refused refused) {
            return ResponseEntity.unprocessableEntity()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(RecipesController.problem(refused.problems().problems()));
        }
        if (result instanceof DryRun.Tried tried) {
            return ResponseEntity.ok(new DryRunView(
                    tried.text(),
                    tried.code(),
                    tried.steps().stream()
                            .map(step -> new StepView(step.key(), step.kind(), step.input()))
                            .toList()));
        }
        throw new Problem(HttpStatus.NOT_FOUND, "request.without-recipe", "No recipe is for this type of request.");
    }

    /** The numeric id; by a key Jira is asked for it. */
    private String idOf(Caller caller, String named) {
        return IssueName.isId(named)
                ? named
                : access.ticket(caller.tenant(), IssueName.checked(named))
                        .map(RequestAccess.Ticket::issueId)
                        .orElseThrow(() -> new Problem(
                                HttpStatus.NOT_FOUND,
                                "request.unknown",
                                "There is no such request that the app may see."));
    }
}
