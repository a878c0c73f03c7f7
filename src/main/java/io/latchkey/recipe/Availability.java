package io.latchkey.recipe;

import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses what the document's shape allows and nothing carries out. A part that is not carried out must not be saved: access
 * that should end would not.
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
        boolean isComment = delivery.method() == DeliveryMethod.COMMENT;
        if (delivery.recipient() != null && !delivery.isHandedOver()) {
            unused(
                    "recipe.recipient-not-used",
                    "/delivery/recipient",
                    "With activation Okta writes to the account's own address, and a comment stays on the ticket;"
                            + " a recipient would not be used.");
        }
        if (delivery.validFor() != null && !delivery.isHandedOver()) {
            unused(
                    "recipe.valid-for-not-used",
                    "/delivery/validFor",
                    "Only what is handed over once, by activationLink or reveal, can be taken for a time.");
        }
        if (delivery.removeAfter() != null && !isComment) {
            unused(
                    "recipe.remove-after-not-used",
                    "/delivery/removeAfter",
                    "Only the delivery \"comment\" leaves a password on the ticket that could be removed.");
        }
    }

    private void unused(String code, String pointer, String sentence) {
        problems.add(new RecipeProblem(code, pointer, sentence));
    }
}
