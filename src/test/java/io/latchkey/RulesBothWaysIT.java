package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Rule;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.testing.Effects;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the sandbox's vendors do in ways that nobody could verify is turned the other way, one rule at a time. The story
 * still ends as it should: done, or, where the vendor then refuses what we need to see, waiting for a person.
 */
@UsuallyThroughConnect
class RulesBothWaysIT {

    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of("latchkey.work.first-backoff", "50ms"));

    /** Numbers and words that are turned to a value of their own; a number without one is doubled and one more. */
    private static final Map<String, JsonNode> OTHERWISE = Map.of(
            "unknown-group-status", LongNode.valueOf(400),
            "jql-approved-means", TextNode.valueOf("newest"));

    /** With this turned, Okta shows us too little to decide, and nothing may be done. */
    private static final String BLINDING = "roles-need-super-admin";

    /** With this turned, Okta lets us make the account and not read its groups: a person has to look. */
    private static final String HALF_BLINDING = "manage-scope-implies-read";

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().rules().reset();
        PRODUCT.okta().rules().reset();
    }

    static Stream<Arguments> unverified() {
        return Stream.of(PRODUCT.jira().rules(), PRODUCT.okta().rules())
                .flatMap(rules -> rules.all().stream()
                        .filter(rule -> rule.source().toLowerCase(Locale.ROOT).contains("unverified"))
                        .map(rule -> Arguments.of(rule.name(), rules, rule)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unverified")
    void theStoryEndsAsItShould(String name, Rules rules, Rule rule) {
        rules.set(name, otherwise(rule));
        var newcomer = RunningProduct.newcomer();

        String key = PRODUCT.approved(newcomer);

        if (name.equals(HALF_BLINDING)) {
            PRODUCT.awaitRun(key, "parked");
            assertThat(PRODUCT.jira().status(key)).isEqualTo("Approved");
        } else if (name.equals(BLINDING)) {
            RunningProduct.await()
                    .until(() -> PRODUCT.trail(key).contains("look.parked")
                            || PRODUCT.trail(key).contains("request.refused"));
            assertThat(PRODUCT.okta().user(newcomer.workEmail())).isEmpty();
        } else {
            PRODUCT.awaitRun(key, "done");
            assertThat(PRODUCT.okta().groupsOf(newcomer.workEmail()))
                    .containsExactlyInAnyOrderElementsOf(Effects.GROUPS);
            assertThat(PRODUCT.jira().comments(key)).hasSize(1);
        }
    }

    private static JsonNode otherwise(Rule rule) {
        JsonNode given = OTHERWISE.get(rule.name());
        if (given != null) {
            return given;
        }
        if (rule.standard().isBoolean()) {
            return BooleanNode.valueOf(!rule.standard().booleanValue());
        }
        if (rule.standard().isNumber()) {
            return LongNode.valueOf(rule.standard().longValue() * 2 + 1);
        }
        throw new IllegalStateException("say how the rule " + rule.name() + " is turned");
    }
}
