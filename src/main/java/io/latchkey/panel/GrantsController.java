package io.latchkey.panel;

import io.latchkey.grants.Grant;
import io.latchkey.grants.GrantFilter;
import io.latchkey.grants.Grants;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Access that was given for a time: listed, ended early, and settled where a person had to look. Letting it last longer needs an
 * approved request, as giving it did.
 */
@RestController
@RequestMapping("/api/grants")
@CalledByPerson(administrator = true)
class GrantsController {

    private static final int MOST = 500;

    private final Grants grants;
    private final TenantTransactions transactions;

    GrantsController(Grants grants, TenantTransactions transactions) {
        this.grants = grants;
        this.transactions = transactions;
    }

    /** A grant; the account and the group by Okta's ids. */
    record GrantView(
            UUID id,
            UUID connection,
            String oktaUserId,
            String groupId,
            String issueId,
            @Nullable String reason,
            Grant.State state,
            boolean existedBefore,
            Instant beginsAt,
            Instant endsAt,
            @Nullable Instant endedAt,
            @Nullable String why) {

        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.id(),
                    grant.connection().value(),
                    grant.userId(),
                    grant.groupId(),
                    grant.issueId(),
                    grant.reason().orElse(null),
                    grant.state(),
                    grant.existedBefore(),
                    grant.beginsAt(),
                    grant.endsAt(),
                    grant.endedAt().orElse(null),
                    grant.why().orElse(null));
        }
    }

    /** Why a grant is ended, in the administrator's words; it goes into the trail. */
    record Reason(@NotBlank @Size(max = 500) String why) {}

    /**
     * Grants, the newest first.
     *
     * @param issue of this request only, by Jira's numeric id
     * @param user of this account only, by Okta's id
     * @param running only those that are not over
     * @param after the id of the last one of the page before
     * @param limit 1 to 500
     */
    @GetMapping
    List<GrantView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String issue,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(defaultValue = "false") boolean running,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new Problem(HttpStatus.BAD_REQUEST, "grants.limit", "A page has 1 to " + MOST + " grants.");
        }
        var filter = new GrantFilter(Optional.ofNullable(issue), Optional.ofNullable(user), running);
        TenantId tenant = caller.tenant();
        return transactions.read(
                tenant,
                () -> grants.list(tenant, filter, after, limit).stream()
                        .map(GrantView::of)
                        .toList());
    }

    /** Ends a grant before its time; 409 when it is over already. What is held is tried once more. */
    @PostMapping("/{id}/end")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void end(Caller caller, @PathVariable UUID id, @RequestBody @Valid Reason reason) {
        TenantId tenant = caller.tenant();
        transactions.write(tenant, () -> {
            demandKnown(tenant, id);
            if (!grants.endNow(tenant, id, caller.person(), reason.why())) {
                throw new Problem(
                        HttpStatus.CONFLICT, "grants.over", "This grant is over, or is being ended, already.");
            }
            return id;
        });
    }

    /** How many end now. */
    record Ending(int grants) {}

    /** Ends all access that was given for a time, before its time; what is over stays so, and what is held is tried once more. */
    @PostMapping("/end")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Ending endAll(Caller caller, @RequestBody @Valid Reason reason) {
        return new Ending(transactions.write(
                caller.tenant(), () -> grants.endAllNow(caller.tenant(), caller.person(), reason.why())));
    }

    /** Says that a person has done in Okta what was right about a grant that is held; 409 when it is not held. */
    @PostMapping("/{id}/settlement")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void settle(Caller caller, @PathVariable UUID id) {
        TenantId tenant = caller.tenant();
        transactions.write(tenant, () -> {
            demandKnown(tenant, id);
            if (!grants.settle(tenant, id, caller.person())) {
                throw new Problem(HttpStatus.CONFLICT, "grants.not-held", "This grant does not wait for a person.");
            }
            return id;
        });
    }

    private void demandKnown(TenantId tenant, UUID id) {
        if (grants.find(tenant, id).isEmpty()) {
            throw new Problem(HttpStatus.NOT_FOUND, "grants.unknown", "There is no grant with this id at this site.");
        }
    }
}
