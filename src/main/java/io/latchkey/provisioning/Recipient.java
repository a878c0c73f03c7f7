package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a credential is handed over to: one person of the site, by their Atlassian account, as the request says when it is
 * admitted. It stands in the plan, so that what is edited afterwards changes nothing.
 */
final class Recipient {

    private Recipient() {}

    /** The account; empty when the request names none, or several. */
    static Optional<String> of(Recipe recipe, ServiceRequest request, Map<String, JsonNode> inputs) {
        String wanted = recipe.delivery().recipient();
        if (wanted == null) {
            return Optional.ofNullable(request.reporter()).map(Person::accountId);
        }
        JsonNode value = References.onlyInput(wanted).map(inputs::get).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        if (TargetAccount.isOne(value)) {
            return TargetAccount.jiraAccount(value);
        }
        JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
        return Optional.ofNullable(one.textValue()).filter(account -> !account.isBlank());
    }

    /**
     * Why nobody can be given the credential; empty when somebody can, or there is none to give.
     *
     * @param approvers who approved; none while nobody has
     */
    static Optional<Outcome> problem(
            Recipe recipe, ServiceRequest request, Map<String, JsonNode> inputs, List<String> approvers) {
        if (!recipe.delivery().isHandedOver()) {
            return Optional.empty();
        }
        Optional<String> recipient = of(recipe, request, inputs);
        if (recipient.isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "delivery.recipient-unknown",
                    "The request does not name the one person of this site to whom the credential is handed over. Enter"
                            + " one person, and have the request approved again."));
        }
        return approvers.contains(recipient.get())
                ? Optional.of(new Outcome.Refused(
                        "approval.own-credential",
                        "The request was approved by the person to whom the credential would be handed over. Somebody else"
                                + " has to approve it."))
                : Optional.empty();
    }

    /** What a recipe may say of it. */
    static void check(Recipe recipe, List<RecipeProblem> problems) {
        Delivery delivery = recipe.delivery();
        if (!delivery.isHandedOver() || delivery.recipient() == null) {
            return;
        }
        Input input = References.onlyInput(delivery.recipient())
                .map(recipe.inputs()::get)
                .orElse(null);
        if (input == null || !isPerson(input)) {
            problems.add(new RecipeProblem(
                    "recipe.recipient-not-a-person",
                    "/delivery/recipient",
                    "The recipient is an input that is one person whom the request names, as ${inputs.who}: required, of the type"
                            + " people or account, from a field or a form, or the reporter. Without a recipient it is whoever"
                            + " the request is from."));
        } else if (input.source() instanceof Source.Approver) {
            problems.add(new RecipeProblem(
                    "recipe.recipient-approves",
                    "/delivery/recipient",
                    "Whoever approves is never given the credential; name somebody else."));
        }
    }

    private static boolean isPerson(Input input) {
        boolean isOfPeople = input.type() == InputType.PEOPLE || input.type() == InputType.ACCOUNT;
        boolean isNamed = input.source() instanceof Source.Field
                || input.source() instanceof Source.FormAnswer
                || input.source() instanceof Source.Approver;
        return input.isRequired() && (input.source() instanceof Source.Reporter || (isOfPeople && isNamed));
    }
}
