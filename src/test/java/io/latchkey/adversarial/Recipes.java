package io.latchkey.adversarial;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.adversarial.oracle.Ask;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.jira.Cast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** The recipe of each scene, for the product and, told once more, for the oracle. */
final class Recipes {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String APPROVERS = "customfield_10012";
    private static final String WHOM = "customfield_10013";
    private static final String FORM = "7b0c1d2e-3f40-4152-8637-48596a7b8c9d";
    private static final String STEP = "Waiting for approval";

    private Recipes() {}

    static Ask ask(Scene scene) {
        return switch (scene) {
            case STRICT, OTHER_STEP ->
                new Ask(Set.of(STEP), 1, Set.of(People.LEADS), Set.of(), null, APPROVERS, null, false, true, true);
            case BENEFICIARY -> new Ask(Set.of(), 0, Set.of(), Set.of(), null, null, WHOM, true, false, false);
            case NAMED_APPROVERS ->
                new Ask(Set.of(), 0, Set.of(), Set.of(Cast.OLGA.accountId()), WHOM, null, null, false, false, false);
            case RECIPE_QUORUM -> new Ask(Set.of(), 2, Set.of(), Set.of(), null, null, null, false, false, false);
            default -> Ask.NOTHING;
        };
    }

    /** The recipe that is shipped, and what the scene asks beyond it. */
    static String document(Scene scene) {
        try {
            ObjectNode recipe = (ObjectNode) JSON.readTree(Setup.exampleRecipe());
            Ask ask = ask(scene);
            if (ask.form()) {
                recipe.withObject("/inputs/firstName/source")
                        .removeAll()
                        .putObject("form")
                        .put("form", FORM)
                        .put("question", "first-name");
            }
            if (ask.beneficiaryField() != null || ask.peopleField() != null) {
                ObjectNode whom = recipe.withObject("/inputs").putObject("whom");
                whom.putObject("source").put("field", WHOM);
                whom.put("type", "people").put("required", ask.beneficiaryField() != null);
            }
            if (!ask.equals(Ask.NOTHING)) {
                approval(recipe.putObject("approval"), ask);
            }
            return recipe.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void approval(ObjectNode approval, Ask ask) {
        if (!ask.steps().isEmpty()) {
            ask.steps().forEach(approval.putArray("steps")::add);
        }
        if (ask.quorum() > 0) {
            approval.put("quorum", ask.quorum());
        }
        if (!ask.groups().isEmpty() || !ask.people().isEmpty()) {
            var approvers = approval.putArray("approvers");
            ask.groups().forEach(group -> approvers.addObject().put("group", group));
            ask.people().forEach(person -> approvers.addObject().put("person", person));
            if (ask.peopleField() != null) {
                approvers.addObject().put("input", "whom");
            }
        }
        if (ask.approversField() != null) {
            approval.put("field", ask.approversField());
        }
        if (ask.beneficiaryField() != null) {
            approval.put("beneficiary", "whom");
        }
        approval.put("portalCustomers", ask.customers()).put("mappedToOkta", ask.knownInOkta());
    }
}
