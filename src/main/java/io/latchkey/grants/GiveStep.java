package io.latchkey.grants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.JoinGroups;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Puts an account into groups until a time, as {@link JoinGroups} does. What ends is stored before anything is sent, so that
 * whatever happens to the run, nothing of it lasts longer. A membership that is there already and that no grant of ours
 * explains is somebody else's, and stays when this one ends.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}, {@code ends} (see {@link Ends}; a number of days and the
 * like counts from when access is given), {@code issueId}, optional {@code reason}.
 */
@Component
class GiveStep implements StepHandler {

    static final String KIND = "grants.give";

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;
    private final JoinGroups join;
    private final GivenGrants given;

    GiveStep(
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions,
            JoinGroups join,
            GivenGrants given) {
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
        this.join = join;
        this.given = given;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "groupIds", "added", "endsAt", "grants");
    }

    @Override
    public Intent intend(StepContext step) {
        return new Intent(join.begin(), Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        OktaConnection connection = connection(step, connections, transactions);
        String user = input.path("user").asText();
        Set<String> groups = groups(input);
        Ends ends = Ends.of(input.path("ends"));
        Instant began = given.begin(step, connection, user, groups, ends);

        Set<String> added = join.ensure(
                step,
                directories.of(connection),
                user,
                groups,
                (present, missing) -> given.determine(step, began, present, missing));

        List<GrantRow> grants = given.confirm(step, ends);
        return result(grants, added);
    }

    static OktaConnection connection(StepContext step, OktaConnections connections, TenantTransactions transactions) {
        String name = step.input().path("connection").asText();
        return transactions
                .read(step.tenant(), () -> connections.find(step.tenant(), name))
                .orElseThrow(() -> new ConnectionGone("\"" + name + "\""));
    }

    static Set<String> groups(JsonNode input) {
        Set<String> groups = new LinkedHashSet<>();
        input.path("groupIds").forEach(group -> groups.add(group.asText()));
        if (groups.isEmpty()) {
            throw new GrantRefused("grants.no-group", "the step names no group");
        }
        return groups;
    }

    /** What was confirmed stands there; what was not is done once more, which reads first anyway. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        List<GrantRow> grants = given.confirmed(step);
        return grants.isEmpty() ? Optional.empty() : Optional.of(result(grants, Set.of()));
    }

    /** Ends these grants, and no others of the account. */
    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        ObjectNode input = StepResult.nothing();
        input.set("connection", done.input().path("connection"));
        input.set("user", outputs.path("userId"));
        input.set("grants", outputs.path("grants"));
        return Optional.of(new PlannedStep("undo-" + done.key(), RevokeStep.KIND, input));
    }

    private static StepResult result(List<GrantRow> grants, Set<String> added) {
        ObjectNode outputs =
                StepResult.nothing().put("userId", grants.get(0).membership().userId());
        grants.forEach(
                grant -> outputs.withArray("groupIds").add(grant.membership().groupId()));
        added.forEach(outputs.putArray("added")::add);
        outputs.put("endsAt", grants.get(0).endsAt().toString());
        grants.forEach(grant -> outputs.withArray("grants").add(grant.id().toString()));
        return StepResult.of(outputs);
    }
}
