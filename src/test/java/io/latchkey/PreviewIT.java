package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What those who approve read on the ticket before they do. */
@UsuallyThroughConnect
class PreviewIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of());

    @BeforeAll
    static void save() {
        save("en");
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void saysBeforeTheApprovalWhatItWouldDo() {
        var nora = RunningProduct.newcomer();
        String key = PRODUCT.jira().raise(nora);

        String comment = awaitComment(key, "Approving this request");

        assertThat(comment)
                .contains("Onboard a new employee")
                .contains("Creates an account in Okta for " + nora.firstName() + " " + nora.lastName())
                .contains(nora.workEmail())
                .contains("All employees, Engineering")
                .contains("temporary password");
        assertThat(PRODUCT.trail(key)).contains("request.previewed");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
    }

    @Test
    void isWrittenAnewAndNotOnceMoreWhenTheContentChanges() {
        var nora = RunningProduct.newcomer();
        String key = PRODUCT.jira().raise(nora);
        awaitComment(key, nora.firstName());

        PRODUCT.jira().edit(key, Cast.MIA, SiteFields.FIRST_NAME, TextNode.valueOf("Eleonora"));

        awaitComment(key, "Eleonora");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    @Test
    void staysOneCommentBesideTheResult() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        awaitComment(key, "Approving this request");

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.jira().comments(key)).hasSize(2);
    }

    @Test
    void saysWhatWouldBeRefused() {
        var nora = RunningProduct.newcomer();
        String key = PRODUCT.jira().raise(nora);
        awaitComment(key, "Approving this request");

        PRODUCT.jira().edit(key, Cast.MIA, SiteFields.WORK_EMAIL, TextNode.valueOf("no address"));

        assertThat(awaitComment(key, "Nothing would be done"))
                .contains("is not an e-mail address")
                .doesNotContain("no address");
    }

    @Test
    void speaksTheLanguageOfItsRecipe() {
        save("de");
        try {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());

            assertThat(awaitComment(key, "genehmigt")).contains("erhält", "Ein Okta-Konto für");
        } finally {
            save("en");
        }
    }

    private static String awaitComment(String key, String part) {
        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.jira().comments(key))
                        .as("comments of %s", key)
                        .anySatisfy(comment ->
                                assertThat(comment.path("body").toString()).contains(part)));
        List<JsonNode> comments = PRODUCT.jira().comments(key);
        return comments.get(0).path("body").toString();
    }

    private static void save(String locale) {
        try {
            ObjectNode recipe = (ObjectNode) JSON.readTree(Setup.exampleRecipe());
            recipe.putObject("ticket").put("preview", "comment").put("locale", locale);
            PRODUCT.administrator().post("/api/recipes", recipe.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
