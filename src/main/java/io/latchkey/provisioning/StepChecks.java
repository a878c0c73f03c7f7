package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeProblem;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What packages below have to say of a recipe's steps. */
@Component
class StepChecks {

    private final ObjectProvider<StepCheck> checks;

    StepChecks(ObjectProvider<StepCheck> checks) {
        this.checks = checks;
    }

    /** Whether anybody has anything to say. */
    boolean concern(Recipe recipe) {
        return checks.stream()
                .anyMatch(check ->
                        recipe.steps().stream().anyMatch(step -> step.uses().equals(check.kind())));
    }

    /** What is wrong; inside the tenant's open transaction. */
    List<RecipeProblem> problems(TenantId tenant, Recipe recipe) {
        List<RecipeProblem> problems = new ArrayList<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            String pointer = "/steps/" + i + "/with";
            checks.stream()
                    .filter(check -> check.kind().equals(step.uses()))
                    .forEach(check -> problems.addAll(check.problems(tenant, step.with(), pointer)));
        }
        return problems;
    }
}
