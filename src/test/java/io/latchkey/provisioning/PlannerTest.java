package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.StepKind;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<StepKind> KINDS = List.of(
            new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
            new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
            new StepKind(StepKinds.COMMENT, Set.of()),
            new StepKind("jira.delete-comment", Set.of()),
            new StepKind(StepKinds.RESET_PASSWORD, Set.of("userId", "login", "madeAt")),
            new StepKind(StepKinds.WAIT_FOR_REQUEST, Set.of()),
            new StepKind(StepKinds.CALL_WEBHOOK, Set.of("status")),
            new StepKind(StepKinds.TRANSITION, Set.of()));

    @Test
    void resolvesInputsGroupsAndTransition() throws IOException {
        Plan plan = plan("comment", inputs("Nora"));

        JsonNode account = input(plan, 0);
        assertThat(account.path("login").asText()).isEqualTo("nora@example.com");
        assertThat(account.path("firstName").asText()).isEqualTo("Nora");
        assertThat(account.path("groupIds")).hasToString("[\"00gAll\",\"00gEng\"]");
        assertThat(account.path("connection").asText()).isEqualTo("main");
        assertThat(account.path("delivery").asText()).isEqualTo("comment");
        assertThat(account.has("groups")).isFalse();
        assertThat(input(plan, 3).path("transitionId").asText()).isEqualTo("31");
        assertThat(input(plan, 3).path("statusId").asText()).isEqualTo("10003");
    }

    @Test
    void leavesOutWhatIsOptionalAndAbsent() throws IOException {
        JsonNode account = input(plan("comment", inputs("Nora")), 0);

        assertThat(account.has("secondEmail")).isFalse();
        assertThat(account.path("profile").has("department")).isFalse();
    }

    @Test
    void givesTheSameBytesForTheSameInput() throws IOException {
        assertThat(plan("comment", inputs("Nora")).toJson())
                .isEqualTo(plan("comment", inputs("Nora")).toJson());
        assertThat(plan("comment", inputs("Nora")).toJson())
                .isNotEqualTo(plan("comment", inputs("Dora")).toJson());
    }

    /** Whoever holds the hash and guesses the person must not be able to tell that the guess is right. */
    @Test
    void isSaltedSoThatItsHashConfirmsNothing() throws IOException {
        Plan plan = plan("comment", inputs("Nora"));
        Plan salted = plan.salted(new SecureRandom());

        assertThat(salted.toJson().sha256Hex())
                .isNotEqualTo(plan.toJson().sha256Hex())
                .isNotEqualTo(plan.salted(new SecureRandom()).toJson().sha256Hex());
        assertThat(salted.steps()).isEqualTo(plan.steps());
        assertThat(salted.basis().path("issueId")).isEqualTo(plan.basis().path("issueId"));
        assertThat(Plan.of(salted.toJson()).toJson()).isEqualTo(salted.toJson());
    }

    @Test
    void writesTheCredentialOnTheTicketOnlyWhenTheRecipeDeliversSo() throws IOException {
        assertThat(input(plan("comment", inputs("Nora")), 2)
                        .path("credential")
                        .path("step")
                        .asText())
                .isEqualTo("account");
        assertThat(input(plan("activation", inputs("Nora")), 2).has("credential"))
                .isFalse();
        assertThat(input(plan("activation", inputs("Nora")), 0).path("delivery").asText())
                .isEqualTo("activation");
    }

    @Test
    void offersALinkRightBeforeTheCommentThatTellsSo() throws IOException {
        Plan plan = plan("activationLink", inputs("Nora"));

        assertThat(plan.steps())
                .extracting(step -> step.key() + " " + step.kind())
                .containsExactly(
                        "account okta.create-user",
                        "memberships okta.ensure-groups",
                        "account-link okta.activate-user",
                        "account-handover handover.offer",
                        "comment jira.comment",
                        "close jira.transition");
        assertThat(input(plan, 0).path("delivery").asText()).isEqualTo("staged");
        assertThat(input(plan, 2).path("link").asBoolean()).isTrue();
        JsonNode offer = input(plan, 3);
        assertThat(offer.path("recipient").asText()).isEqualTo("mia");
        assertThat(offer.path("credential").asText()).isEqualTo("account-link");
        assertThat(offer.path("validFor").asText()).isEqualTo("PT72H");
        assertThat(offer.path("renewal").asText()).isEqualTo("ACTIVATION");
        assertThat(offer.path("kind").asText()).isEqualTo("activationLink");
        assertThat(offer.path("madeAt").path("$step").asText()).isEqualTo("account-link");
        assertThat(input(plan, 0).has("link")).isFalse();
        assertThat(input(plan, 4).path("text").toString()).contains("account-handover", "notice");
        assertThat(input(plan, 4).has("credential")).isFalse();
    }

    @Test
    void offersAPasswordThatTheAccountWasMadeWith() throws IOException {
        Plan plan = plan(
                version(document -> document.putObject("delivery")
                        .put("method", "reveal")
                        .putObject("validFor")
                        .put("hours", 5)),
                inputs("Nora"));

        assertThat(plan.steps())
                .extracting(step -> step.key())
                .containsExactly("account", "memberships", "account-handover", "comment", "close");
        assertThat(input(plan, 0).path("delivery").asText()).isEqualTo("reveal");
        assertThat(input(plan, 2).path("credential").asText()).isEqualTo("account");
        assertThat(input(plan, 2).path("validFor").asText()).isEqualTo("PT5H");
        assertThat(input(plan, 2).path("renewal").asText()).isEqualTo("TEMPORARY_PASSWORD");
        assertThat(input(plan, 2).path("kind").asText()).isEqualTo("password");
        assertThat(input(plan, 2).has("madeAt")).isFalse();
    }

    /** Whatever the recipe wishes: longer than it works nothing is offered, and no mail goes beside it. */
    @Test
    void offersALinkForNoLongerThanItLasts() throws IOException {
        RecipeVersion version = version(document -> {
            document.putObject("delivery")
                    .put("method", "activationLink")
                    .putObject("validFor")
                    .put("days", 5);
            ((ObjectNode) document.at("/steps/0"))
                    .put("uses", StepKinds.RESET_PASSWORD)
                    .putObject("with")
                    .put("user", "${inputs.email}")
                    .put("method", "link")
                    .put("sendEmail", true);
            ((ArrayNode) document.path("steps")).remove(1);
        });

        Plan plan = plan(version, inputs("Nora"));

        assertThat(input(plan, 0).path("link").asBoolean()).isTrue();
        assertThat(input(plan, 0).has("sendEmail")).isFalse();
        assertThat(input(plan, 1).path("validFor").asText()).isEqualTo("PT1H");
        assertThat(input(plan, 1).path("renewal").asText()).isEqualTo("RESET");
    }

    /** Consent is asked with what the plan says of it, however the recipe reads by then. */
    @Test
    void saysWhoseApprovalsCountAndWhatAWithdrawalMeans() throws IOException {
        RecipeVersion version = version(document -> {
            document.putObject("approval").putArray("steps").add("Manager");
            document.putObject("duration").put("days", 7).put("whenWithdrawn", "revoke");
            ((ObjectNode) document.at("/steps/0/with")).remove("groups");
        });

        JsonNode basis = plan(version, inputs("Nora")).basis();

        assertThat(basis.path("approvalSteps")).hasToString("[\"Manager\"]");
        assertThat(basis.path(Planner.REVOKE).asBoolean()).isTrue();
        JsonNode usual = plan("comment", inputs("Nora")).basis();
        assertThat(usual.has("approvalSteps")).isFalse();
        assertThat(usual.has(Planner.REVOKE)).isFalse();
        assertThat(usual.has(Back.NAME)).isFalse();
    }

    @Test
    void knowsTheWayBackToTheApproval() throws IOException {
        RecipeVersion saved = version(document -> {});
        ObjectNode resolved = (ObjectNode) saved.resolved().tree();
        resolved.putObject(Back.NAME).put("transitionId", "41").put("statusId", "10001");
        RecipeVersion version = Requests.version(saved.recipe(), resolved);

        Plan plan = plan(version, inputs("Nora"));
        Plan note = Planner.note("10042", "It waits.", Back.of(version));

        assertThat(plan.basis().path(Back.NAME).path("transitionId").asText()).isEqualTo("41");
        assertThat(note.steps())
                .extracting(step -> step.key() + " " + step.kind())
                .containsExactly("note jira.comment", "back jira.transition");
        assertThat(input(note, 1))
                .hasToString("{\"issueId\":\"10042\",\"statusId\":\"10001\",\"transitionId\":\"41\"}");
        assertThat(Planner.note("10042", "It waits.", Optional.empty()).steps()).hasSize(1);
    }

    @Test
    void tellsPeopleInTheirLanguageAndZone() throws IOException {
        RecipeVersion version = version(document -> {
            document.withObject("/ticket").put("locale", "de");
            document.put("zone", "Europe/Berlin");
            document.putObject("duration").put("days", 7);
            ((ObjectNode) document.at("/steps/0/with")).remove("groups");
        });
        RecipeVersion handed = version(document -> {
            document.withObject("/ticket").put("locale", "de");
            document.put("zone", "Europe/Berlin");
            document.putObject("delivery").put("method", "reveal");
        });

        for (JsonNode told : List.of(input(plan(version, inputs("Nora")), 1), input(plan(handed, inputs("Nora")), 2))) {
            assertThat(told.path("locale").asText()).isEqualTo("de");
            assertThat(told.path("zone").asText()).isEqualTo("Europe/Berlin");
        }
        assertThat(input(plan(version, inputs("Nora")), 2).path("locale").asText())
                .isEqualTo("de");
        JsonNode usual = input(plan("reveal", inputs("Nora")), 2);
        assertThat(usual.has("locale")).isFalse();
        assertThat(usual.has("zone")).isFalse();
    }

    /** Guardrails and previews look at each group that a plan touches. */
    @Test
    void namesTheGroupThatGetsAnApplication() {
        var step = new PlannedStep(
                "app", "okta.assign-app-to-group", JSON.createObjectNode().put(StepShape.GROUP_ID, "00gSales"));

        assertThat(Planner.groupIds(List.of(step))).containsExactly("00gSales");
    }

    @Test
    void saysHowLongAPasswordStaysInItsComment() throws IOException {
        assertThat(input(plan("comment", inputs("Nora")), 2)
                        .path("credential")
                        .path("removeAfter")
                        .asText())
                .isEqualTo("PT24H");
    }

    @Test
    void givesACommentWithoutTextTheTextOfTheRecipe() throws IOException {
        RecipeVersion version = version(document -> {
            ((ObjectNode) document.at("/steps/2/with")).remove("text");
            document.withObject("/ticket").put("comment", "Hello ${inputs.firstName}: ${steps.account.login}");
        });

        JsonNode comment = input(plan(version, inputs("Nora")), 2).path("text").path("$text");

        assertThat(comment.path(0).asText()).isEqualTo("Hello Nora: ");
        assertThat(comment.path(1).path("output").asText()).isEqualTo("login");
    }

    /** What a person typed stays what it is, even when it looks like a reference or like a deferred value. */
    @Test
    void neverTakesTypedTextForAReference() throws IOException {
        String typed = "${steps.account.userId} ${inputs.email} {\"$step\":\"account\",\"output\":\"userId\"}";

        JsonNode comment = input(plan("comment", inputs(typed)), 2).path("text").path("$text");

        assertThat(comment).isNotEmpty();
        assertThat(comment.path(0)).hasToString("\"The account \"");
        assertThat(comment.path(1).path("output").asText()).isEqualTo("login");
        assertThat(comment.path(2).asText()).isEqualTo(" for " + typed + " Newcomer is ready.");
    }

    @Test
    void isAboutTheAccountThatWasFoundForWhomTheRequestNames() throws IOException {
        RecipeVersion version = version(document -> {
            document.withObject("/inputs/who")
                    .put("type", "account")
                    .putObject("source")
                    .put("field", "customfield_10107");
            ((ObjectNode) document.at("/steps/1/with")).put("user", "${inputs.who}");
            ((ObjectNode) document.at("/steps/2/with")).put("text", "Done for ${inputs.who}.");
        });
        Map<String, JsonNode> inputs = inputs("Nora");
        inputs.put("who", TargetAccount.found(TargetAccount.of("jira-1"), "00uPaul", "paul@example.com"));

        Plan plan = plan(version, inputs);

        assertThat(input(plan, 1).path("user").asText()).isEqualTo("00uPaul");
        assertThat(input(plan, 2).path("text").asText()).isEqualTo("Done for paul@example.com.");
        assertThat(plan.basis().at("/accounts/who/okta/id").asText()).isEqualTo("00uPaul");
        assertThat(TargetAccount.pinned(Map.of("who", TargetAccount.of("jira-1")), plan.basis()))
                .containsEntry("who", inputs.get("who"));
        assertThat(TargetAccount.pinned(Map.of("who", TargetAccount.of("jira-2")), plan.basis()))
                .containsEntry("who", TargetAccount.of("jira-2"));
    }

    @Test
    void givesTheGroupThatAChoiceStandsFor() throws IOException {
        RecipeVersion version = version(document -> {
            ObjectNode input = document.withObject("/inputs/team").put("type", "option");
            input.putObject("source").put("field", "customfield_10104");
            input.putObject("choices").put("Developers", "Engineering").put("Everybody", "All employees");
            ((ObjectNode) document.at("/steps/1/with")).putArray("groups").add("${inputs.team}");
        });
        Map<String, JsonNode> inputs = inputs("Nora");
        inputs.put("team", TextNode.valueOf("Developers"));

        assertThat(input(plan(version, inputs), 1).path("groupIds")).hasToString("[\"00gEng\"]");
        assertThat(Planner.groupIds(plan(version, inputs).steps())).contains("00gEng");
    }

    /** A request must not lead a step to another one. */
    @Test
    void writesOnTheRequestThatWasApprovedAndOnNoOther() throws IOException {
        RecipeVersion version = version(document -> ((ObjectNode) document.at("/steps/2"))
                .put("uses", "jira.delete-comment")
                .set(
                        "with",
                        JSON.createObjectNode()
                                .put("issueId", "${inputs.firstName}")
                                .put("commentId", "7")));

        Plan plan = plan(version, inputs("10666"));

        assertThat(input(plan, 2).path("issueId").asText())
                .isEqualTo(Requests.with(Map.of()).issueId());
    }

    @Test
    void waitsForTheRequestThatItRaised() throws IOException {
        RecipeVersion version = version(document -> ((ObjectNode) document.at("/steps/2"))
                .put("uses", StepKinds.WAIT_FOR_REQUEST)
                .set("with", JSON.createObjectNode().put("issueId", "${steps.account.login}")));

        assertThat(input(plan(version, inputs("Nora")), 2)
                        .path("issueId")
                        .path("output")
                        .asText())
                .isEqualTo("login");
    }

    @Test
    void knowsWhoApprovedWhereTheRecipeAsks() throws IOException {
        RecipeVersion version = version(document -> {
            ObjectNode input = document.withObject("/inputs/boss").put("type", "people");
            input.putObject("source").put("approver", "accountId");
            ((ObjectNode) document.at("/steps/2/with")).put("text", "Approved by ${inputs.boss}.");
        });
        InputReading read = InputReading.of(
                version,
                Requests.with(Map.of(
                        "customfield_10101", TextNode.valueOf("Nora"),
                        "customfield_10102", TextNode.valueOf("Newcomer"),
                        "customfield_10103", TextNode.valueOf("nora@example.com"))),
                List.of(),
                List.of("paul"));
        Plan plan = plan(version, read.values());

        assertThat(input(plan, 2).path("text").asText()).isEqualTo("Approved by paul.");
        assertThat(plan.basis().path(Planner.APPROVERS)).hasToString("[\"paul\"]");
        assertThat(plan("comment", inputs("Nora")).basis().has(Planner.APPROVERS))
                .isFalse();
    }

    @Test
    void givesGroupsTheirOwnEnds() throws IOException {
        RecipeVersion version = version(document -> {
            ((ObjectNode) document.at("/steps/1/with")).putArray("groups").add("Engineering");
            document.putArray("grants")
                    .addObject()
                    .put("group", "Engineering")
                    .putObject("duration")
                    .put("days", 7);
        });

        Plan plan = plan(version, inputs("Nora"));

        assertThat(plan.steps().get(1).kind()).isEqualTo(StepKinds.GIVE);
        assertThat(input(plan, 1).path("ends")).hasToString("{\"days\":7}");
    }

    /** Nothing would be given, and the run would stop there. */
    @Test
    void leavesOutAStepOfWhoseGroupsNoneIsChosen() throws IOException {
        RecipeVersion version = version(document -> {
            ObjectNode input =
                    document.withObject("/inputs/team").put("type", "option").put("required", false);
            input.putObject("source").put("field", "customfield_10104");
            input.putObject("choices").put("Developers", "Engineering");
            ((ObjectNode) document.at("/steps/1/with")).putArray("groups").add("${inputs.team}");
            document.putObject("duration").put("days", 7);
            ((ObjectNode) document.at("/steps/0/with")).remove("groups");
        });
        Map<String, JsonNode> chosen = inputs("Nora");
        chosen.put("team", TextNode.valueOf("Developers"));

        assertThat(plan(version, chosen).steps()).hasSize(4);
        assertThat(plan(version, inputs("Nora")).steps())
                .extracting(step -> step.kind())
                .containsExactly(StepKinds.CREATE_USER, StepKinds.COMMENT, StepKinds.TRANSITION);
    }

    /** A receiver is told of the request that was approved, whatever is typed there. */
    @Test
    void tellsAWebhookWhatItIsAbout() throws IOException {
        RecipeVersion version = version(document -> {
            ObjectNode with = ((ObjectNode) document.at("/steps/1"))
                    .put("uses", StepKinds.CALL_WEBHOOK)
                    .putObject("with")
                    .put("webhook", "security-alerts");
            with.putObject("data")
                    .put("name", "${inputs.firstName}")
                    .put("account", "${steps.account.userId}")
                    .putArray("accounts")
                    .add("${steps.account.userId}");
        });

        JsonNode told = input(plan(version, inputs("${inputs.email}")), 1);

        assertThat(told.path("webhook").asText()).isEqualTo("security-alerts");
        assertThat(told.path("request").path("id").asText())
                .isEqualTo(Requests.with(Map.of()).issueId());
        assertThat(told.path("recipe")).hasToString("{\"key\":\"onboard-employee\",\"version\":3}");
        assertThat(told.path("data").path("name").asText()).isEqualTo("${inputs.email}");
        assertThat(told.path("data").path("account").path("$step").asText()).isEqualTo("account");
        assertThat(told.at("/data/accounts/0/$step").asText()).isEqualTo("account");
        assertThat(told.has("connection")).isFalse();
    }

    @Test
    void makesAnAccountThatWaitsForItsActivation() throws IOException {
        RecipeVersion version = version(document -> {
            document.putObject("delivery").put("method", "activation");
            ((ObjectNode) document.at("/steps/0/with")).put("staged", true);
        });

        JsonNode account = input(plan(version, inputs("Nora")), 0);

        assertThat(account.path("delivery").asText()).isEqualTo("staged");
        assertThat(account.has("staged")).isFalse();
    }

    @Test
    void leavesOutAStepWhoseConditionDoesNotHold() throws IOException {
        RecipeVersion version = version(
                document -> ((ObjectNode) document.at("/steps/1")).put("when", "inputs.firstName.startsWith('D')"));

        assertThat(plan(version, inputs("Dora")).steps()).hasSize(4);
        assertThat(plan(version, inputs("Nora")).steps())
                .extracting(step -> step.kind())
                .containsExactly(StepKinds.CREATE_USER, StepKinds.COMMENT, StepKinds.TRANSITION);
    }

    private static JsonNode input(Plan plan, int step) {
        return plan.steps().get(step).input();
    }

    private static Map<String, JsonNode> inputs(String firstName) {
        Map<String, JsonNode> inputs = new LinkedHashMap<>();
        inputs.put("firstName", TextNode.valueOf(firstName));
        inputs.put("lastName", TextNode.valueOf("Newcomer"));
        inputs.put("email", TextNode.valueOf("nora@example.com"));
        return inputs;
    }

    private static Plan plan(String delivery, Map<String, JsonNode> inputs) throws IOException {
        return plan(version(document -> document.putObject("delivery").put("method", delivery)), inputs);
    }

    private static Plan plan(RecipeVersion version, Map<String, JsonNode> inputs) {
        ServiceRequest request = Requests.with(Map.of());
        return Planner.plan(version, request, new Outcome.Admitted(inputs, List.of("7"), List.of("paul")));
    }

    private static RecipeVersion version(Consumer<ObjectNode> change) throws IOException {
        try (InputStream example = PlannerTest.class.getResourceAsStream("/recipe/examples/onboard-employee.json")) {
            ObjectNode json = (ObjectNode) JSON.readTree(Objects.requireNonNull(example));
            change.accept(json);
            var document = (RecipeDocument) new RecipeReader().read(JSON.writeValueAsBytes(json), KINDS);
            JsonNode resolved = JSON.readTree("""
                    {"groups":{"All employees":"00gAll","Engineering":"00gEng"},
                     "transitions":{"close":{"transitionId":"31","statusId":"10003"}}}
                    """);
            return new RecipeVersion(
                    UUID.fromString("018f0000-0000-7000-8000-000000000001"),
                    3,
                    document.recipe(),
                    document.document(),
                    CanonicalJson.of(resolved),
                    "ada",
                    Requests.NINE);
        }
    }
}
