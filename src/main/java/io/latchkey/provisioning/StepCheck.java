package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.recipe.RecipeProblem;
import java.util.List;

/**
 * Checks, when a recipe is saved, what steps of one kind are given, where only a package below knows what there is. A bean
 * that implements it is registered by its {@link #kind()}.
 */
public interface StepCheck {

    /** The kind of step, as recipes write it. */
    String kind();

    /**
     * What is wrong. Inside the tenant's open transaction, makes no remote call; asked once more while no other recipe is
     * saved, so that what it finds holds from then on.
     *
     * @param with the step's arguments, as the document has them
     * @param pointer the place of the arguments in the document
     */
    List<RecipeProblem> problems(TenantId tenant, JsonNode with, String pointer);
}
