package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.SandboxClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommentEditTest {

    private final SandboxClock clock = new SandboxClock();
    private final JiraSite jira = JiraSite.start("localhost", 0, clock);
    private final Rest rest = new Rest(jira.uri());
    private final String key = jira.raise("Lost phone", Map.of());
    private final String comments = "/rest/api/3/issue/" + key + "/comment";

    @AfterEach
    void close() {
        jira.close();
    }

    private static ObjectNode comment(String text) {
        ObjectNode comment = Json.object();
        comment.set("body", Adf.of(text));
        return comment;
    }

    private static ObjectNode with(ObjectNode comment, String property, JsonNode value) {
        comment.withArray("properties").addObject().put("key", property).set("value", value);
        return comment;
    }

    private String write(Person by, ObjectNode comment) throws Exception {
        return comments + "/"
                + rest.as(by, "POST", comments, comment).body().path("id").asText();
    }

    @Test
    void leavesTheAuthorAndMarksTheEdit() throws Exception {
        String path = write(Cast.MIA, comment("First"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(rest.as(Cast.GUS, "PUT", path, comment("Second")).status()).isEqualTo(200);

        JsonNode read = rest.as(Cast.MIA, "GET", path, null).body();
        assertThat(read.path("body")).isEqualTo(Adf.of("Second"));
        assertThat(read.at("/author/displayName").asText()).isEqualTo("Mia Manager");
        assertThat(read.at("/updateAuthor/displayName").asText()).isEqualTo("Gus Agent");
        assertThat(read.path("updated").asText())
                .isGreaterThan(read.path("created").asText());
    }

    @Test
    void keepsThePropertiesThatItDoesNotName() throws Exception {
        JsonNode internal = Json.object().put("internal", true);
        String path = write(Cast.GUS, with(comment("First"), Comment.VISIBILITY, internal));

        rest.as(
                Cast.GUS,
                "PUT",
                path,
                with(comment("Second"), "edit", Json.object().put("id", 2)));

        JsonNode read =
                rest.as(Cast.GUS, "GET", path + "?expand=properties", null).body();
        assertThat(read.path("jsdPublic").asBoolean()).isFalse();
        assertThat(read.path("properties").findValuesAsText("key")).containsExactly(Comment.VISIBILITY, "edit");
    }

    @Test
    void wantsThePermissionAndADocument() throws Exception {
        String path = write(Cast.GUS, comment("First"));

        assertThat(rest.as(Cast.MIA, "PUT", path, comment("Hers")).status()).isEqualTo(400);
        assertThat(rest.as(Cast.GUS, "PUT", path, Json.object().put("body", "plain"))
                        .status())
                .isEqualTo(400);
        assertThat(rest.as(Cast.GUS, "PUT", comments + "/1", comment("Which?")).status())
                .isEqualTo(404);
        assertThat(jira.comments(key).get(0).path("body")).isEqualTo(Adf.of("First"));
    }
}
