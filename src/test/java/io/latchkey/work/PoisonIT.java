package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What can never be done stands in nobody's way. All of it in one slot. */
class PoisonIT extends WorkTest {

    @Test
    void anUnreadablePlanIsParkedAndBlocksNothing() {
        steps.acts("a", step -> {
            throw new Later();
        });
        UUID poison = start(run("slot-mate", "a"));
        await().until(() -> stateOf(poison).attempts() == 1);
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("update work_item set plan = '\\x00'::bytea, due_at = now() where id = ?")
                    .param(poison)
                    .update();
            jdbc.sql("select wake_slot(?, slot, now()) from work_item where id = ?")
                    .params(tenant.value(), poison)
                    .query((row, n) -> true)
                    .list();
        });

        assertNothingBlocked();
        await().atMost(Duration.ofSeconds(20)).until(() -> standing(poison).equals("parked"));
    }

    @Test
    void aKindThatThisNodeDoesNotKnowWaitsForAnother() {
        UUID unknown = start(run("slot-mate", "a", "from-a-newer-version"));

        await().until(() -> "work.kind-unknown".equals(stateOf(unknown).reasonCode()));
        assertNothingBlocked();
        RunState waiting = stateOf(unknown);
        assertThat(waiting.state()).isEqualTo("waiting");
        assertThat(waiting.attempts()).isZero();
        assertThat(waiting.steps().get(0).state()).isEqualTo("done");
    }

    @Test
    void aKindThatNobodyKnowsForADayIsParked() {
        UUID unknown = start(run("slot-mate", "a", "from-a-newer-version"));
        await().until(() -> "work.kind-unknown".equals(stateOf(unknown).reasonCode()));

        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set unknown_since = unknown_since - interval '1 day' where id = ?")
                        .param(unknown)
                        .update());

        await().atMost(Duration.ofSeconds(20))
                .until(() -> stateOf(unknown).state().equals("parked"));
    }

    @Test
    void aLookOfAnUnknownKindWaitsForAnotherNode() {
        transactions.writeOnly(tenant, () -> work.look(tenant, "from-a-newer-version", "slot-mate"));

        await().until(() -> count("select count(*) from work_item where reason_code = 'work.kind-unknown'") == 1);
        assertNothingBlocked();
        assertThat(count("select count(*) from work_item where state = 'waiting' and attempts = 0"))
                .isEqualTo(1);
    }

    @Test
    void aLookThatWasUnknownForADayWaitsAnewWhenItIsHintedAt() {
        transactions.writeOnly(tenant, () -> work.look(tenant, "from-a-newer-version", "slot-mate"));
        await().until(() -> count("select count(*) from work_item where unknown_since is not null") == 1);
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set unknown_since = unknown_since - interval '1 day'")
                        .update());
        await().atMost(Duration.ofSeconds(20)).until(() -> state("slot-mate").equals("parked"));

        transactions.writeOnly(tenant, () -> work.look(tenant, "from-a-newer-version", "slot-mate"));

        await().until(() -> count("select count(*) from work_item where state = 'waiting'"
                        + " and unknown_since > now() - interval '1 hour'")
                == 1);
    }

    @Test
    void aRunOfWhichNobodyCanBeToldIsParkedAllTheSame() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        steps.refusesToIntend("b", new Refusal());
        endings.follow = Optional.of(run("note", "b"));

        UUID run = start(run("slot-mate", "a"));

        await().until(() -> stateOf(run).state().equals("parked"));
    }

    private String standing(UUID run) {
        return transactions
                .read(tenant, () -> ledger.standing(tenant, run))
                .orElseThrow()
                .state();
    }

    /** Of the same subject, so surely in the same slot. */
    private void assertNothingBlocked() {
        looks.reset();
        look("slot-mate");
        await().atMost(Duration.ofSeconds(5)).until(() -> looks.seen.contains("slot-mate"));
    }
}
