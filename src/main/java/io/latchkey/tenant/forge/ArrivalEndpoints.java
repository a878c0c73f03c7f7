package io.latchkey.tenant.forge;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledOnArrival;
import io.latchkey.tenant.MoveCodes;
import io.latchkey.tenant.store.ForgeInstall;
import io.latchkey.tenant.store.MoveSite;
import io.latchkey.tenant.store.MoveSite.Waiting;
import io.latchkey.tenant.store.Moved;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the administrators' page of a held installation may do: move what its site has here to it. The token that calls Jira comes
 * with the next event or schedule, since a page's headers are nobody's word.
 */
@RestController
@RequestMapping("/api/arrival")
@CalledOnArrival
class ArrivalEndpoints {

    private final MoveSite sites;

    ArrivalEndpoints(MoveSite sites) {
        this.sites = sites;
    }

    /**
     * An installation that waits.
     *
     * @param codeNeeded whether the app is installed at the site in another way still, whose page tells the code
     * @param codeMinutes for how long a code may be used
     */
    record View(boolean codeNeeded, long codeMinutes) {}

    /** What an administrator entered. */
    record Wanted(@Nullable @Size(max = 100) String code) {}

    /** It was moved. */
    record Done(boolean moved) {}

    @GetMapping
    View waiting(Invocation invocation) {
        Waiting waiting = sites.waiting(install(invocation));
        if (waiting instanceof Waiting.Yes yes) {
            return new View(yes.codeNeeded(), MoveCodes.KEPT.toMinutes());
        }
        throw problem(waiting instanceof Waiting.KeptOut ? Moved.Reason.KEPT_OUT : Moved.Reason.NOT_HELD);
    }

    @PostMapping
    Done move(Invocation invocation, @RequestBody @Valid Wanted wanted) {
        Optional<Secret> code = Optional.ofNullable(wanted.code())
                .filter(text -> !text.isBlank())
                .map(Secret::of);
        Moved result = sites.move(install(invocation), Objects.requireNonNull(invocation.principal()), code);
        if (result instanceof Moved.Refused refused) {
            throw problem(refused.why());
        }
        return new Done(true);
    }

    private static ForgeInstall install(Invocation invocation) {
        return new ForgeInstall(
                invocation.installationId(),
                invocation.siteAddress(),
                invocation.cloudId(),
                invocation.issuedAt(),
                invocation.licensed(),
                null);
    }

    private static Problem problem(Moved.Reason why) {
        return switch (why) {
            case NOT_HELD ->
                new Problem(HttpStatus.CONFLICT, "move.not-held", "This installation does not wait to be let in.");
            case KEPT_OUT ->
                new Problem(
                        HttpStatus.FORBIDDEN,
                        "move.kept-out",
                        "An operator of the app has decided that this installation stays out.");
            case CODE_NEEDED ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "move.code-needed",
                        "The app is installed at this site in another way still; enter the code that its page tells.");
            case CODE_WRONG ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "move.code-wrong",
                        "The code is not right, was used, or is older than " + MoveCodes.KEPT.toMinutes()
                                + " minutes.");
            case TOO_MANY ->
                new Problem(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "move.too-many",
                        "Too many wrong codes were entered for this site; try again in ten minutes.");
        };
    }
}
