package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Setup;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.StepKind;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApprovedContentTest {

    private static final ServiceRequest REQUEST = Requests.with(Map.of());

    @Test
    void isTheSameForTheSame() {
        String hash = hash(version(1, "g1"), REQUEST, "Nora", "s", "8", "9");

        assertThat(hash).hasSize(64).isEqualTo(hash(version(1, "g1"), REQUEST, "Nora", "s", "9", "8"));
    }

    @Test
    void isAnotherForAnythingElse() {
        Person other = new Person("other", "atlassian", true);

        assertThat(List.of(
                        hash(version(1, "g1"), REQUEST, "Nora", "s", "9"),
                        hash(version(1, "g1"), REQUEST, "Dora", "s", "9"),
                        hash(version(1, "g2"), REQUEST, "Nora", "s", "9"),
                        hash(version(2, "g1"), REQUEST, "Nora", "s", "9"),
                        hash(version(1, "g1"), Requests.raisedBy(other, other), "Nora", "s", "9"),
                        hash(version(1, "g1"), REQUEST, "Nora", "s", "10"),
                        hash(version(1, "g1"), REQUEST, "Nora", "t", "9")))
                .doesNotHaveDuplicates();
    }

    /** A node that tells nothing of them must find the same as one that does. */
    @Test
    void isNotOfTheWordsInWhichItIsTold() {
        RecipeVersion version = version(1, "g1");
        var input = JsonNodeFactory.instance.objectNode().put("text", "Done");
        var told = input.deepCopy().put("locale", "de").put("zone", "Europe/Berlin");
        var other = input.deepCopy().put("text", "Not done");

        assertThat(hashOf(version, told)).isEqualTo(hashOf(version, input)).isNotEqualTo(hashOf(version, other));
    }

    /** Plans that were made before passwords were taken out of comments again are still under way. */
    @Test
    void isNotOfHowAPasswordIsTakenOutOfACommentAgain() {
        RecipeVersion version = version(1, "g1");
        var before = JsonNodeFactory.instance.objectNode().put("text", "Done");
        before.putObject("credential").put("step", "account").put("userName", "nora@example.com");
        var now = before.deepCopy();
        now.withObject("/credential")
                .put("connection", "main")
                .put("removeAfter", "PT24H")
                .putObject("user")
                .put("$step", "account");
        var other = before.deepCopy();
        other.withObject("/credential").put("userName", "eve@example.com");

        assertThat(hashOf(version, now)).isEqualTo(hashOf(version, before)).isNotEqualTo(hashOf(version, other));
    }

    /** Plans that an older node has pinned are compared by a newer one, so that what is hashed, and how, stays as it is. */
    @Test
    void staysWhatItIs() throws NoSuchAlgorithmException {
        RecipeVersion version = Requests.version(JsonNodeFactory.instance.objectNode());
        ObjectNode basis = JsonNodeFactory.instance.objectNode().put("salt", "s");
        basis.putArray("approvals").add("9").add("8");
        ObjectNode account = JsonNodeFactory.instance.objectNode().put("login", "nora@example.com");
        account.putArray("groupIds").add("g2").add("g1");
        ObjectNode access = JsonNodeFactory.instance.objectNode().put("user", "00u1");
        access.putArray("groupIds").add("g3");
        access.putObject("ends").put("days", 7);
        List<PlannedStep> steps = List.of(
                new PlannedStep("account", StepKinds.CREATE_USER, account),
                new PlannedStep("access", StepKinds.GIVE, access));

        String canonical =
                "{\"approvals\":[\"8\",\"9\"],\"beneficiaries\":[\"nora@example.com\"],\"duration\":[{\"days\":7}],"
                        + "\"groups\":[[\"g1\",\"g2\"],[\"g3\"]],\"recipe\":{\"hash\":\"" + version.hash()
                        + "\",\"id\":\"018f0000-0000-7000-8000-000000000001\",\"version\":1},"
                        + "\"recipient\":{\"method\":\"ACTIVATION\",\"whom\":null},"
                        + "\"request\":{\"creator\":\"mia\",\"id\":\"10042\",\"reporter\":\"mia\",\"serviceDesk\":\"1\",\"type\":\"25\"},"
                        + "\"salt\":\"s\",\"steps\":["
                        + "{\"input\":{\"groupIds\":[\"g2\",\"g1\"],\"login\":\"nora@example.com\"},\"key\":\"account\",\"kind\":\"okta.create-user\"},"
                        + "{\"input\":{\"ends\":{\"days\":7},\"groupIds\":[\"g3\"],\"user\":\"00u1\"},\"key\":\"access\",\"kind\":\"grants.give\"}]}";
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        assertThat(ApprovedContent.hash(version, REQUEST, new Plan(basis, steps)))
                .isEqualTo(HexFormat.of().formatHex(sha256));
    }

    private static String hashOf(RecipeVersion version, ObjectNode input) {
        Plan plan = new Plan(
                JsonNodeFactory.instance.objectNode().put("salt", "s"),
                List.of(new PlannedStep("done", StepKinds.COMMENT, input)));
        return ApprovedContent.hash(version, REQUEST, plan);
    }

    private static String hash(
            RecipeVersion version, ServiceRequest request, String name, String salt, String... approvals) {
        Map<String, JsonNode> inputs = Map.of(
                "firstName", TextNode.valueOf(name),
                "lastName", TextNode.valueOf("Newcomer"),
                "email", TextNode.valueOf("nora@example.com"));
        var admitted = new Outcome.Admitted(inputs, List.of(approvals), List.of());
        Plan plan = Planner.plan(version, request, admitted).saltedWith(salt);
        Plan pinned = ApprovedContent.pinned(version, request, plan);
        String hash = pinned.basis().path(ApprovedContent.HASH).asText();
        assertThat(ApprovedContent.hash(version, request, pinned)).isEqualTo(hash);
        return hash;
    }

    private static RecipeVersion version(int number, String group) {
        List<StepKind> kinds = List.of(
                new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
                new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
                new StepKind(StepKinds.COMMENT, Set.of("commentId")),
                new StepKind(StepKinds.TRANSITION, Set.of()));
        RecipeDocument document =
                (RecipeDocument) new RecipeReader().read(Setup.exampleRecipe().getBytes(StandardCharsets.UTF_8), kinds);
        var resolved = JsonNodeFactory.instance.objectNode();
        resolved.putObject("groups").put("All employees", group).put("Engineering", "g9");
        resolved.putObject("transitions")
                .putObject("close")
                .put("transitionId", "31")
                .put("statusId", "10003");
        return new RecipeVersion(
                new UUID(0, 1),
                number,
                document.recipe(),
                document.document(),
                CanonicalJson.of(resolved),
                "ada",
                Requests.NINE);
    }
}
