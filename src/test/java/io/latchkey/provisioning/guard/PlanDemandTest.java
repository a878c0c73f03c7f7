package io.latchkey.provisioning.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.List;
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
