package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.work.Deferred;
import io.latchkey.work.PlannedStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the credential of a recipe reaches somebody: which step makes it, and which comment tells of it. What is handed over
 * once is offered right before the comment that tells so; the link to a new account is made there too, since it ends by
 * itself.
 */
final class HandedOver {

    /** Okta: an activation link lasts seven days, unless the org says otherwise. */
    private static final Duration ACTIVATION_LASTS = Duration.ofDays(7);

    /** Okta: a link to choose another password lasts an hour, unless the org says otherwise. */
    private static final Duration RESET_LASTS = Duration.ofHours(1);

    private static final Duration PASSWORD_LASTS = Duration.ofDays(7);
    private static final String LINK = "link";
    private static final String USER_ID = "userId";
    private static final String LOGIN = "login";
    private static final String CONNECTION = "connection";

    private HandedOver() {}

    /** Whether the step makes the credential that the recipe delivers. */
    static boolean isMadeBy(DeliveryMethod method, Step step) {
        return switch (method) {
            case ACTIVATION -> false;
            case COMMENT, REVEAL -> StepArguments.setsPassword(step);
            case ACTIVATION_LINK ->
                switch (step.uses()) {
                    case StepKinds.CREATE_USER -> !StepArguments.isStaged(step);
                    case StepKinds.ACTIVATE_USER, StepKinds.REACTIVATE_USER -> true;
                    case StepKinds.RESET_PASSWORD ->
                        step.with().path("method").asText().equals(LINK);
                    default -> false;
                };
        };
    }

    /** The step that makes it, when this comment is the first public one after it that is always written. */
    static Optional<Step> toldBy(Recipe recipe, Step comment) {
        Optional<Step> made = Optional.empty();
        for (Step step : recipe.steps()) {
            if (isMadeBy(recipe.delivery().method(), step)) {
                made = Optional.of(step);
            }
            boolean isPublic =
                    step.uses().equals(StepKinds.COMMENT) && StepArguments.isPublic(step) && step.when() == null;
            if (isPublic && made.isPresent()) {
                return step.id().equals(comment.id()) ? made : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** What a step is told that makes a link for us to hand over. */
    static void wantLink(Recipe recipe, Step step, ObjectNode input) {
        if (recipe.delivery().method() == DeliveryMethod.ACTIVATION_LINK
                && !step.uses().equals(StepKinds.CREATE_USER)
                && isMadeBy(DeliveryMethod.ACTIVATION_LINK, step)) {
            input.remove("sendEmail");
            input.put(LINK, true);
        }
    }

    /** How a new account is made, in the words of its step. */
    static String deliveryOfNewAccount(Recipe recipe, Step step) {
        return switch (recipe.delivery().method()) {
            case COMMENT -> StepArguments.isStaged(step) ? StepShape.STAGED : "comment";
            case REVEAL -> StepArguments.isStaged(step) ? StepShape.STAGED : "reveal";
            case ACTIVATION_LINK -> StepShape.STAGED;
            case ACTIVATION -> StepArguments.isStaged(step) ? StepShape.STAGED : "activation";
        };
    }

    /**
     * The steps that offer a credential, to be put before the comment that tells of it.
     *
     * @param made the step that makes it
     * @param told what the offer needs to know of the request: its recipient, its language
     */
    static List<PlannedStep> offer(Recipe recipe, Step made, ObjectNode told) {
        boolean isNew = made.uses().equals(StepKinds.CREATE_USER);
        boolean isLink = recipe.delivery().method() == DeliveryMethod.ACTIVATION_LINK;
        String from = isNew && isLink ? made.id() + "-link" : made.id();
        ObjectNode offer = told.put("kind", isLink ? "activationLink" : "password")
                .put("renewal", renewal(made, isLink))
                .put("credential", from)
                .put(CONNECTION, recipe.connection())
                .put("validFor", recipe.delivery().lifetime(lasts(made, isLink)).toString());
        offer.set("user", Deferred.output(made.id(), USER_ID));
        offer.set(LOGIN, Deferred.output(made.id(), LOGIN));
        if (isLink) {
            offer.set("madeAt", Deferred.output(from, "madeAt"));
        }
        var planned = new PlannedStep(offerOf(made), StepKinds.OFFER, offer);
        if (!isNew || !isLink) {
            return List.of(planned);
        }
        ObjectNode link = JsonNodeFactory.instance.objectNode().put(CONNECTION, recipe.connection());
        link.set("user", Deferred.output(made.id(), USER_ID));
        return List.of(new PlannedStep(from, StepKinds.ACTIVATE_USER, link.put(LINK, true)), planned);
    }

    /** The comment's text, and below it where the credential waits. */
    static JsonNode withNotice(JsonNode text, Step made) {
        return Deferred.text(List.of(text, TextNode.valueOf("\n\n"), Deferred.output(offerOf(made), "notice")));
    }

    /** What a comment needs that carries the credential itself. */
    static ObjectNode onTicket(Recipe recipe, Step made) {
        ObjectNode credential = JsonNodeFactory.instance
                .objectNode()
                .put("step", made.id())
                .put(CONNECTION, recipe.connection())
                .put("removeAfter", recipe.delivery().stays().toString());
        credential.set("userName", Deferred.output(made.id(), LOGIN));
        credential.set("user", Deferred.output(made.id(), USER_ID));
        return credential;
    }

    /** Names of steps in a document have no dash, so that this is none of them. */
    private static String offerOf(Step made) {
        return made.id() + "-handover";
    }

    private static String renewal(Step made, boolean isLink) {
        if (!isLink) {
            return "TEMPORARY_PASSWORD";
        }
        return made.uses().equals(StepKinds.RESET_PASSWORD) ? "RESET" : "ACTIVATION";
    }

    private static Duration lasts(Step made, boolean isLink) {
        if (!isLink) {
            return PASSWORD_LASTS;
        }
        return made.uses().equals(StepKinds.RESET_PASSWORD) ? RESET_LASTS : ACTIVATION_LASTS;
    }
}
