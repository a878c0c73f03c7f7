package io.latchkey;

import static io.latchkey.testing.RunningProduct.newestRun;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.Interference;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.tenant.Door;
import io.latchkey.testing.Effects;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughForge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nobody gets what was not approved, by somebody who may, as it is now. */
@UsuallyThroughForge
class ApprovalIntegrityIT {

    private static final String FIRST_NAME = "customfield_10101";
    private static final String WORK_EMAIL = "customfield_10103";
    private static final String APPROVERS = "customfield_10012";
    private static final String FORM = "7b0c1d2e-3f40-4152-8637-48596a7b8c9d";
    private static final String LEADS = "b6f2a1d4-0c11-4c58-9a58-6d2f5f8a1e01";

    private static final JsonMapper JSON = new JsonMapper();
    private static final RunningProduct PRODUCT = RunningProduct.setUp(RunningProduct.usually(Door.FORGE), Map.of());
    private static final Effects EFFECTS = new Effects(PRODUCT);

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.okta().server().faults().clear();
        PRODUCT.jira().server().interfere(Interference.NONE);
        PRODUCT.dropSignals(false);
        PRODUCT.setup().saveRecipe();
    }

    /** A status, a copy and another place are no approval. */
    @Nested
    class Around {

        /** The copy is raised by whoever copies it, in the status of approval, and forced past it. */
        @Test
        void aCopyOfAnApprovedRequest() {
            String original = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(original, "done");

            String copy =
                    sandbox("POST", original, "copy", Map.of()).path("key").asText();
            PRODUCT.jira().transition(copy, Cast.GUS, "61");

            ignored(copy, "approval.pending");
        }

        @Test
        void aRequestThatIsOpenedAgain() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.approved(nora);
            EFFECTS.awaitDone(key, nora);
            PRODUCT.pass(Duration.ofSeconds(70));

            PRODUCT.jira().transition(key, Cast.GUS, "41");

            awaitIgnored(key, "request.admitted-before");
            PRODUCT.awaitQuiet();
            assertThat(EFFECTS.accountsCreated(nora)).isEqualTo(1);
            assertThat(PRODUCT.jira().comments(key)).hasSize(1);
        }

        @Test
        void aRequestThatWasMovedAway() {
            Onboarding nora = RunningProduct.newcomer();
            String key = pending(nora);

            sandbox("POST", key, "move", Map.of("project", "OPS"));

            awaitIgnored(key, "request.without-recipe");
            nothingWasDone(nora);
        }

        /** Approved under the other project's eyes, and back. */
        @Test
        void aRequestThatWasMovedThereAndBack() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.approved(nora);
            String id = PRODUCT.jira().idOf(key);
            sandbox("POST", id, "move", Map.of("project", "OPS"));
            sandbox("POST", id, "move", Map.of("project", "ITH"));
            PRODUCT.releaseSignals();

            PRODUCT.awaitDecision(id, "held", "content.changed-after-approval");
            nothingWasDone(nora);
        }

        @Test
        void aRequestThatBecameAnotherType() {
            Onboarding nora = RunningProduct.newcomer();
            String key = pending(nora);
            sandbox("PUT", key, "type", Map.of("requestType", "26"));
            awaitIgnored(key, "request.without-recipe");

            PRODUCT.jira().approve(key, Cast.PAUL);
            sandbox("PUT", key, "type", Map.of("requestType", "25"));

            PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
            nothingWasDone(nora);
        }
    }

    @Nested
    class Content {

        /** The whole way: the difference is shown, the approval is asked for again, and the new content is done. */
        @Test
        void goesBackToItsApproval() {
            save(recipe -> recipe.withObject("/ticket").put("backToApproval", "Back to approval"));
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.approved(nora);
            PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Dora"));
            PRODUCT.releaseSignals();

            PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
            assertThat(PRODUCT.jira().status(key)).isEqualTo("Waiting for approval");
            assertOneInternalNote(key, "First name: “Nora” → “Dora”");
            assertThat(List.of(PRODUCT.trailRows(key)).toString()).doesNotContain("Dora");
            assertThat(PRODUCT.story(key).path("decisions").toString()).doesNotContain("Dora");
            nothingWasDone(nora);

            PRODUCT.jira().approve(key, Cast.PAUL);

            PRODUCT.awaitDecision(key, "admitted", "request.approved");
            EFFECTS.awaitDone(key, nora);
            assertThat(PRODUCT.okta()
                            .user(nora.workEmail())
                            .orElseThrow()
                            .at("/profile/firstName")
                            .asText())
                    .isEqualTo("Dora");
        }

        @Test
        void isBoundedAndEscapedInTheNote() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.approved(nora);
            PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Ev\u202el\n\nReason: " + "x".repeat(200)));
            PRODUCT.releaseSignals();

            PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
            assertOneInternalNote(key, "Ev[U+202E]l[U+000A][U+000A]Reason: xxx");
            assertThat(PRODUCT.jira().comments(key).get(0).toString()).doesNotContain("x".repeat(130));
        }

        /** The fields are read first: what they said then was never approved. */
        @Test
        void isReadAnewWhenItChangesWhileItIsRead() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Evil"));
            String read = "/rest/api/3/issue/" + PRODUCT.jira().idOf(key);
            AtomicBoolean changed = new AtomicBoolean();
            PRODUCT.jira().server().interfere(call -> {
                call.apply();
                if (call.path().equals(read) && !changed.getAndSet(true)) {
                    PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Nora"));
                    askAgain(key);
                    PRODUCT.jira().approve(key, Cast.PAUL);
                }
                return Interference.Ending.ANSWERED;
            });
            PRODUCT.releaseSignals();

            EFFECTS.awaitDone(key, nora);
            assertThat(PRODUCT.okta()
                            .user(nora.workEmail())
                            .orElseThrow()
                            .at("/profile/firstName")
                            .asText())
                    .isEqualTo("Nora");
        }

        /** As long as it changes whenever it is read, nothing is decided; then what it says at rest. */
        @Test
        void isNotDecidedAboutBeforeItRests() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.approved(nora);
            String read = "/rest/api/3/issue/" + PRODUCT.jira().idOf(key);
            AtomicInteger reads = new AtomicInteger();
            PRODUCT.jira().server().interfere(call -> {
                call.apply();
                if (call.path().equals(read) && reads.incrementAndGet() <= 4) {
                    PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Nora" + reads));
                }
                return Interference.Ending.ANSWERED;
            });
            PRODUCT.releaseSignals();

            RunningProduct.await().until(() -> reads.get() >= 5);
            held(key, nora, "content.changed-after-approval");
            assertOneInternalNote(key, "First name: “" + nora.firstName() + "” → “Nora4”");
        }

        /** Nobody's signal tells of it, and the admission is not fresh any more. */
        @Test
        void isLookedAtOnceMoreBeforeTheFirstEffect() {
            save(recipe -> recipe.withObject("/ticket").put("backToApproval", "Back to approval"));
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.okta()
                    .server()
                    .faults()
                    .order(Fault.answer("POST", "/api/v1/users", 1, 429, "{}")
                            .withHeader("X-Rate-Limit-Limit", "600")
                            .withHeader("X-Rate-Limit-Remaining", "0")
                            .withHeader(
                                    "X-Rate-Limit-Reset",
                                    String.valueOf(Instant.now().plusSeconds(7).getEpochSecond())));
            String key = PRODUCT.approved(nora);
            RunningProduct.await()
                    .until(() -> newestRun(PRODUCT.story(key))
                            .path("reasonCode")
                            .asText()
                            .equals("okta.rate-limited"));
            PRODUCT.dropSignals(true);
            PRODUCT.jira().edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Dora"));

            RunningProduct.await()
                    .until(() ->
                            PRODUCT.story(key).path("runs").toString().contains("content.changed-after-admission"));
            PRODUCT.awaitQuiet();
            assertThat(PRODUCT.jira().status(key)).isEqualTo("Waiting for approval");
            nothingWasDone(nora);
        }
    }

    @Nested
    class Forms {

        @Test
        void whatTheFormSaysIsDone() {
            save(ApprovalIntegrityIT::takeFirstNameFromTheForm);
            Onboarding nora = RunningProduct.newcomer();
            String key = withForm(nora, Map.of("first-name", "Nora", "personal-email", nora.personalEmail()), true);
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();

            PRODUCT.jira().approve(key, Cast.PAUL);

            EFFECTS.awaitDone(key, nora);
            assertThat(PRODUCT.okta()
                            .user(nora.workEmail())
                            .orElseThrow()
                            .at("/profile/secondEmail")
                            .asText())
                    .isEqualTo(nora.personalEmail());
            assertThat(PRODUCT.remoteCalls()).hasSize(12);
        }

        @Test
        void aFormThatIsOpen() {
            save(ApprovalIntegrityIT::takeFirstNameFromTheForm);
            Onboarding nora = RunningProduct.newcomer();

            String key = withForm(nora, Map.of("first-name", "Nora"), false);
            PRODUCT.jira().approve(key, Cast.PAUL);

            held(key, nora, "form.not-submitted");
        }

        @Test
        void aRequestWithoutItsForm() {
            save(ApprovalIntegrityIT::takeFirstNameFromTheForm);
            Onboarding nora = RunningProduct.newcomer();

            held(PRODUCT.approved(nora), nora, "form.missing");
        }

        @Test
        void aFormThatWasChangedAfterwards() {
            save(ApprovalIntegrityIT::takeFirstNameFromTheForm);
            Onboarding nora = RunningProduct.newcomer();
            String key = withForm(nora, Map.of("first-name", "Nora", "personal-email", "nora@home.example"), true);
            PRODUCT.pass(Duration.ofSeconds(5));
            String form = forms(key).path(0).path("id").asText();
            sandbox(
                    "PUT",
                    key,
                    "forms/" + form,
                    Map.of("answers", Map.of("personal-email", "mallory@home.example"), "submitted", true));
            PRODUCT.jira().approve(key, Cast.PAUL);

            held(key, nora, "form.changed-after-approval");
        }

        @Test
        void anAnswerThatDisagreesWithItsField() {
            save(ApprovalIntegrityIT::takeFirstNameFromTheForm);
            Onboarding nora = RunningProduct.newcomer();

            String key = withForm(nora, Map.of("first-name", "Mallory"), true);
            PRODUCT.jira().approve(key, Cast.PAUL);

            held(key, nora, "form.disagrees-with-field");
            assertOneInternalNote(key, "First name: “Mallory” → “Nora”");
        }

        private String withForm(Onboarding nora, Map<String, String> answers, boolean submitted) {
            String key = PRODUCT.jira().raise(nora);
            sandbox("POST", key, "forms", Map.of("answers", answers, "submitted", submitted));
            return key;
        }

        private JsonNode forms(String key) {
            return Http.at(PRODUCT.jira().uri())
                    .as(Cast.GUS.email(), Cast.PASSWORD)
                    .get("/gateway/api/jira/forms/cloud/" + PRODUCT.jira().cloudId() + "/issue/"
                            + PRODUCT.jira().idOf(key) + "/form");
        }
    }

    @Nested
    class Approvers {

        @Test
        void inAGroupOfTheRecipe() {
            save(recipe -> recipe.putObject("approval")
                    .putArray("approvers")
                    .addObject()
                    .put("group", LEADS));
            Onboarding nora = RunningProduct.newcomer();
            refused(PRODUCT.approved(nora), nora, "approval.approver-not-allowed");

            inGroups(Cast.PAUL, LEADS);
            try {
                Onboarding next = RunningProduct.newcomer();
                String key = pending(next);
                PRODUCT.forgetTraffic();
                PRODUCT.jira().approve(key, Cast.PAUL);
                EFFECTS.awaitDone(key, next);
                assertThat(PRODUCT.remoteCalls()).hasSize(11);
            } finally {
                inGroups(Cast.PAUL);
            }
        }

        /** An empty list of groups is no proof that somebody is in none. */
        @Test
        void whoseGroupsAreNotShown() {
            save(recipe -> recipe.putObject("approval")
                    .putArray("approvers")
                    .addObject()
                    .put("group", LEADS));
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.jira()
                    .server()
                    .faults()
                    .order(
                            Fault.answer(
                                    "GET",
                                    "/rest/api/3/user",
                                    100,
                                    200,
                                    "{\"accountId\":\"x\",\"accountType\":\"atlassian\",\"active\":true,\"groups\":{\"size\":0,\"items\":[]}}"));

            held(PRODUCT.approved(nora), nora, "approval.groups-not-shown");
        }

        @Test
        void namedByTheRecipe() {
            save(recipe -> recipe.putObject("approval")
                    .putArray("approvers")
                    .addObject()
                    .put("person", Cast.OLGA.accountId()));
            Onboarding nora = RunningProduct.newcomer();

            refused(PRODUCT.approved(nora), nora, "approval.approver-not-allowed");
        }

        @Test
        void tooFew() {
            save(recipe -> recipe.putObject("approval").put("quorum", 2));
            Onboarding nora = RunningProduct.newcomer();

            refused(PRODUCT.approved(nora), nora, "approval.quorum-not-met");
        }

        @Test
        void whoOnlyKnowThePortal() {
            Onboarding nora = RunningProduct.newcomer();
            refused(approvedBy(nora, Cast.CORA), nora, "approval.approver-is-customer");

            save(recipe -> recipe.putObject("approval").put("portalCustomers", true));
            Onboarding next = RunningProduct.newcomer();
            EFFECTS.awaitDone(approvedBy(next, Cast.CORA), next);
        }

        @Test
        void whoChoseThemselves() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira().edit(key, Cast.GUS, APPROVERS, people(Cast.GUS));
            PRODUCT.jira().approve(key, Cast.GUS);

            refused(key, nora, "approval.chose-themselves");
        }

        /** What is taken back afterwards was true while it was approved. */
        @Test
        void whoChoseThemselvesAndSteppedBackAfterwards() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira().edit(key, Cast.GUS, APPROVERS, people(Cast.GUS));
            PRODUCT.jira().approve(key, Cast.GUS);
            refused(key, nora, "approval.chose-themselves");
            PRODUCT.awaitQuiet();
            int looked = PRODUCT.remoteCalls("GET", "/rest/api/3/issue/[0-9]+/changelog")
                    .size();

            PRODUCT.jira().edit(key, Cast.GUS, APPROVERS, people(Cast.PAUL));

            RunningProduct.await()
                    .until(() -> PRODUCT.remoteCalls("GET", "/rest/api/3/issue/[0-9]+/changelog")
                                    .size()
                            > looked);
            PRODUCT.awaitQuiet();
            refused(key, nora, "approval.chose-themselves");
        }

        @Test
        void whoChoseGroupsThatMayApprove() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira()
                    .edit(
                            key,
                            Cast.PAUL,
                            SiteFields.APPROVER_GROUPS,
                            JSON.createArrayNode().add(JSON.createObjectNode().put("name", "Leads")));
            PRODUCT.jira().approve(key, Cast.PAUL);

            refused(key, nora, "approval.chose-themselves");
        }

        @Test
        void whoMadeSomebodyElseTheReporter() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira().edit(key, Cast.GUS, "reporter", people(Cast.PAUL).get(0));
            PRODUCT.jira().edit(key, Cast.GUS, "reporter", people(Cast.OLGA).get(0));
            askAgain(key);
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.releaseSignals();

            refused(key, nora, "approval.changed-reporter");
        }

        @Test
        void whomSomebodyElseChose() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.jira().edit(key, Cast.GUS, APPROVERS, people(Cast.OLGA));
            PRODUCT.jira().approve(key, Cast.OLGA);

            EFFECTS.awaitDone(key, nora);
        }

        @Test
        void withAnAccountInOkta() {
            save(recipe -> recipe.putObject("approval").put("mappedToOkta", true));
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.approved(nora);
            held(key, nora, "approval.approver-not-mapped");

            String paul = "/api/okta-connections/main/approver-accounts/" + Cast.PAUL.accountId();
            assertThat(PRODUCT.administrator()
                            .send("PUT", paul, Map.of("oktaUserId", "00unobody"))
                            .statusCode())
                    .isEqualTo(422);
            String user =
                    PRODUCT.okta().createPerson("Paul", "Approver", Cast.PAUL.email(), "Kn0wn-Before-Us", List.of());
            assertThat(PRODUCT.administrator()
                            .send("PUT", paul, Map.of("oktaUserId", user))
                            .statusCode())
                    .isEqualTo(204);
            PRODUCT.awaitDecision(key, "admitted", "request.approved");
            EFFECTS.awaitDone(key, nora);

            PRODUCT.oktaAdministrator().post("/api/v1/users/" + user + "/lifecycle/suspend", Map.of());
            Onboarding next = RunningProduct.newcomer();
            refused(PRODUCT.approved(next), next, "approval.approver-not-active-in-okta");

            assertThat(PRODUCT.administrator().send("DELETE", paul, null).statusCode())
                    .isEqualTo(204);
            assertThat(PRODUCT.administrator()
                            .get("/api/audit?limit=500&kind=approver-account.")
                            .path("rows"))
                    .filteredOn(row -> row.at("/facts/account").asText().equals(Cast.PAUL.accountId()))
                    .extracting(row -> row.path("kind").asText())
                    .containsExactly("approver-account.set", "approver-account.removed");
        }

        /** Who has two accounts in Jira has one in Okta. */
        @Test
        void whoRaisedItThemselvesByAnotherName() {
            save(recipe -> recipe.putObject("approval").put("mappedToOkta", true));
            String user = PRODUCT.okta().createPerson("Mia", "Manager", Cast.MIA.email(), "Kn0wn-Before-Us", List.of());
            for (Person person : List.of(Cast.MIA, Cast.OLGA)) {
                PRODUCT.administrator()
                        .put(
                                "/api/okta-connections/main/approver-accounts/" + person.accountId(),
                                Map.of("oktaUserId", user));
            }
            Onboarding nora = RunningProduct.newcomer();

            refused(approvedBy(nora, Cast.OLGA), nora, "approval.own-request");
        }

        /** Everything that a recipe can ask for, within what an onboarding may cost. */
        @Test
        void atMostFourteenCallsForAllOfIt() {
            save(recipe -> {
                takeFirstNameFromTheForm(recipe);
                ObjectNode approval = recipe.putObject("approval");
                approval.put("mappedToOkta", true).put("quorum", 1).put("field", APPROVERS);
                approval.putArray("steps").add("Waiting for approval");
                approval.putArray("approvers").addObject().put("group", LEADS);
            });
            String user = PRODUCT.okta().createPerson("Olga", "Owner", Cast.OLGA.email(), "Kn0wn-Before-Us", List.of());
            PRODUCT.administrator()
                    .send(
                            "PUT",
                            "/api/okta-connections/main/approver-accounts/" + Cast.OLGA.accountId(),
                            Map.of("oktaUserId", user));
            inGroups(Cast.OLGA, LEADS);
            Onboarding nora = RunningProduct.newcomer();
            Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
            values.put(APPROVERS, people(Cast.OLGA));
            String key = PRODUCT.jira().raise(Cast.MIA, values);
            sandbox("POST", key, "forms", Map.of("answers", Map.of("first-name", "Nora"), "submitted", true));
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();

            PRODUCT.jira().approve(key, Cast.OLGA);

            EFFECTS.awaitDone(key, nora);
            assertThat(PRODUCT.remoteCalls()).hasSize(14);
        }
    }

    /** An empty list where there was one. */
    @Nested
    class Nothing {

        private static final String EMPTY = "{\"size\":0,\"start\":0,\"limit\":50,\"isLastPage\":true,\"values\":[]}";

        @Test
        void isNotTakenForNoApproval() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.jira()
                    .server()
                    .faults()
                    .order(Fault.answer("GET", "/rest/servicedeskapi/request/[0-9]+/approval", 2, 200, EMPTY));

            EFFECTS.awaitDone(PRODUCT.approved(nora), nora);
        }

        @Test
        void isNotTakenForAnUnchangedRequest() {
            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.holdSignals();
            String key = PRODUCT.approved(nora);
            PRODUCT.jira().edit(key, Cast.GUS, WORK_EMAIL, TextNode.valueOf("mallory@example.com"));
            PRODUCT.jira()
                    .server()
                    .faults()
                    .order(Fault.answer(
                            "GET",
                            "/rest/api/3/issue/[0-9]+/changelog",
                            2,
                            200,
                            "{\"startAt\":0,\"maxResults\":100,\"total\":0,\"isLast\":true,\"values\":[]}"));
            PRODUCT.releaseSignals();

            held(key, nora, "content.changed-after-approval");
        }
    }

    private static void takeFirstNameFromTheForm(ObjectNode recipe) {
        ObjectNode inputs = (ObjectNode) recipe.path("inputs");
        inputs.withObject("/firstName/source")
                .removeAll()
                .putObject("form")
                .put("form", FORM)
                .put("question", "first-name");
        inputs.withObject("/secondEmail/source")
                .removeAll()
                .putObject("form")
                .put("form", FORM)
                .put("question", "personal-email");
    }

    private static void save(Consumer<ObjectNode> change) {
        try {
            ObjectNode recipe = (ObjectNode) JSON.readTree(Setup.exampleRecipe());
            change.accept(recipe);
            PRODUCT.administrator().post("/api/recipes", recipe.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode sandbox(String method, String issue, String what, Object body) {
        String path = "/sandbox/issues/" + issue + "/" + what;
        return method.equals("POST")
                ? Http.at(PRODUCT.jira().uri()).post(path, body)
                : Http.at(PRODUCT.jira().uri()).put(path, body);
    }

    private static void inGroups(Person person, String... ids) {
        Http.at(PRODUCT.jira().uri())
                .put(
                        "/sandbox/people/" + person.accountId() + "/groups",
                        Map.of(
                                "groups",
                                List.of(ids).stream()
                                        .map(id -> Map.of("groupId", id, "name", "Leads"))
                                        .toList()));
    }

    /** Raised, and seen by the product. */
    private static String pending(Onboarding nora) {
        String key = PRODUCT.jira().raise(nora);
        PRODUCT.jira().edit(key, Cast.GUS, "summary", TextNode.valueOf("Soon"));
        awaitIgnored(key, "approval.pending");
        PRODUCT.awaitQuiet();
        return key;
    }

    private static String approvedBy(Onboarding nora, Person approver) {
        Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
        values.put(APPROVERS, people(approver));
        String key = PRODUCT.jira().raise(Cast.MIA, values);
        PRODUCT.jira().approve(key, approver);
        return key;
    }

    /** Forced past its approval and sent back, so that it is asked for anew: later than what was changed, also in seconds. */
    private static void askAgain(String key) {
        Instant changed = Instant.now();
        RunningProduct.await().until(() -> Instant.now().getEpochSecond() > changed.getEpochSecond());
        PRODUCT.jira().transition(key, Cast.GUS, "61");
        PRODUCT.jira().transition(key, Cast.GUS, "51");
    }

    private static ArrayNode people(Person... people) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        for (Person person : people) {
            ids.addObject().put("accountId", person.accountId());
        }
        return ids;
    }

    private static void held(String key, Onboarding nora, String code) {
        PRODUCT.awaitDecision(key, "held", code);
        assertOneInternalNote(key, code);
        nothingWasDone(nora);
    }

    private static void refused(String key, Onboarding nora, String code) {
        PRODUCT.awaitDecision(key, "refused", code);
        assertOneInternalNote(key, code);
        nothingWasDone(nora);
    }

    private static void ignored(String key, String code) {
        awaitIgnored(key, code);
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.jira().comments(key)).isEmpty();
        assertThat(PRODUCT.story(key).path("decisions")).isEmpty();
    }

    private static void awaitIgnored(String key, String code) {
        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.trailRows(key))
                        .anyMatch(row -> row.path("kind").asText().equals("request.ignored")
                                && row.at("/facts/code").asText().equals(code)));
    }

    private static void nothingWasDone(Onboarding nora) {
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
    }

    private static void assertOneInternalNote(String key, String text) {
        assertThat(PRODUCT.jira().comments(key)).singleElement().satisfies(comment -> {
            assertThat(comment.path("jsdPublic").asBoolean(true)).isFalse();
            assertThat(comment.path("body").toString()).contains(text);
        });
    }
}
