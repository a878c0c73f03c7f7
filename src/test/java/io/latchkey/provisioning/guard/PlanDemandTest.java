package io.latchkey.provisioning.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Administration;
import io.latchkey.work.Deferred;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guardrails see of a plan. */
class PlanDemandTest {

    @ParameterizedTest
    @CsvSource({
        "okta.assign-app, 1, false",
        "okta.unassign-app, 0, false",
        "okta.assign-app-to-group, 1, true",
        "okta.unassign-app-from-group, 0, false",
        // A kind that nobody has thought of yet.
        "okta.lend-app, 0, false"
    })
    void eachStepWithAnApplicationIsSeen(String kind, int counted, boolean wholeGroup) {
        PlanDemand demand = of(step(kind, "0oa1"), step(kind, "0oa2"), step(kind, "0oa1"));

        assertThat(demand.apps()).containsExactly("0oa1", "0oa2");
        assertThat(demand.memberships()).isEqualTo(2 * counted);
        assertThat(demand.wholeGroups()).isEqualTo(wholeGroup);
    }

    @Test
    void aStepThatNamesNoApplicationIsJudgedByWhatNobodyAllows() {
        ObjectNode input = step("okta.assign-app", "0oa1");
        input.remove("app");

        assertThat(of(input).apps()).containsExactly("");
    }

    @Test
    void otherStepsUseNoApplication() {
        ObjectNode input = step("okta.ensure-groups", "");
        input.remove("app");

        assertThat(of(input).apps()).isEmpty();
    }

    @Test
    void anAccountHasWhatEachStepLeavesIt() {
        PlanDemand demand = of(
                groups("okta.ensure-groups", "groupIds", "00gNew"),
                groups("okta.remove-from-groups", "groupIds", "00gOld"),
                groups("okta.change-role", "addGroupIds", "00gRole", "removeGroupIds", "00gNew"));
        var nora = new Guardrail.Person("00u1", Administration.NONE, Set.of("00gOld"));

        assertThat(demand.holdings(List.of(nora)))
                .extracting(Guardrail.Holding::groupIds)
                .containsExactly(Set.of("00gOld", "00gNew"), Set.of("00gRole"));
        assertThat(demand.given(List.of(nora)))
                .containsExactly(AdmittedLately.given("00u1", "00gNew"), AdmittedLately.given("00u1", "00gRole"));
        assertThat(demand.given(List.of(new Guardrail.Person("00u2", Administration.NONE))))
                .isEmpty();
        assertThat(demand.memberships()).isEqualTo(2);
    }

    @Test
    void aNewAccountIsTheOneThatLaterStepsReferTo() {
        ObjectNode account = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "okta.create-user")
                .put("login", "nora@example.com")
                .put("email", "n@example.com");
        account.putArray("groupIds").add("00gAll");
        ObjectNode more = groups("okta.ensure-groups", "groupIds", "00gAll", "groupIds", "00gMore");
        more.set("user", Deferred.output("s0", "userId"));

        assertThat(of(account.deepCopy()).memberships()).isEqualTo(1);
        PlanDemand demand = of(account, more);

        assertThat(demand.accounts()).containsExactly(new PlanDemand.NewAccount("nora@example.com", "n@example.com"));
        assertThat(demand.memberships()).isEqualTo(2);
        assertThat(demand.holdings(List.of()))
                .extracting(Guardrail.Holding::groupIds)
                .containsExactly(Set.of("00gAll"), Set.of("00gAll", "00gMore"));
    }

    @Test
    void newGroupsAreSeenByTheirNames() {
        ObjectNode group = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "okta.create-group")
                .put("name", "Sales");

        assertThat(of(group).newGroups()).containsExactly("Sales");
    }

    private static ObjectNode groups(String kind, String... lists) {
        ObjectNode step =
                JsonNodeFactory.instance.objectNode().put("kind", kind).put("user", "00u1");
        for (int i = 0; i < lists.length; i += 2) {
            step.withArrayProperty(lists[i]).add(lists[i + 1]);
        }
        return step;
    }

    private static PlanDemand of(ObjectNode... steps) {
        List<PlannedStep> planned = new ArrayList<>();
        for (ObjectNode step : steps) {
            planned.add(
                    new PlannedStep("s" + planned.size(), step.remove("kind").asText(), step));
        }
        return PlanDemand.of(new Plan(JsonNodeFactory.instance.objectNode(), planned));
    }

    private static ObjectNode step(String kind, String app) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind)
                .put("user", "00u1")
                .put("app", app);
    }
}
