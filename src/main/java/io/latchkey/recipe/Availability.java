package io.latchkey.recipe;

import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses what the document's shape allows and nothing carries out yet. A part that is not carried out must not be
 * saved: access that should end would not.
 */
final class Availability {

    private final List<RecipeProblem> problems = new ArrayList<>();

    private Availability() {}

    static List<RecipeProblem> problems(Recipe recipe) {
        Availability availability = new Availability();
        recipe.inputs().forEach((name, input) -> availability.source("/inputs/" + name + "/source", input.source()));
        availability.delivery(recipe.delivery());
        return availability.problems;
    }

    private void source(String pointer, Source source) {
        if (source instanceof Source.Reporter reporter) {
            person(pointer + "/reporter", reporter.property());
        } else if (source instanceof Source.Approver approver) {
            person(pointer + "/approver", approver.property());
        }
    }

    private void person(String pointer, Source.PersonProperty property) {
        if (property != Source.PersonProperty.ACCOUNT_ID) {
            problems.add(new RecipeProblem(
                    "recipe.person-not-kept",
                    pointer,
                    "Latchkey keeps no names and addresses of people in Jira, and many are hidden from apps; use"
                            + " accountId."));
        }
    }

    private void delivery(Delivery delivery) {
        DeliveryMethod method = delivery.method();
        if (method == DeliveryMethod.ACTIVATION_LINK || method == DeliveryMethod.REVEAL) {
            problems.add(new RecipeProblem(
                    "recipe.delivery-not-available",
                    "/delivery/method",
                    "This delivery is not available yet; use activation or comment."));
        } else if (delivery.recipient() != null) {
            problems.add(new RecipeProblem(
                    "recipe.recipient-not-used",
                    "/delivery/recipient",
                    "With activation Okta writes to the account's own address, and a comment stays on the ticket;"
                            + " a recipient would not be used."));
        }
    }
}
