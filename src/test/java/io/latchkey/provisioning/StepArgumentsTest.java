package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Match;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Ticket;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepArgumentsTest {

    @Test
    void takesAnAccountAndItsGroups() {
        assertThat(problems(account(), groups("${steps.account.userId}"))).isEmpty();
    }

    @Test
    void refusesAnAccountWithoutAName() {
        ObjectNode without = arguments();
        without.remove("lastName");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, without, null)))
                .containsExactly("recipe.argument-missing /steps/0/with/lastName");
    }

    @Test
    void refusesAnAccountMadeOfWhatMayBeMissingOrIsNoText() {
        ObjectNode optional = arguments().put("firstName", "${inputs.nick}").put("lastName", "${inputs.agreed}");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, optional, null)))
                .containsExactly(
                        "recipe.argument-not-a-text /steps/0/with/firstName",
                        "recipe.argument-not-a-text /steps/0/with/lastName");
    }

    @Test
    void refusesGroupsForAnAccountThatTheRequestNames() {
        assertThat(problems(account(), groups("${inputs.email}")))
                .containsExactly("recipe.account-not-ours /steps/1/with/user");
        assertThat(problems(groups("admin@example.com"))).containsExactly("recipe.account-not-ours /steps/0/with/user");
        assertThat(problems(groups("${steps.account.userId}"), account()))
                .containsExactly("recipe.account-not-ours /steps/0/with/user");
    }

    /** Whoever and whatever they are about would be taken from the request as it is typed. */
    @Test
    void refusesStepsThatNobodyHasDescribedForRecipes() {
        assertThat(problems(step("okta.no-such-step", "${inputs.email}")))
                .containsExactly("recipe.step-not-available /steps/0/uses");
        assertThat(problems(step("grants.give", "${inputs.email}")))
                .containsExactly("recipe.step-not-available /steps/0/uses");
    }

    @Test
    void wantsApplicationsByNameOrByAChoice() {
        Step assign = step("okta.assign-app", "${inputs.who}");

        assertThat(problems(assign)).containsExactly("recipe.argument-missing /steps/0/with/app");
        assertThat(problems(with(assign, "app", "Wiki"))).isEmpty();
        assertThat(problems(with(assign, "app", "${inputs.email}")))
                .containsExactly("recipe.name-not-chosen /steps/0/with/app");
        assertThat(problems(with(
                        with(
                                new Step("a", "okta.assign-app-to-group", JsonNodeFactory.instance.objectNode(), null),
                                "app",
                                "Wiki"),
                        "group",
                        "Sales")))
                .isEmpty();
    }

    private static Step with(Step step, String name, String value) {
        return new Step(step.id(), step.uses(), step.with().put(name, value), null);
    }

    /** What an application is told can be what somebody may do there. */
    @Test
    void letsNobodyTypeWhatAnApplicationIsTold() {
        Step assign = with(step("okta.assign-app", "${inputs.who}"), "app", "Wiki");

        assertThat(problems(profile(assign, "role", "reader"))).isEmpty();
        assertThat(problems(profile(assign, "owner", "${inputs.who}"))).isEmpty();
        assertThat(problems(profile(assign, "role", "${inputs.nick}")))
                .containsExactly("recipe.profile-not-chosen /steps/0/with/profile/role");
        assertThat(problems(with(assign, "profile", "role=reader")))
                .containsExactly("recipe.argument-not-an-object /steps/0/with/profile");
    }

    private static Step profile(Step step, String name, String value) {
        ObjectNode arguments = step.with();
        arguments.putObject("profile").put(name, value);
        return new Step(step.id(), step.uses(), arguments, null);
    }

    /** A plan of nothing cannot be carried out, and nobody would be told. */
    @Test
    void wantsOneStepThatIsDoneWhateverIsChosen() {
        Step maybe = new Step(
                "access",
                StepKinds.ENSURE_GROUPS,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("user", "${inputs.who}")
                        .set("groups", JsonNodeFactory.instance.arrayNode().add("${inputs.maybeTeam}")),
                null);

        assertThat(problems(maybe)).containsExactly("recipe.nothing-certain /steps/0");
        assertThat(problems(maybe, step("okta.unlock-user", "${inputs.who}"))).isEmpty();
    }

    /** Nobody would have chosen it. */
    @Test
    void letsNoNameThatWasTypedBecomeWhatAnApplicationIsTold() {
        Step assign = with(step("okta.assign-app", "${inputs.who}"), "app", "Wiki");

        assertThat(problems(profile(assign, "id", "${steps.account.userId}"))).isEmpty();
        assertThat(problems(profile(assign, "role", "${steps.team.name}")))
                .containsExactly("recipe.profile-not-chosen /steps/0/with/profile/role");
    }

    @Test
    void letsTheRecipeAloneSayThatAnAccountWaits() {
        assertThat(problems(
                        new Step("account", StepKinds.CREATE_USER, arguments().put("staged", true), null)))
                .isEmpty();
        assertThat(problems(new Step(
                        "account", StepKinds.CREATE_USER, arguments().put("staged", "${inputs.agreed}"), null)))
                .containsExactly("recipe.staged-not-fixed /steps/0/with/staged");
    }

    @Test
    void takesAnAccountThatTheRequestNamesAsSuch() {
        assertThat(problems(groups("${inputs.who}"), step("okta.suspend-user", "${inputs.who}")))
                .isEmpty();
        assertThat(problems(step("okta.suspend-user", "${inputs.maybe}")))
                .containsExactly("recipe.account-not-ours /steps/0/with/user");
        assertThat(problems(step("okta.suspend-user", "00u1")))
                .containsExactly("recipe.account-not-ours /steps/0/with/user");
    }

    @Test
    void refusesAnArgumentThatNobodyReads() {
        Step step = step("okta.suspend-user", "${inputs.who}");
        ObjectNode with = step.with().put("reason", "x");

        assertThat(problems(new Step("it", step.uses(), with, null)))
                .containsExactly("recipe.argument-unknown /steps/0/with/reason");
        assertThat(problems(new Step("it", StepKinds.CREATE_USER, arguments().put("user", "${inputs.who}"), null)))
                .containsExactly("recipe.argument-unknown /steps/0/with/user");
    }

    @Test
    void refusesAStepOfWhichNobodyLooksAtWhatItIsGiven() {
        assertThat(problems(step("jira.keep-comment", "x"))).containsExactly("recipe.step-not-available /steps/0/uses");
        assertThat(problems(step("grants.revoke", "x"))).containsExactly("recipe.step-not-available /steps/0/uses");
    }

    /** Its password is delivered once, by the comment that the planner chooses. */
    @Test
    void refusesACommentThatNamesItsOwnCredential() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("text", "x");
        with.putObject("credential").put("step", "account");

        assertThat(problems(new Step("it", StepKinds.COMMENT, with, null)))
                .containsExactly("recipe.argument-unknown /steps/0/with/credential");
    }

    @Test
    void raisesTheRequestThatTheRecipeNamesAndWaitsForThatOne() {
        ObjectNode raise =
                JsonNodeFactory.instance.objectNode().put("serviceDeskId", "1").put("requestTypeId", "26");
        raise.putObject("fields").put("summary", "For ${inputs.nick}");
        Step raised = new Step("another", StepKinds.RAISE_REQUEST, raise, null);
        ObjectNode wait = JsonNodeFactory.instance.objectNode().put("issueId", "${steps.another.issueId}");
        Step waits = new Step("wait", StepKinds.WAIT_FOR_REQUEST, wait, null);

        assertThat(problems(raised, waits)).isEmpty();
        assertThat(problems(waits, raised)).containsExactly("recipe.request-not-ours /steps/0/with/issueId");
        assertThat(problems(new Step(
                        "another",
                        StepKinds.RAISE_REQUEST,
                        raise.deepCopy().put("onBehalfOf", "${inputs.nick}"),
                        null)))
                .containsExactly("recipe.request-not-fixed /steps/0/with/onBehalfOf");
    }

    @Test
    void refusesAGroupThatARequestTypes() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("user", "${inputs.who}");
        with.putArray("groups").add("${inputs.nick}").add("${inputs.team}").add("Team ${inputs.team}");

        assertThat(problems(new Step("it", StepKinds.ENSURE_GROUPS, with, null)))
                .containsExactly(
                        "recipe.group-not-chosen /steps/0/with/groups/0",
                        "recipe.group-not-chosen /steps/0/with/groups/2");
    }

    @Test
    void waitsForADateOfTheRequest() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("date", "${inputs.start}");

        assertThat(problems(new Step("it", StepKinds.WAIT_UNTIL, with, null))).isEmpty();
        assertThat(problems(new Step("it", StepKinds.WAIT_UNTIL, with.deepCopy().put("time", "25:00"), null)))
                .containsExactly("recipe.time-malformed /steps/0/with/time");
        assertThat(problems(new Step("it", StepKinds.WAIT_UNTIL, with.deepCopy().put("date", "${inputs.nick}"), null)))
                .containsExactly("recipe.date-not-an-input /steps/0/with/date");
    }

    @Test
    void resetsAPasswordInAWayThatReachesSomebody() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("user", "${inputs.who}");
        Step temporary =
                new Step("it", StepKinds.RESET_PASSWORD, with.deepCopy().put("method", "temporary"), null);

        assertThat(problems(
                        new Step("it", StepKinds.RESET_PASSWORD, with.deepCopy().put("method", "link"), null)))
                .isEmpty();
        assertThat(problems(temporary)).containsExactly("recipe.password-reaches-nobody /steps/0/with/method");
        assertThat(delivered(temporary)).containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(delivered(temporary, comment("Here.", null))).isEmpty();
    }

    private static Step step(String kind, String user) {
        return new Step("it", kind, JsonNodeFactory.instance.objectNode().put("user", user), null);
    }

    @Test
    void deliversAPasswordThroughAPublicCommentOfOneAccount() {
        assertThat(delivered(account(), comment("Welcome.", null))).isEmpty();
        assertThat(delivered(account(), comment("Welcome.", BooleanNode.FALSE))).isEmpty();
    }

    @Test
    void refusesAPasswordThatReachesNobody() {
        assertThat(delivered(account())).containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(delivered(comment("Soon.", null), account()))
                .containsExactly("recipe.delivery-without-comment /steps/1");
        assertThat(delivered(account(), comment("Welcome.", BooleanNode.TRUE)))
                .containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(delivered(account(), comment("Welcome.", TextNode.valueOf("${inputs.agreed}"))))
                .containsExactly(
                        "recipe.internal-not-fixed /steps/1/with/internal", "recipe.delivery-without-comment /steps/0");
    }

    @Test
    void handsOverTheLinkOfOneStepWithoutAMailBesideIt() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("user", "${inputs.who}");
        Step activate = new Step("it", StepKinds.ACTIVATE_USER, with.deepCopy(), null);
        Step mailed = new Step("it", StepKinds.ACTIVATE_USER, with.deepCopy().put("sendEmail", true), null);
        Step temporary =
                new Step("it", StepKinds.RESET_PASSWORD, with.deepCopy().put("method", "temporary"), null);
        Step comment = comment("Here.", null);

        assertThat(problems(recipe(DeliveryMethod.ACTIVATION_LINK, null, activate, comment)))
                .isEmpty();
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION_LINK, null, account(), comment)))
                .isEmpty();
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION_LINK, null, activate)))
                .containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION_LINK, null, mailed, comment)))
                .containsExactly("recipe.link-mailed-too /steps/0/with/sendEmail");
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION_LINK, null, temporary, comment)))
                .contains("recipe.password-reaches-nobody /steps/0/with/method");
        assertThat(problems(recipe(DeliveryMethod.REVEAL, null, temporary, comment)))
                .isEmpty();
        assertThat(problems(recipe(DeliveryMethod.REVEAL, null, activate, comment)))
                .containsExactly("recipe.delivery-of-one-account /delivery/method");
    }

    @Test
    void refusesTwoPasswordsOrNoneForOneComment() {
        assertThat(delivered(account(), comment("Welcome.", null), account()))
                .containsExactly("recipe.delivery-of-one-account /steps/2");
        assertThat(delivered(account(), account(), comment("Welcome.", null)))
                .containsExactly("recipe.delivery-of-one-account /steps/1");
        assertThat(delivered(comment("Welcome.", null)))
                .containsExactly("recipe.delivery-of-one-account /delivery/method");
    }

    @Test
    void refusesAProfileThatNamesTheAccountAnew() {
        ObjectNode arguments = arguments();
        arguments
                .putObject("profile")
                .put("department", "Sales")
                .put("Login", "other@example.com")
                .put("secondEMAIL", "other@example.com");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, arguments, null)))
                .containsExactly(
                        "recipe.profile-of-the-account /steps/0/with/profile/Login",
                        "recipe.profile-of-the-account /steps/0/with/profile/secondEMAIL");
    }

    @Test
    void refusesACommentWithoutText() {
        assertThat(problems(account(), comment(null, null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
        assertThat(problems(account(), comment(" ", null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
        assertThat(problems(account(), comment("${inputs.nick}", null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
    }

    @Test
    void takesTheTextOfTheRecipeOnceItsReferencesAreThere() {
        Ticket ticket = new Ticket("Ready: ${steps.account.login}", null, null);

        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, account(), comment("${inputs.nick}", null))))
                .isEmpty();
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, comment(null, null), account())))
                .containsExactly("recipe.reference-unknown /ticket/comment");
    }

    /** A step that a request may leave out leaves nothing that another one could say. */
    @Test
    void refersToNothingThatMayBeLeftOut() {
        ObjectNode chosen = JsonNodeFactory.instance.objectNode().put("user", "${inputs.who}");
        chosen.putArray("groups").add("${inputs.maybeTeam}");
        Step maybe = new Step("access", StepKinds.ENSURE_GROUPS, chosen, null);
        chosen.putArray("groups").add("${inputs.team}");
        Step always = new Step("access", StepKinds.ENSURE_GROUPS, chosen, null);
        Step comment = comment("Given: ${steps.access.groups}", null);
        Step silent = comment(null, null);
        Ticket ticket = new Ticket("Given: ${steps.access.groups}", null, null);

        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, null, maybe, comment)))
                .containsExactly("recipe.reference-uncertain /steps/1/with");
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, maybe, silent)))
                .containsExactly("recipe.reference-uncertain /ticket/comment");
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, always, comment)))
                .isEmpty();
    }

    /** What is checked of ends and of who is given a credential is part of it. */
    @Test
    void checksEndsAndWhoIsGivenACredential() {
        Recipe plain = recipe(DeliveryMethod.ACTIVATION, null, account());
        Recipe wrong = new Recipe(
                plain.key(),
                plain.title(),
                plain.match(),
                plain.inputs(),
                null,
                "main",
                List.of(account(), comment("Welcome.", null)),
                new Delivery(DeliveryMethod.REVEAL, "${inputs.nick}"),
                null,
                new Recipe.Term(7, null),
                List.of(),
                null,
                null,
                "UTC");

        assertThat(problems(wrong))
                .anyMatch(problem -> problem.startsWith("recipe.end-of-nothing"))
                .anyMatch(problem -> problem.endsWith("/delivery/recipient"));
    }

    @Test
    void callsTheWebhookThatTheRecipeNames() {
        ObjectNode with = JsonNodeFactory.instance.objectNode().put("webhook", "security-alerts");
        with.putObject("data").put("who", "${inputs.who}");

        assertThat(problems(new Step("it", StepKinds.CALL_WEBHOOK, with, null))).isEmpty();
        assertThat(problems(
                        new Step("it", StepKinds.CALL_WEBHOOK, with.deepCopy().put("webhook", "${inputs.nick}"), null)))
                .containsExactly("recipe.webhook-not-fixed /steps/0/with/webhook");
        assertThat(problems(
                        new Step("it", StepKinds.CALL_WEBHOOK, with.deepCopy().put("data", "${inputs.nick}"), null)))
                .containsExactly("recipe.data-not-an-object /steps/0/with/data");
        assertThat(problems(new Step(
                        "it", StepKinds.CALL_WEBHOOK, with.deepCopy().put("url", "https://evil.example"), null)))
                .containsExactly("recipe.argument-unknown /steps/0/with/url");
        with.remove("webhook");
        assertThat(problems(new Step("it", StepKinds.CALL_WEBHOOK, with, null)))
                .containsExactly("recipe.argument-missing /steps/0/with/webhook");
    }

    private static List<String> problems(Step... steps) {
        return problems(recipe(DeliveryMethod.ACTIVATION, null, steps));
    }

    private static List<String> delivered(Step... steps) {
        return problems(recipe(DeliveryMethod.COMMENT, null, steps));
    }

    private static List<String> problems(Recipe recipe) {
        List<RecipeProblem> problems = new ArrayList<>();
        StepArguments.check(recipe, problems);
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.pointer())
                .toList();
    }

    private static Step comment(@Nullable String text, @Nullable JsonNode internal) {
        ObjectNode with = JsonNodeFactory.instance.objectNode();
        if (text != null) {
            with.put("text", text);
        }
        if (internal != null) {
            with.set("internal", internal);
        }
        return new Step("comment", StepKinds.COMMENT, with, null);
    }

    private static Step account() {
        return new Step("account", StepKinds.CREATE_USER, arguments(), null);
    }

    private static Step groups(String user) {
        return new Step(
                "groups",
                StepKinds.ENSURE_GROUPS,
                JsonNodeFactory.instance.objectNode().put("user", user),
                null);
    }

    private static ObjectNode arguments() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("firstName", "${inputs.email}")
                .put("lastName", "Person")
                .put("email", "${inputs.email}")
                .put("login", "${inputs.email}");
    }

    private static Recipe recipe(DeliveryMethod method, @Nullable Ticket ticket, Step... steps) {
        return new Recipe(
                "key",
                "Title",
                new Match("1", List.of("25")),
                Map.of(
                        "email", new Input(new Source.Field("a"), InputType.EMAIL, true, null, null),
                        "nick", new Input(new Source.Field("b"), InputType.TEXT, false, null, null),
                        "agreed", new Input(new Source.Field("c"), InputType.BOOLEAN, true, null, null),
                        "who", new Input(new Source.Field("d"), InputType.ACCOUNT, true, null, null),
                        "maybe", new Input(new Source.Field("d"), InputType.ACCOUNT, false, null, null),
                        "start", new Input(new Source.Field("e"), InputType.DATE, true, null, null),
                        "maybeTeam",
                                new Input(
                                        new Source.Field("g"),
                                        InputType.OPTION,
                                        false,
                                        null,
                                        null,
                                        Map.of("Developers", "Engineering")),
                        "team",
                                new Input(
                                        new Source.Field("f"),
                                        InputType.OPTION,
                                        true,
                                        null,
                                        null,
                                        Map.of("Developers", "Engineering"))),
                null,
                "main",
                List.of(steps),
                new Delivery(method, null),
                ticket,
                null,
                List.of(),
                null,
                null,
                "UTC");
    }
}
