package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a step is going to do is committed before it does it, sealed while it is secret, and gone afterwards. */
class IntentsIT extends WorkTest {

    @Test
    void commitsTheIntentBeforeItActs() {
        steps.acts("a", step -> {
            assertThat(intents(step.runId())).isEqualTo(1);
            return result();
        });

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
    }

    @Test
    void handsTheSecretOfAStepToALaterOne() {
        steps.intends("a", Intent.with(Secret.of("s3cret")));
        List<Secret> seen = new ArrayList<>();
        List<byte[]> stored = new ArrayList<>();
        steps.acts("b", step -> {
            step.secretOf("a").ifPresent(seen::add);
            stored.addAll(storedSecrets());
            return result();
        });

        start(run("1", "a", "b"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(seen).containsExactly(Secret.of("s3cret"));
        assertThat(stored)
                .hasSize(1)
                .allSatisfy(bytes -> assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("s3cret"));
    }

    @Test
    void erasesTheSecretOnceTheRunIsDone() {
        steps.intends("a", Intent.with(Secret.of("s3cret")));

        start(run("1", "a", "b"));

        await().until(() -> endings.completed.contains("1"));
        await().until(() -> storedSecrets().isEmpty());
    }

    @Test
    void tellsAStepThatAnotherRunClaimsTheSame() {
        Intent claiming = new Intent(JsonNodeFactory.instance.objectNode(), Optional.empty(), Optional.of("account"));
        steps.intends("a", claiming);
        List<Boolean> claimed = Collections.synchronizedList(new ArrayList<>());
        steps.acts("a", step -> {
            claimed.add(step.isClaimedElsewhere());
            return result();
        });

        start(run("1", "a"));
        await().until(() -> endings.completed.contains("1"));
        start(run("2", "a"));
        await().until(() -> endings.completed.contains("2"));

        assertThat(claimed).containsExactly(false, true);
        assertThat(transactions.read(
                        tenant,
                        () -> jdbc.sql("select distinct claim from step_intent")
                                .query(String.class)
                                .list()))
                .as("two claims of the same, neither of which tells what")
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(
                        HexFormat.of().formatHex(CanonicalJson.sha256("account".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void tellsAStepSinceWhenAnEarlierRunAboutTheSameClaimsTheSame() {
        Intent claiming = new Intent(JsonNodeFactory.instance.objectNode(), Optional.empty(), Optional.of("account"));
        steps.intends("a", claiming);
        List<Optional<Instant>> claimed = Collections.synchronizedList(new ArrayList<>());
        steps.acts("a", step -> {
            claimed.add(step.claimedBefore());
            return result();
        });
        UUID first = start(run("1", "a"));
        await().until(() -> isInState(first, "done"));
        UUID other = start(run("2", "a"));
        await().until(() -> isInState(other, "done"));
        UUID again = start(run("1", "a"));
        await().until(() -> isInState(again, "done"));

        assertThat(claimed)
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(stateOf(first).steps().get(0).intendedAt()));
    }

    private int intents(UUID run) {
        return count("select count(*) from step_intent where work_id = '" + run + "'");
    }

    private List<byte[]> storedSecrets() {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select secret from step_intent where secret is not null")
                        .query(byte[].class)
                        .list());
    }
}
