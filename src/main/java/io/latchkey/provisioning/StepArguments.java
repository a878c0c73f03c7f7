package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Ticket;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What steps must be given, checked when a recipe is saved: a new account its names, address and login from values that
 * are always there, and from nowhere else; whatever changes an account, one that an earlier step of the same recipe creates,
 * or one that the request names by an input of the type account, so that it is looked for and judged; groups by name, or by
 * a choice among names; a comment a text. A password that is delivered on the ticket needs a comment there that certainly
 * carries it, since it is erased when the run is done.
 */
final class StepArguments {

    private static final List<String> OF_AN_ACCOUNT = List.of("firstName", "lastName", "email", "login");
    private static final Set<String> NOT_OF_A_PROFILE =
            Set.of("login", "email", "firstname", "lastname", "secondemail");
    private static final Set<InputType> TEXTS = Set.of(InputType.TEXT, InputType.EMAIL, InputType.OPTION);
    private static final Pattern INPUT = Pattern.compile("\\$\\{inputs\\.([A-Za-z][A-Za-z0-9_]*)}");
    private static final Pattern STEP =
            Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.[A-Za-z][A-Za-z0-9_]*}");
    private static final Pattern OF_A_STEP =
            Pattern.compile("\\$\\{steps\\.[A-Za-z][A-Za-z0-9_]*\\.([A-Za-z][A-Za-z0-9_]*)}");
    private static final Set<String> IDS = Set.of("userId", "groupId", "login");
    private static final Map<DeliveryMethod, String> DELIVERIES = Map.of(
            DeliveryMethod.ACTIVATION, "activation",
            DeliveryMethod.COMMENT, "comment",
            DeliveryMethod.ACTIVATION_LINK, "activationLink",
            DeliveryMethod.REVEAL, "reveal");
    private static final int MOST_DAYS = 3_650;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    private StepArguments() {}

    static void check(Recipe recipe, List<RecipeProblem> problems) {
        Set<String> accounts = new HashSet<>();
        Set<String> earlier = new HashSet<>();
        Set<String> raised = new HashSet<>();
        Set<String> uncertain = new HashSet<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            String place = "/steps/" + i;
            String pointer = place + "/with";
            switch (step.uses()) {
                case StepKinds.CREATE_USER -> {
                    OF_AN_ACCOUNT.forEach(name -> text(recipe, step, name, pointer, problems));
                    profile(step, pointer, problems);
                    staged(step, pointer, problems);
                    accounts.add(step.id());
                }
                case "okta.update-user" -> profile(step, pointer, problems);
                case StepKinds.ASSIGN_APP -> entitlements(recipe, step, pointer, problems);
                case StepKinds.RESET_PASSWORD -> method(recipe, step, pointer, problems);
                case StepKinds.WAIT_UNTIL -> date(recipe, step, pointer, problems);
                case StepKinds.DELETE_USER -> {
                    date(recipe, step, pointer, problems);
                    afterDays(step, pointer, problems);
                }
                case StepKinds.CREATE_GROUP -> newGroup(recipe, step, pointer, problems);
                case StepKinds.COMMENT -> comment(recipe, step, earlier, uncertain, pointer, problems);
                case StepKinds.RAISE_REQUEST -> {
                    fixed(step, pointer, problems);
                    raised.add(step.id());
                }
                case StepKinds.CALL_WEBHOOK -> webhook(step, pointer, problems);
                case StepKinds.WAIT_FOR_REQUEST -> raisedBefore(step, raised, pointer, problems);
                default -> {}
            }
            StepShape.of(step.uses())
                    .ifPresentOrElse(
                            shape -> shape(recipe, step, shape, accounts, pointer, problems),
                            () -> notDescribed(step, place, problems));
            certain(step.with().toString(), uncertain, pointer, problems);
            if (mayBeLeftOut(recipe, step)) {
                uncertain.add(step.id());
            }
            earlier.add(step.id());
        }
        if (!recipe.steps().isEmpty()
                && recipe.steps().stream().allMatch(step -> step.when() != null || mayBeLeftOut(recipe, step))) {
            problems.add(new RecipeProblem(
                    "recipe.nothing-certain",
                    "/steps/0",
                    "At least one step must be done always: a request could choose none of these groups."));
        }
        Ends.check(recipe, problems);
        if (recipe.delivery().method() != DeliveryMethod.ACTIVATION) {
            delivery(recipe, problems);
        }
        Recipient.check(recipe, problems);
    }

    /** Whether a request may choose none of the groups that the step names, so that nothing is to be done. */
    private static boolean mayBeLeftOut(Recipe recipe, Step step) {
        JsonNode groups = step.with().path("groups");
        boolean isOfGroups = StepShape.of(step.uses())
                .filter(shape -> shape.user() && shape.groups().containsKey("groups"))
                .isPresent();
        return isOfGroups
                && !groups.isEmpty()
                && StreamSupport.stream(groups.spliterator(), false)
                        .allMatch(group -> References.onlyInput(group.asText())
                                .map(recipe.inputs()::get)
                                .filter(input -> !input.isRequired())
                                .isPresent());
    }

    private static void certain(String text, Set<String> uncertain, String pointer, List<RecipeProblem> problems) {
        Matcher references = STEP.matcher(text);
        while (references.find()) {
            if (uncertain.contains(references.group(1))) {
                problems.add(new RecipeProblem(
                        "recipe.reference-uncertain",
                        pointer,
                        "The step \"" + references.group(1)
                                + "\" is left out when a request chooses none of its groups, so nothing can refer to what it"
                                + " leaves."));
            }
        }
    }

    /** Of what is not described, nobody would know what it is given. */
    private static void notDescribed(Step step, String place, List<RecipeProblem> problems) {
        problems.add(new RecipeProblem(
                "recipe.step-not-available",
                place + "/uses",
                "A recipe cannot use " + step.uses() + "; it can use " + new TreeSet<>(StepShape.kinds()) + "."));
    }

    /** Whether a comment can be seen by the customer, whatever a request says. */
    static boolean isPublic(Step comment) {
        JsonNode internal = comment.with().path("internal");
        return internal.isMissingNode() || (internal.isBoolean() && !internal.booleanValue());
    }

    private static void delivery(Recipe recipe, List<RecipeProblem> problems) {
        String method = DELIVERIES.get(recipe.delivery().method());
        String makers = recipe.delivery().method() == DeliveryMethod.ACTIVATION_LINK
                ? "makes a link (okta.create-user, okta.activate-user, okta.reactivate-user, or okta.reset-password with the"
                        + " method link)"
                : "sets a password (okta.create-user, or okta.reset-password with the method temporary)";
        List<Integer> accounts = new ArrayList<>();
        boolean delivered = false;
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            if (HandedOver.isMadeBy(recipe.delivery().method(), step)) {
                accounts.add(i);
                mailed(recipe, step, i, problems);
            }
            delivered |= !accounts.isEmpty()
                    && step.uses().equals(StepKinds.COMMENT)
                    && isPublic(step)
                    && step.when() == null;
        }
        accounts.stream()
                .filter(i -> recipe.steps().get(i).when() != null)
                .forEach(i -> problems.add(new RecipeProblem(
                        "recipe.credential-uncertain",
                        "/steps/" + i + "/when",
                        "The step that makes the credential of the delivery \"" + method
                                + "\" is done always; make two recipes of it.")));
        if (accounts.size() != 1) {
            problems.add(new RecipeProblem(
                    "recipe.delivery-of-one-account",
                    accounts.isEmpty() ? "/delivery/method" : "/steps/" + accounts.get(1),
                    "With the delivery \"" + method + "\" a recipe has exactly one step that " + makers
                            + ", since one comment tells of one credential; this one has " + accounts.size() + "."));
        } else if (!delivered) {
            problems.add(new RecipeProblem(
                    "recipe.delivery-without-comment",
                    "/steps/" + accounts.get(0),
                    "With the delivery \"" + method
                            + "\" a step jira.comment that is not internal has to follow this one, or"
                            + " the credential reaches nobody."));
        }
    }

    /** What is handed over is not sent as well. */
    private static void mailed(Recipe recipe, Step step, int at, List<RecipeProblem> problems) {
        if (recipe.delivery().method() == DeliveryMethod.ACTIVATION_LINK
                && step.with().path("sendEmail").asBoolean()) {
            problems.add(new RecipeProblem(
                    "recipe.link-mailed-too",
                    "/steps/" + at + "/with/sendEmail",
                    "With the delivery \"activationLink\" Okta sends no mail; leave sendEmail out."));
        }
    }

    private static void comment(
            Recipe recipe,
            Step step,
            Set<String> earlier,
            Set<String> uncertain,
            String pointer,
            List<RecipeProblem> problems) {
        JsonNode internal = step.with().path("internal");
        if (!internal.isMissingNode() && !internal.isBoolean()) {
            problems.add(new RecipeProblem(
                    "recipe.internal-not-fixed",
                    pointer + "/internal",
                    "Who sees a comment is said by the recipe, not by a request: internal is true or false."));
        }
        JsonNode own = step.with().path("text");
        if (own.isTextual() && !own.textValue().isBlank() && !mayBeLeftOut(recipe, own.textValue())) {
            return;
        }
        Ticket ticket = recipe.ticket();
        if (ticket == null || ticket.comment() == null || ticket.comment().isBlank()) {
            problems.add(new RecipeProblem(
                    "recipe.comment-without-text",
                    pointer + "/text",
                    "The comment needs a text that is always there, here or at /ticket/comment."));
            return;
        }
        certain(ticket.comment(), uncertain, "/ticket/comment", problems);
        Matcher references = STEP.matcher(ticket.comment());
        while (references.find()) {
            if (!earlier.contains(references.group(1))) {
                problems.add(new RecipeProblem(
                        "recipe.reference-unknown",
                        "/ticket/comment",
                        "The comment at " + pointer + " says this text before the step \"" + references.group(1)
                                + "\" is done."));
            }
        }
    }

    private static boolean mayBeLeftOut(Recipe recipe, String text) {
        Matcher reference = INPUT.matcher(text);
        Input input = reference.matches() ? recipe.inputs().get(reference.group(1)) : null;
        return input != null && !input.isRequired();
    }

    /** What an application is told of a person can be what they may do there: it is chosen, never typed. */
    private static void entitlements(Recipe recipe, Step step, String pointer, List<RecipeProblem> problems) {
        object(step, pointer, problems);
        step.with().path("profile").properties().forEach(attribute -> {
            Matcher left = OF_A_STEP.matcher(attribute.getValue().toString());
            while (left.find()) {
                if (!IDS.contains(left.group(1))) {
                    problems.add(new RecipeProblem(
                            "recipe.profile-not-chosen",
                            pointer + "/profile/" + attribute.getKey(),
                            "Of what a step leaves, an application is told ids and the login only: " + IDS + "."));
                }
            }
            Matcher references = References.inputs(attribute.getValue().toString());
            while (references.find()) {
                Input input = recipe.inputs().get(references.group(1));
                if (input != null && isTyped(input)) {
                    problems.add(new RecipeProblem(
                            "recipe.profile-not-chosen",
                            pointer + "/profile/" + attribute.getKey(),
                            "What an application is told of somebody is said by the recipe, or chosen: the input \""
                                    + references.group(1)
                                    + "\" needs choices, or comes from whoever asks or approves."));
                }
            }
        });
    }

    private static boolean isTyped(Input input) {
        boolean isOfPeople = input.source() instanceof Source.Reporter
                || input.source() instanceof Source.Approver
                || input.source() instanceof Source.Constant
                || input.type() == InputType.ACCOUNT
                || input.type() == InputType.PEOPLE;
        return input.choices().isEmpty() && !isOfPeople;
    }

    private static void object(Step step, String pointer, List<RecipeProblem> problems) {
        JsonNode profile = step.with().path("profile");
        if (!profile.isMissingNode() && !profile.isObject()) {
            problems.add(new RecipeProblem(
                    "recipe.argument-not-an-object",
                    pointer + "/profile",
                    "A profile is an object: attributes with their values."));
        }
    }

    /** A second value for what the account is known by would win over the one that was checked. */
    private static void profile(Step step, String pointer, List<RecipeProblem> problems) {
        object(step, pointer, problems);
        step.with().path("profile").fieldNames().forEachRemaining(name -> {
            if (NOT_OF_A_PROFILE.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(new RecipeProblem(
                        "recipe.profile-of-the-account",
                        pointer + "/profile/" + name,
                        "\"" + name + "\" is an argument of the step itself and cannot be set in its profile."));
            }
        });
    }

    private static void text(Recipe recipe, Step step, String name, String pointer, List<RecipeProblem> problems) {
        JsonNode value = step.with().path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            problems.add(new RecipeProblem(
                    "recipe.argument-missing", pointer + "/" + name, step.uses() + " needs a text for " + name + "."));
            return;
        }
        Matcher references = INPUT.matcher(value.textValue());
        while (references.find()) {
            Input input = recipe.inputs().get(references.group(1));
            if (input != null && (!input.isRequired() || !TEXTS.contains(input.type()))) {
                problems.add(new RecipeProblem(
                        "recipe.argument-not-a-text",
                        pointer + "/" + name,
                        "The input \"" + references.group(1) + "\" must be required and a text, since " + name
                                + " of something new is made of it."));
            }
        }
    }

    /** Whether the step leaves a password that has to reach somebody. */
    static boolean setsPassword(Step step) {
        return (step.uses().equals(StepKinds.CREATE_USER) && !isStaged(step))
                || (step.uses().equals(StepKinds.RESET_PASSWORD)
                        && step.with().path("method").asText().equals("temporary"));
    }

    /** Whether a new account cannot be used until a later step activates it. */
    static boolean isStaged(Step step) {
        return step.with().path(StepShape.STAGED).asBoolean();
    }

    private static void staged(Step step, String pointer, List<RecipeProblem> problems) {
        JsonNode staged = step.with().path(StepShape.STAGED);
        if (!staged.isMissingNode() && !staged.isBoolean()) {
            problems.add(new RecipeProblem(
                    "recipe.staged-not-fixed",
                    pointer + "/" + StepShape.STAGED,
                    "Whether the account waits for its activation is said by the recipe, not by a request: staged is true"
                            + " or false."));
        }
    }

    private static void shape(
            Recipe recipe,
            Step step,
            StepShape shape,
            Set<String> accounts,
            String pointer,
            List<RecipeProblem> problems) {
        Set<String> known = shape.arguments();
        step.with().fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(new RecipeProblem(
                        "recipe.argument-unknown",
                        pointer + "/" + name,
                        step.uses() + " does not take \"" + name + "\"; it takes " + known + "."));
            }
        });
        if (shape.user()) {
            user(recipe, step, accounts, pointer, problems);
        }
        shape.required().stream()
                .filter(name -> !step.uses().equals(StepKinds.CREATE_USER))
                .filter(name -> !step.with().has(name))
                .forEach(name -> problems.add(new RecipeProblem(
                        "recipe.argument-missing", pointer + "/" + name, step.uses() + " needs " + name + ".")));
        shape.groups().keySet().forEach(name -> groups(recipe, step, name, pointer, problems));
        shape.names().keySet().forEach(name -> oneName(recipe, step, name, pointer, problems));
    }

    /** A group or an application is named by the recipe, or chosen by one value among those that the recipe names. */
    private static void oneName(
            Recipe recipe, Step step, String argument, String pointer, List<RecipeProblem> problems) {
        JsonNode name = step.with().path(argument);
        if (!name.isTextual() || name.textValue().isBlank()) {
            problems.add(new RecipeProblem(
                    "recipe.argument-missing",
                    pointer + "/" + argument,
                    step.uses() + " needs a name for " + argument + "."));
            return;
        }
        Input input =
                References.onlyInput(name.textValue()).map(recipe.inputs()::get).orElse(null);
        boolean isChosen =
                input != null && !input.choices().isEmpty() && input.isRequired() && input.type() != InputType.LIST;
        if (References.inputs(name.textValue()).find() && !isChosen) {
            problems.add(new RecipeProblem(
                    "recipe.name-not-chosen",
                    pointer + "/" + argument,
                    "What a request chooses here is a required input of one value with choices, which says for each value"
                            + " which name it stands for."));
        }
    }

    private static void user(
            Recipe recipe, Step step, Set<String> accounts, String pointer, List<RecipeProblem> problems) {
        String user = step.with().path("user").asText();
        boolean isMade =
                References.onlyAccountOf(user).filter(accounts::contains).isPresent();
        boolean isNamed = References.onlyInput(user)
                .map(recipe.inputs()::get)
                .filter(input -> input.type() == InputType.ACCOUNT && input.isRequired())
                .isPresent();
        if (!isMade && !isNamed) {
            problems.add(new RecipeProblem(
                    "recipe.account-not-ours",
                    pointer + "/user",
                    "The step is about an account that an earlier step of this recipe creates, as in"
                            + " ${steps.account.userId}, or about one that the request names: a required input of the"
                            + " type account, as in ${inputs.who}."));
        }
    }

    /** A group is named by the recipe, or chosen among those that the recipe names: never typed on a request. */
    private static void groups(Recipe recipe, Step step, String name, String pointer, List<RecipeProblem> problems) {
        JsonNode groups = step.with().path(name);
        if (!groups.isMissingNode() && !groups.isArray()) {
            problems.add(new RecipeProblem(
                    "recipe.argument-not-a-list", pointer + "/" + name, name + " is a list of names of groups."));
            return;
        }
        for (int i = 0; i < groups.size(); i++) {
            String group = groups.path(i).asText();
            Input input = References.onlyInput(group).map(recipe.inputs()::get).orElse(null);
            boolean isChosen = input != null && !input.choices().isEmpty();
            if (References.inputs(group).find() && !isChosen) {
                problems.add(new RecipeProblem(
                        "recipe.group-not-chosen",
                        pointer + "/" + name + "/" + i,
                        "A group that a request chooses is an input of its own with choices, which says for each value"
                                + " which group it stands for."));
            }
        }
    }

    private static void method(Recipe recipe, Step step, String pointer, List<RecipeProblem> problems) {
        String method = step.with().path("method").asText();
        boolean isDelivered = recipe.delivery().method() == DeliveryMethod.COMMENT
                || recipe.delivery().method() == DeliveryMethod.REVEAL;
        if (!method.equals("link") && !method.equals("temporary")) {
            problems.add(new RecipeProblem(
                    "recipe.argument-unknown",
                    pointer + "/method",
                    "The method is \"link\" (Okta writes to the person) or \"temporary\" (a password that must be"
                            + " changed at the first login)."));
        } else if (method.equals("temporary") && !isDelivered) {
            problems.add(
                    new RecipeProblem(
                            "recipe.password-reaches-nobody",
                            pointer + "/method",
                            "A temporary password has to reach somebody: use the delivery \"reveal\" or \"comment\", or the method \"link\"."));
        }
    }

    private static void date(Recipe recipe, Step step, String pointer, List<RecipeProblem> problems) {
        boolean isDate = References.onlyInput(step.with().path("date").asText())
                .map(recipe.inputs()::get)
                .filter(input -> input.type() == InputType.DATE && input.isRequired())
                .isPresent();
        if (!isDate) {
            problems.add(new RecipeProblem(
                    "recipe.date-not-an-input",
                    pointer + "/date",
                    "The step waits for a date of the request: a required input of the type date, as in"
                            + " ${inputs.start}."));
        }
        JsonNode time = step.with().path("time");
        if (!time.isMissingNode() && !TIME.matcher(time.asText()).matches()) {
            problems.add(new RecipeProblem(
                    "recipe.time-malformed", pointer + "/time", "A time of day is written as 08:30."));
        }
    }

    /** What is asked for, and for whom, the recipe says; a request fills in the fields only. */
    private static void fixed(Step step, String pointer, List<RecipeProblem> problems) {
        for (String name : List.of("serviceDeskId", "requestTypeId", "onBehalfOf")) {
            if (step.with().path(name).asText().contains("${")) {
                problems.add(new RecipeProblem(
                        "recipe.request-not-fixed",
                        pointer + "/" + name,
                        "Which request is raised, and for whom, is said by the recipe, not by a request. Without onBehalfOf"
                                + " it is whoever raised the first one."));
            }
        }
    }

    /** Where something is sent to is said by the recipe alone. */
    private static void webhook(Step step, String pointer, List<RecipeProblem> problems) {
        JsonNode name = step.with().path("webhook");
        if (!name.isMissingNode() && (!name.isTextual() || name.textValue().contains("${"))) {
            problems.add(new RecipeProblem(
                    "recipe.webhook-not-fixed",
                    pointer + "/webhook",
                    "Which webhook is called is said by the recipe, not by a request: the name of one that is"
                            + " registered."));
        }
        if (step.with().has("data") && !step.with().path("data").isObject()) {
            problems.add(
                    new RecipeProblem(
                            "recipe.data-not-an-object",
                            pointer + "/data",
                            "What a webhook is told beside the request are values with names, as in data: { who: \"${inputs.who}\" }."));
        }
    }

    private static void raisedBefore(Step step, Set<String> raised, String pointer, List<RecipeProblem> problems) {
        boolean isRaised = References.onlyIssueOf(step.with().path("issueId").asText())
                .filter(raised::contains)
                .isPresent();
        if (!isRaised) {
            problems.add(new RecipeProblem(
                    "recipe.request-not-ours",
                    pointer + "/issueId",
                    "The step waits for a request that an earlier step of this recipe raises, as in"
                            + " ${steps.another.issueId}."));
        }
    }

    private static void afterDays(Step step, String pointer, List<RecipeProblem> problems) {
        JsonNode days = step.with().path("afterDays");
        if (!days.isMissingNode() && !(days.isInt() && days.intValue() >= 0 && days.intValue() <= MOST_DAYS)) {
            problems.add(new RecipeProblem(
                    "recipe.days-malformed",
                    pointer + "/afterDays",
                    "The account is deleted a whole number of days after the date, at most " + MOST_DAYS + "."));
        }
    }

    private static void newGroup(Recipe recipe, Step step, String pointer, List<RecipeProblem> problems) {
        text(recipe, step, "name", pointer, problems);
        String owner = step.with().path("owner").asText();
        boolean isAccount = References.onlyInput(owner)
                .map(recipe.inputs()::get)
                .filter(input -> input.type() == InputType.ACCOUNT)
                .isPresent();
        if (step.with().has("owner") && !isAccount) {
            problems.add(new RecipeProblem(
                    "recipe.owner-not-an-account",
                    pointer + "/owner",
                    "The owner is an account that the request names, as in ${inputs.owner}."));
        }
    }
}
